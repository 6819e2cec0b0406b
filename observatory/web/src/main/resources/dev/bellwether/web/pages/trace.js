// One trace: its waterfall, with the log lines where they belong.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { change, href } from './address.js';
import { usePolled } from './ask.js';
import { serviceColour } from './colours.js';
import { count, counted, dateAndClock, epochMillis, nanos } from './format.js';
import { icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { Minimap } from './trace-minimap.js';
import { SpanPanel } from './trace-panel.js';
import { matches, rowsOf, treeOf } from './trace-tree.js';
import { Waterfall } from './trace-waterfall.js';
import { h, t } from './ui.js';

/** @typedef {import('./api.d.ts').TraceJson} TraceAnswer */
/** @typedef {import('./trace-tree.js').Row} Row */
/** @typedef {import('./trace-tree.js').Tree} Tree */
/** @typedef {import('./trace-minimap.js').Section} Section */

/** A trace that is younger than this may still be growing. */
const GROWING_MILLIS = 15_000;

/** @param {string} traceId @returns {(properties: {parameters: URLSearchParams}) => import('./ui.js').Markup} */
export const tracePage = (traceId) => ({ parameters }) => h(TracePage, { traceId, parameters });

/** @param {{traceId: string, parameters: URLSearchParams}} properties */
function TracePage({ traceId, parameters }) {
  document.title = `Trace ${traceId.slice(0, 8)} · Bellwether`;
  if (/^[0-9a-f]{32}$/.test(traceId)) return h(KnownTrace, { traceId, parameters });
  return h(NotHere, { title: 'This is not a trace id',
    text: `A trace id has 32 hexadecimal digits. This has been asked for: ${traceId}` });
}

/** @param {{traceId: string, parameters: URLSearchParams}} properties */
function KnownTrace({ traceId, parameters }) {
  const [opened] = useState(Date.now);
  const [growing, setGrowing] = useState(true);
  /** @type {import('./ask.js').Polled<TraceAnswer>} */
  const trace = usePolled(() => `/api/traces/${encodeURIComponent(traceId)}`, { live: growing, everyMillis: 1000 });
  useEffect(() => {
    const spans = trace.answer?.spans ?? [];
    const newest = spans.length ? Math.max(...spans.slice(-1).map((span) => epochMillis(span.startUnixNano))) : opened;
    const stop = setTimeout(() => setGrowing(false), Math.max(0, newest + GROWING_MILLIS - Date.now()));
    return () => clearTimeout(stop);
  }, [trace.answer]);

  if (trace.answer === null || trace.answer.spans.length === 0) {
    if (trace.loading) return t.p({ class: 'empty skeleton' }, 'Reading the trace …');
    return growing
      ? h(NotHere, { title: 'This trace is not here yet', text: 'It may still be on its way. Looking again every second.' })
      : h(NotHere, { title: 'This trace is not here', text: trace.refusal?.message
        ?? 'Either it was never sent or sampled away, or it is older than what is kept.' });
  }
  return h(TraceView, { trace: trace.answer, parameters });
}

/** @param {{title: string, text: string}} properties */
function NotHere({ title, text }) {
  return t.div({ class: 'empty' }, t.h1(null, title), t.p(null, text),
    t.p(null, t.a({ href: href('/traces') }, 'To the traces')));
}

/** @param {{trace: TraceAnswer, parameters: URLSearchParams}} properties */
function TraceView({ trace, parameters }) {
  const tree = useMemo(() => treeOf(trace), [trace]);
  const [collapsed, setCollapsed] = useState(/** @type {ReadonlySet<string>} */ (new Set()));
  const withLogs = parameters.get('logs') !== '0';
  const rows = useMemo(() => rowsOf(tree, collapsed, withLogs), [tree, collapsed, withLogs]);
  const find = parameters.get('find') ?? '';
  const found = useMemo(() => {
    const wanted = find.toLowerCase();
    return wanted ? new Set(rows.filter((row) => matches(row, wanted)).map((row) => row.id)) : null;
  }, [rows, find]);
  const selected = parameters.get('span');
  const section = sectionOf(parameters.get('z'), tree.duration);
  const root = tree.roots[0];
  // A log row is called `log SPANID NUMBER` and shows the panel of its span.
  const spanId = selected?.startsWith('log ') ? selected.split(' ')[1] : selected;
  const node = tree.byId.get(spanId ?? '') ?? null;

  /** @param {Row | undefined} row */
  const select = (row) => { if (row) change({ span: row.id }); };
  /** @param {Section | null} to */
  const zoom = (to) => change({ z: to === null ? null : `${Math.round(to.from)}..${Math.round(to.to)}` });
  const zoomToSpan = () => { if (node) zoom(around(node.start, node.end, tree.duration)); };
  /** @param {string} id @param {boolean} [fold] */
  const toggle = (id, fold = !collapsed.has(id)) => {
    const next = new Set(collapsed);
    if (fold) next.add(id);
    else next.delete(id);
    setCollapsed(next);
  };
  const at = rows.findIndex((row) => row.id === selected);
  const keys = {
    j: () => select(rows[Math.min(rows.length - 1, at + 1)]), k: () => select(rows[Math.max(0, at - 1)]),
    h: () => leave(tree, rows[at], collapsed, toggle, select), l: () => { if (rows[at]) toggle(rows[at].id, false); },
    z: zoomToSpan, 0: () => zoom(null),
    e: () => select(nextRow(rows, at, 1, isError)), E: () => select(nextRow(rows, at, -1, isError)),
    n: () => select(nextRow(rows, at, 1, (row) => found?.has(row.id) ?? false)),
    N: () => select(nextRow(rows, at, -1, (row) => found?.has(row.id) ?? false)),
    Escape: () => change({ span: null }),
  };
  useKeys({ ...keys, ArrowDown: keys.j, ArrowUp: keys.k, ArrowLeft: keys.h, ArrowRight: keys.l });

  return t.div({ class: 'trace-page' },
    t.div({ class: 'trace-main' },
      h(TraceHead, { trace, tree, rootService: root.span.service, rootName: root.span.name }),
      t.div({ class: 'trace-tools' },
        t.div({ class: 'query find' }, t.span({ class: 'query-icon' }, icon('search', 14)),
          t.input({ 'data-search': '', type: 'text', value: find, placeholder: 'Find in this trace', spellcheck: false,
            autocomplete: 'off', 'aria-label': 'Find in this trace',
            onInput: (event) => change({ find: event.currentTarget.value }),
            onKeyDown: (event) => { if (event.key === 'Enter') { event.currentTarget.blur(); keys.n(); } } }),
          found && t.span({ class: 'muted found-count', role: 'status' },
            counted(found.size, 'match', 'matches'))),
        tree.errors > 0 && t.button({ class: 'button', type: 'button', onClick: keys.e,
          title: 'Next error (e)' }, icon('failing', 13), 'Next error'),
        t.button({ class: 'button', type: 'button', 'aria-pressed': withLogs,
          onClick: () => change({ logs: withLogs ? '0' : null }) }, icon('logs', 13), 'Logs'),
        parameters.has('z') && t.button({ class: 'button', type: 'button', onClick: () => zoom(null),
          title: 'All of it (0)' }, icon('fit', 13), 'All')),
      t.div({ class: 'overview' }, h(Shares, { tree }), h(Minimap, { tree, section, zoom })),
      h(Waterfall, { rows, section, selected, collapsed, found, select, toggle })),
    node && h(SpanPanel, { key: node.span.spanId, tree, node, close: () => change({ span: null }), zoom: zoomToSpan }));
}

/** @param {{trace: TraceAnswer, tree: Tree, rootService: string, rootName: string}} properties */
function TraceHead({ trace, tree, rootService, rootName }) {
  return t.div({ class: 'trace-head' },
    t.h1(null, t.span({ class: 'service-name', style: { '--service': serviceColour(rootService) } }, rootService), ' ', rootName),
    t.p({ class: 'trace-facts' },
      t.span(null, t.b(null, nanos(tree.duration))),
      t.span(null, counted(trace.spans.length, 'span')),
      t.span(null, counted(tree.services.length, 'service')),
      tree.errors > 0 && t.span({ class: 'error-mark' }, icon('failing', 12), counted(tree.errors, 'error')),
      t.span(null, counted(trace.logs.length, 'log line')),
      trace.logsTruncated && t.span({ class: 'has-errors' }, `only the first ${count(trace.logs.length)} log lines are shown`),
      t.span({ class: 'muted' }, dateAndClock(Number(tree.base / 1_000_000n))),
      t.span({ class: 'muted trace-id' }, trace.traceId,
        t.button({ class: 'quiet', type: 'button', title: 'Copy the trace id', 'aria-label': 'Copy the trace id',
          onClick: () => navigator.clipboard.writeText(trace.traceId) }, icon('copy', 12)))));
}

/** Where the time went: each service's own, without what it waited for others. */
/** @param {{tree: Tree}} properties */
function Shares({ tree }) {
  const own = new Map(tree.services.map((service) => [service, 0]));
  for (const node of tree.byId.values()) {
    own.set(node.span.service, (own.get(node.span.service) ?? 0) + node.self);
  }
  return t.ul({ class: 'shares', 'aria-label': 'Own time of each service' },
    ...[...own].sort(([, a], [, b]) => b - a).map(([service, time]) => t.li({ key: service },
      t.span({ class: 'service-chip', style: { '--service': serviceColour(service) } }, service), ' ', nanos(time))));
}

/** @param {string | null} text @param {number} duration @returns {Section} */
function sectionOf(text, duration) {
  const found = /^(\d+)\.\.(\d+)$/.exec(text ?? '');
  const [from, to] = found ? [Number(found[1]), Number(found[2])] : [0, duration];
  return to > from && from < duration ? { from, to: Math.min(to, duration) } : { from: 0, to: duration };
}

/** With some air on both sides. @param {number} start @param {number} end @param {number} duration @returns {Section} */
function around(start, end, duration) {
  const air = Math.max((end - start) * 0.08, duration / 1e6);
  return { from: Math.max(0, start - air), to: Math.min(duration, end + air) };
}

/** @param {Row} row */
const isError = (row) => (row.kind === 'span' ? row.node.span.status === 'error'
  : row.log.severity === 'error' || row.log.severity === 'fatal');

/**
 * @param {Row[]} rows @param {number} at @param {1 | -1} direction @param {(row: Row) => boolean} wanted
 * @returns {Row | undefined} goes around at the ends
 */
function nextRow(rows, at, direction, wanted) {
  for (let i = 1; i <= rows.length; i++) {
    const row = rows[(at + direction * i + 2 * rows.length) % rows.length];
    if (wanted(row)) return row;
  }
  return undefined;
}

/**
 * `h`: folds what is open, else goes to the parent.
 * @param {Tree} tree @param {Row | undefined} row @param {ReadonlySet<string>} collapsed
 * @param {(id: string, fold: boolean) => void} toggle @param {(row: Row | undefined) => void} select
 */
function leave(tree, row, collapsed, toggle, select) {
  if (!row) return;
  if (row.kind === 'span' && row.node.children.length > 0 && !collapsed.has(row.id)) return toggle(row.id, true);
  const up = row.kind === 'span' ? row.node.parent : row.node;
  if (up) select({ kind: 'span', id: up.span.spanId, node: up });
}
