// Two traces as one tree: each span beside the one that did the same in the other trace. Plain
// functions, no drawing.

/** @typedef {import('./trace-tree.js').Tree} Tree */
/** @typedef {import('./trace-tree.js').SpanNode} SpanNode */
/** @typedef {import('./trace-tree.js').Fold} Fold */
/**
 * @typedef {object} Pair
 * @property {string} id
 * @property {number} depth
 * @property {Side | null} first
 * @property {Side | null} second
 */
/**
 * One span, or its repeats as one.
 * @typedef {object} Side
 * @property {SpanNode} node
 * @property {number} count
 * @property {number} start
 * @property {number} end
 * @property {number} total nanoseconds, of repeats added up
 * @property {number} failed
 */

/** More rows than these are not compared by eye. */
const PAIRS_MAX = 2000;

/** @param {Tree} first @param {Tree} second @returns {{pairs: Pair[], truncated: boolean}} depth first */
export function pairsOf(first, second) {
  /** @type {Pair[]} */
  const pairs = [];
  /** @type {Pair[]} */
  const stack = aligned(first.items, second.items, 0).reverse();
  for (let pair = stack.pop(); pair && pairs.length < PAIRS_MAX; pair = stack.pop()) {
    pairs.push({ ...pair, id: String(pairs.length) });
    stack.push(...aligned(below(pair.first), below(pair.second), pair.depth + 1).reverse());
  }
  return { pairs, truncated: stack.length > 0 };
}

/** @param {Side | null} side */
const below = (side) => (side === null || side.count > 1 ? [] : side.node.items);

/**
 * The first with a name goes with the first of that name, the second with the second; what has no
 * counterpart stands alone, where it happened.
 * @param {(SpanNode | Fold)[]} first @param {(SpanNode | Fold)[]} second @param {number} depth
 * @returns {Pair[]}
 */
function aligned(first, second, depth) {
  const [ours, theirs] = [first.map(sideOf), second.map(sideOf)];
  /** @type {Map<string, Side[]>} */
  const waiting = new Map();
  for (const side of theirs) waiting.set(nameOf(side), [...(waiting.get(nameOf(side)) ?? []), side]);
  /** @type {Pair[]} */
  const pairs = ours.map((side) => ({ id: '', depth, first: side, second: waiting.get(nameOf(side))?.shift() ?? null }));
  for (const rest of waiting.values()) pairs.push(...rest.map((side) => ({ id: '', depth, first: null, second: side })));
  return pairs.sort((a, b) => startOf(a) - startOf(b));
}

/** @param {Pair} pair */
const startOf = (pair) => pair.first?.start ?? pair.second?.start ?? 0;

/** @param {Side} side */
const nameOf = ({ node: { span } }) => JSON.stringify([span.service, span.name, span.kind]);

/** @param {SpanNode | Fold} item @returns {Side} */
const sideOf = (item) => ('nodes' in item
  ? { node: item.nodes[0], count: item.nodes.length, start: item.start, end: item.end, total: item.total, failed: item.failed }
  : { node: item, count: 1, start: item.start, end: item.end, total: item.end - item.start, failed: item.span.status === 'error' ? 1 : 0 });
