// A trace as a tree and as rows: plain functions from the API's answer to what is drawn.

/** @typedef {import('./api.d.ts').TraceJson} TraceAnswer */
/** @typedef {TraceAnswer['spans'][number]} Span */
/** @typedef {TraceAnswer['logs'][number]} Log */
/**
 * @typedef {object} SpanNode
 * @property {Span} span
 * @property {number} start nanoseconds after the start of the trace
 * @property {number} end
 * @property {number} self nanoseconds in which no child was running
 * @property {number} depth
 * @property {SpanNode | null} parent
 * @property {SpanNode[]} children by start
 * @property {{log: Log, at: number}[]} logs by time
 * @property {number} descendants
 * @property {boolean} errorBelow
 * @property {Fold | null} fold of which it is one
 * @property {(SpanNode | Fold)[]} items the children, those that repeat each other as one
 */
/**
 * Siblings that repeat each other: the same operation of the same service.
 * @typedef {object} Fold
 * @property {string} fold its id
 * @property {SpanNode[]} nodes by start
 * @property {number} start
 * @property {number} end
 * @property {number} total nanoseconds, added up
 * @property {number} longest
 * @property {number} failed
 */
/** @typedef {{roots: SpanNode[], items: (SpanNode | Fold)[], byId: Map<string, SpanNode>, base: bigint, duration: number,
 *   services: string[], errors: number, strayLogs: {log: Log, at: number}[]}} Tree */
/** @typedef {{kind: 'span', id: string, node: SpanNode, depth: number} |
 *   {kind: 'fold', id: string, node: SpanNode, depth: number, fold: Fold} |
 *   {kind: 'log', id: string, node: SpanNode | null, depth: number, log: Log, at: number}} Row */

/** @param {TraceAnswer} trace @returns {Tree} */
export function treeOf(trace) {
  const base = trace.spans.reduce(
    (least, { startUnixNano }) => { const start = BigInt(startUnixNano); return start < least ? start : least; },
    trace.spans.length ? BigInt(trace.spans[0].startUnixNano) : 0n);
  const relative = (/** @type {string} */ unixNano) => Number(BigInt(unixNano) - base);
  /** @type {Map<string, SpanNode>} */
  const byId = new Map(trace.spans.map((span) => [span.spanId, {
    span, start: relative(span.startUnixNano), end: relative(span.endUnixNano), self: 0, depth: 0, parent: null,
    children: [], logs: [], descendants: 0, errorBelow: false, fold: null, items: [],
  }]));
  const roots = [];
  for (const node of byId.values()) {
    const parent = node.span.parentSpanId ? byId.get(node.span.parentSpanId) : undefined;
    if (parent && parent !== node && !isBelow(parent, node)) {
      node.parent = parent;
      parent.children.push(node);
    } else roots.push(node);
  }
  /** @type {Tree['strayLogs']} */
  const strayLogs = [];
  for (const log of trace.logs) {
    const entry = { log, at: relative(log.timeUnixNano) };
    const node = log.spanId ? byId.get(log.spanId) : undefined;
    (node ? node.logs : strayLogs).push(entry);
  }
  roots.sort(byStart);
  finish(roots);
  const items = folded(roots, '');
  const nodes = [...byId.values()];
  return {
    roots, items, byId, base, strayLogs: strayLogs.sort((a, b) => a.at - b.at),
    duration: Math.max(1, nodes.reduce((latest, { end }) => Math.max(latest, end), 0)),
    services: [...new Set(trace.spans.map((span) => span.service))],
    errors: nodes.filter(({ span }) => span.status === 'error').length,
  };
}

/** Whoever sends spans may send a circle of parents; it must not hang the page. */
/** @param {SpanNode} node @param {SpanNode} ancestor */
function isBelow(node, ancestor) {
  for (let up = node.parent; up !== null; up = up.parent) if (up === ancestor) return true;
  return false;
}

/** @param {{start: number}} a @param {{start: number}} b */
const byStart = (a, b) => a.start - b.start;

/** Depths downwards, sums upwards; with a stack, since a trace may be deeper than the call stack. */
/** @param {SpanNode[]} roots */
function finish(roots) {
  const order = [];
  const stack = [...roots];
  for (let node = stack.pop(); node; node = stack.pop()) {
    order.push(node);
    node.children.sort(byStart);
    node.logs.sort((a, b) => a.at - b.at);
    for (const child of node.children) {
      child.depth = node.depth + 1;
      stack.push(child);
    }
  }
  for (const node of order.reverse()) {
    node.self = selfTime(node);
    node.descendants = node.children.reduce((sum, child) => sum + 1 + child.descendants, 0);
    node.items = folded(node.children, node.span.spanId);
    node.errorBelow = node.children.some((child) => child.errorBelow || child.span.status === 'error');
  }
}

/** Fewer repeats than these are read one by one. */
const REPEATS_MIN = 5;

/** @param {SpanNode[]} children @param {string} parentId @returns {(SpanNode | Fold)[]} */
function folded(children, parentId) {
  if (children.length < REPEATS_MIN) return children;
  /** @type {Map<string, SpanNode[]>} */
  const alike = new Map();
  for (const child of children) {
    const key = JSON.stringify([child.span.service, child.span.name, child.span.kind]);
    const others = alike.get(key);
    if (others) others.push(child);
    else alike.set(key, [child]);
  }
  /** @type {(SpanNode | Fold)[]} */
  const items = [];
  for (const [key, nodes] of alike) items.push(...(nodes.length < REPEATS_MIN ? nodes : [foldOf(nodes, `fold ${parentId} ${key}`)]));
  return items.sort(byStart);
}

/** @param {SpanNode[]} nodes @param {string} id @returns {Fold} */
function foldOf(nodes, id) {
  const durations = nodes.map((node) => node.end - node.start);
  /** @type {Fold} */
  const fold = {
    fold: id, nodes, start: nodes[0].start,
    end: nodes.reduce((latest, node) => Math.max(latest, node.end), 0),
    total: durations.reduce((sum, each) => sum + each, 0),
    longest: durations.reduce((most, each) => Math.max(most, each), 0),
    failed: nodes.filter((node) => node.span.status === 'error').length,
  };
  for (const node of nodes) node.fold = fold;
  return fold;
}

/** @param {SpanNode} node */
function selfTime(node) {
  let covered = 0;
  let until = node.start;
  for (const child of node.children) {
    const from = Math.max(child.start, until);
    const to = Math.min(child.end, node.end);
    if (to > from) {
      covered += to - from;
      until = to;
    }
  }
  return Math.max(0, node.end - node.start - covered);
}

/**
 * The rows from top to bottom: spans depth first, their log lines in between by time.
 * @param {Tree} tree
 * @param {ReadonlySet<string> | 'all'} toggled spans that are closed and folds that are open; or all open
 * @param {boolean} withLogs
 * @returns {Row[]}
 */
export function rowsOf(tree, toggled, withLogs) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Row[]} */
  const stack = tree.items.map((item) => rowOf(item, 0)).reverse();
  const isToggled = (/** @type {string} */ id) => toggled !== 'all' && toggled.has(id);
  for (let row = stack.pop(); row; row = stack.pop()) {
    rows.push(row);
    const { depth } = row;
    if (row.kind === 'fold') {
      if (toggled === 'all' || toggled.has(row.id)) stack.push(...row.fold.nodes.map((node) => rowOf(node, depth + 1)).reverse());
    } else if (row.kind === 'span' && !isToggled(row.id)) {
      const { node } = row;
      const below = node.items.map((item) => ({ at: item.start, row: rowOf(item, depth + 1) }));
      if (withLogs) node.logs.forEach((entry, i) => below.push({ at: entry.at, row: logRow(entry, i, node, depth + 1) }));
      stack.push(...below.sort((a, b) => b.at - a.at).map((each) => each.row));
    }
  }
  if (withLogs) tree.strayLogs.forEach((entry, i) => rows.push(logRow(entry, i, null, 0)));
  return rows;
}

/** @param {SpanNode | Fold} item @param {number} depth @returns {Row} */
const rowOf = (item, depth) => ('fold' in item && 'nodes' in item
  ? { kind: 'fold', id: item.fold, node: item.nodes[0], depth, fold: item }
  : { kind: 'span', id: item.span.spanId, node: item, depth });

/** What must be toggled so that the span is in sight. */
/** @param {SpanNode} node @param {ReadonlySet<string>} toggled @returns {ReadonlySet<string>} the same where it is already */
export function revealing(node, toggled) {
  const next = new Set(toggled);
  for (let up = /** @type {SpanNode | null} */ (node); up !== null; up = up.parent) {
    if (up.fold) next.add(up.fold.fold);
    if (up !== node) next.delete(up.span.spanId);
  }
  return next.size === toggled.size && [...next].every((id) => toggled.has(id)) ? toggled : next;
}

/** @param {{log: Log, at: number}} entry @param {number} i @param {SpanNode | null} node @param {number} depth @returns {Row} */
const logRow = ({ log, at }, i, node, depth) => ({ kind: 'log', id: `log ${node?.span.spanId ?? ''} ${i}`, node, depth, log, at });

/** @param {Row} row @param {string} wanted in lower case */
export function matches(row, wanted) {
  if (row.kind === 'fold') return false;
  if (row.kind === 'log') return row.log.body.toLowerCase().includes(wanted);
  const { span } = row.node;
  return `${span.service} ${span.name} ${span.spanId} ${span.statusMessage}`.toLowerCase().includes(wanted)
    || holds(span.attributes, wanted) || span.events.some((event) => event.name.toLowerCase().includes(wanted)
      || holds(event.attributes, wanted));
}

/** @param {Record<string, unknown>} attributes @param {string} wanted */
const holds = (attributes, wanted) =>
  Object.entries(attributes).some(([key, value]) => `${key} ${value}`.toLowerCase().includes(wanted));

/** Round steps for the ruler. @param {number} from @param {number} to @param {number} most */
export function ticks(from, to, most) {
  const rough = (to - from) / most;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough) ?? rough;
  const found = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) found.push(tick);
  return found;
}
