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
 */
/** @typedef {{roots: SpanNode[], byId: Map<string, SpanNode>, base: bigint, duration: number,
 *   services: string[], errors: number, strayLogs: {log: Log, at: number}[]}} Tree */
/** @typedef {{kind: 'span', id: string, node: SpanNode} |
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
    children: [], logs: [], descendants: 0, errorBelow: false,
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
  const nodes = [...byId.values()];
  return {
    roots, byId, base, strayLogs: strayLogs.sort((a, b) => a.at - b.at),
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
    node.errorBelow = node.children.some((child) => child.errorBelow || child.span.status === 'error');
  }
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
 * @param {Tree} tree @param {ReadonlySet<string>} collapsed @param {boolean} withLogs
 * @returns {Row[]}
 */
export function rowsOf(tree, collapsed, withLogs) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {(SpanNode | Row)[]} */
  const stack = [...tree.roots].reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    if ('kind' in next) {
      rows.push(next);
      continue;
    }
    const node = next;
    rows.push({ kind: 'span', id: node.span.spanId, node });
    if (collapsed.has(node.span.spanId)) continue;
    /** @type {{at: number, item: SpanNode | Row}[]} */
    const below = node.children.map((child) => ({ at: child.start, item: child }));
    if (withLogs) node.logs.forEach((entry, i) => below.push({ at: entry.at, item: logRow(entry, i, node) }));
    below.sort((a, b) => b.at - a.at);
    stack.push(...below.map(({ item }) => item));
  }
  if (withLogs) tree.strayLogs.forEach((entry, i) => rows.push(logRow(entry, i, null)));
  return rows;
}

/** @param {{log: Log, at: number}} entry @param {number} i @param {SpanNode | null} node @returns {Row} */
const logRow = ({ log, at }, i, node) =>
  ({ kind: 'log', id: `log ${node?.span.spanId ?? ''} ${i}`, node, depth: node ? node.depth + 1 : 0, log, at });

/** @param {Row} row @param {string} wanted in lower case */
export function matches(row, wanted) {
  if (row.kind === 'log') return row.log.body.toLowerCase().includes(wanted);
  const { span } = row.node;
  return `${span.service} ${span.name} ${span.spanId} ${span.statusMessage}`.toLowerCase().includes(wanted)
    || Object.entries(span.attributes).some(([key, value]) => `${key} ${value}`.toLowerCase().includes(wanted));
}

/** Round steps for the ruler. @param {number} from @param {number} to @param {number} most */
export function ticks(from, to, most) {
  const rough = (to - from) / most;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough) ?? rough;
  const found = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) found.push(tick);
  return found;
}
