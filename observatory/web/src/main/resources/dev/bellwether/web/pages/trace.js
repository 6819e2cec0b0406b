// One trace: its waterfall, with the log lines where they belong.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { change, href } from './address.js';
import { usePolled } from './ask.js';
import { serviceColour } from './colours.js';
import { count, counted, dateAndClock, epochMillis, nanos } from './format.js';
import { icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { oneLine } from './text.js';
import { CompareWith } from './trace-compare-with.js';
import { Minimap } from './trace-minimap.js';
import { SpanPanel } from './trace-panel.js';
import { matches, revealing, rowsOf, treeOf } from './trace-tree.js';
import { Waterfall } from './trace-waterfall.js';
import { h, t } from './ui.js';

/** @typedef {import('./api.d.ts').TraceJson} TraceAnswer */
/** @typedef {import('./api.d.ts').TraceLinksJson} Links */
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

/** @type {ReadonlySet<string>} */
const NOTHING_TOGGLED = new Set();

/** @param {{trace: TraceAnswer, parameters: URLSearchParams}} properties */
function TraceView({ trace, parameters }) {
  const tree = useMemo(() => treeOf(trace), [trace]);
  const critical = useMemo(() => criticalPathOf(trace, tree), [trace]);
  const withLogs = parameters.get('logs') !== '0';
  const withPath = critical !== null && parameters.get('cp') !== '0';
  const selected = parameters.get('span');
  // A log row is called `log SPANID NUMBER` and shows the panel of its span.
  const spanId = selected?.startsWith('log ') ? selected.split(' ')[1] : selected;
  const node = tree.byId.get(spanId ?? '') ?? null;
  const [toggled, setToggled] = useState(() => (node ? revealing(node, NOTHING_TOGGLED) : NOTHING_TOGGLED));
  const rows = useMemo(() => rowsOf(tree, toggled, withLogs), [tree, toggled, withLogs]);
  const allRows = useMemo(() => rowsOf(tree, 'all', withLogs), [tree, withLogs]);
  const find = parameters.get('find') ?? '';
  const found = useMemo(() => {
    const wanted = find.toLowerCase();
    return wanted ? new Set(allRows.filter((row) => matches(row, wanted)).map((row) => row.id)) : null;
  }, [allRows, find]);
  const finder = useRef(/** @type {HTMLInputElement | null} */ (null));
  const section = sectionOf(parameters.get('z'), tree.duration);
  const root = tree.roots[0];
  /** @type {import('./ask.js').Polled<Links>} */
  const { answer: linkedFrom } = usePolled(() => `/api/traces/${trace.traceId}/links`, { live: false, everyMillis: 60_000 });

  /** @param {Row | undefined} row */
  const select = (row) => {
    if (!row) return;
    if (row.node && row.kind !== 'fold') setToggled(revealing(row.node, row.kind === 'log' ? without(toggled, row.node.span.spanId) : toggled));
    change({ span: row.id });
  };
  /** @param {Section | null} to */
  const zoom = (to) => change({ z: to === null ? null : `${Math.round(to.from)}..${Math.round(to.to)}` });
  const zoomToSpan = () => { if (node) zoom(around(node.start, node.end, tree.duration)); };
  /** @param {string} id @param {boolean} [on] */
  const toggle = (id, on = !toggled.has(id)) => setToggled(on ? new Set([...toggled, id]) : without(toggled, id));
  const at = rows.findIndex((row) => row.id === selected);
  /** @param {1 | -1} direction @param {(row: Row) => boolean} wanted */
  const jump = (direction, wanted) =>
    select(nextRow(allRows, allRows.findIndex((row) => row.id === selected), direction, wanted));
  const isFound = (/** @type {Row} */ row) => found?.has(row.id) ?? false;
  const keys = {
    j: () => select(rows[Math.min(rows.length - 1, at + 1)]), k: () => select(rows[Math.max(0, at - 1)]),
    h: () => leave(rows, rows[at], toggled, toggle, select), l: () => enter(rows[at], toggle),
    z: zoomToSpan, 0: () => zoom(null),
    e: () => jump(1, isError), E: () => jump(-1, isError), n: () => jump(1, isFound), N: () => jump(-1, isFound),
    c: () => { if (critical) change({ cp: withPath ? '0' : null }); },
    '/': () => finder.current?.focus(),
    Escape: () => change({ span: null }),
  };
  useKeys({ ...keys, ArrowDown: keys.j, ArrowUp: keys.k, ArrowLeft: keys.h, ArrowRight: keys.l });
  useFindKey(finder);

  return t.div({ class: 'trace-page' },
    t.div({ class: 'trace-main' },
      h(TraceHead, { trace, tree, linkedFrom, rootService: root.span.service, rootName: root.span.name }),
      t.div({ class: 'trace-tools' },
        h(Finder, { input: finder, find, found, at: found && selected && found.has(selected) ? [...found].indexOf(selected) + 1 : 0,
          step: (direction) => jump(direction, isFound) }),
        tree.errors > 0 && t.button({ class: 'button', type: 'button', onClick: keys.e,
          title: 'Next error (e)' }, icon('failing', 13), 'Next error'),
        critical && t.button({ class: 'button', type: 'button', 'aria-pressed': withPath, onClick: keys.c,
          title: 'What held up the trace at each moment (c)' }, icon('later', 13), 'Critical path'),
        t.button({ class: 'button', type: 'button', 'aria-pressed': withLogs,
          onClick: () => change({ logs: withLogs ? '0' : null }) }, icon('logs', 13), 'Log lines'),
        parameters.has('z') && t.button({ class: 'button', type: 'button', onClick: () => zoom(null),
          title: 'All of it (0)' }, icon('fit', 13), 'All'),
        t.span({ class: 'tools-end' }, h(CompareWith, { traceId: trace.traceId, root: root.span }))),
      t.div({ class: 'overview' }, h(Shares, { tree }), h(Minimap, { tree, section, zoom })),
      h(Waterfall, { rows, section, selected, toggled, found, critical: withPath ? critical : null, select, toggle })),
    node && h(SpanPanel, { key: node.span.spanId, tree, node, linkedFrom, close: () => change({ span: null }), zoom: zoomToSpan }));
}

/** @param {ReadonlySet<string>} all @param {string} one @returns {ReadonlySet<string>} */
function without(all, one) {
  const rest = new Set(all);
  rest.delete(one);
  return rest;
}

/** Ctrl-F looks in the trace: the browser would find only the rows in sight. Twice is the browser's. */
/** @param {{current: HTMLInputElement | null}} finder */
function useFindKey(finder) {
  useEffect(() => {
    const key = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || document.activeElement === finder.current) return;
      event.preventDefault();
      finder.current?.focus();
      finder.current?.select();
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);
}

/**
 * @param {{input: {current: HTMLInputElement | null}, find: string, found: ReadonlySet<string> | null, at: number,
 *   step: (direction: 1 | -1) => void}} properties
 */
function Finder({ input, find, found, at, step }) {
  return t.div({ class: 'query find' }, t.span({ class: 'query-icon' }, icon('search', 14)),
    t.input({ ref: input, type: 'text', value: find, placeholder: 'Find in this trace (/)', spellcheck: false,
      autocomplete: 'off', 'aria-label': 'Find in this trace',
      onInput: (event) => change({ find: event.currentTarget.value }),
      onKeyDown: (event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        step(event.shiftKey ? -1 : 1);
      } }),
    found && t.span({ class: 'muted found-count', role: 'status' },
      at > 0 ? `${count(at)} of ${count(found.size)}` : counted(found.size, 'match', 'matches')),
    found && t.button({ class: 'quiet', type: 'button', disabled: found.size === 0, title: 'Previous match (N)',
      'aria-label': 'Previous match', onClick: () => step(-1) }, icon('up', 12)),
    found && t.button({ class: 'quiet', type: 'button', disabled: found.size === 0, title: 'Next match (n)',
      'aria-label': 'Next match', onClick: () => step(1) }, icon('down', 12)));
}

/**
 * When which span held up the trace.
 * @param {TraceAnswer} trace @param {Tree} tree @returns {ReadonlyMap<string, {start: number, end: number}[]> | null}
 */
function criticalPathOf(trace, tree) {
  if (trace.criticalPath.length === 0) return null;
  /** @type {Map<string, {start: number, end: number}[]>} */
  const bySpan = new Map();
  for (const { spanId, startUnixNano, endUnixNano } of trace.criticalPath) {
    const stretch = { start: Number(BigInt(startUnixNano) - tree.base), end: Number(BigInt(endUnixNano) - tree.base) };
    bySpan.set(spanId, [...(bySpan.get(spanId) ?? []), stretch]);
  }
  return bySpan;
}

/** @param {{trace: TraceAnswer, tree: Tree, linkedFrom: Links | null, rootService: string, rootName: string}} properties */
function TraceHead({ trace, tree, linkedFrom, rootService, rootName }) {
  const later = linkedFrom?.links.slice(0, 3) ?? [];
  return t.div({ class: 'trace-head' },
    t.h1(null, t.span({ class: 'service-name', style: { '--service': serviceColour(rootService) } }, oneLine(rootService, 80)), ' ', oneLine(rootName, 300)),
    t.p({ class: 'trace-facts' },
      t.span(null, t.b(null, nanos(tree.duration))),
      t.span(null, counted(trace.spans.length, 'span')),
      t.span(null, counted(tree.services.length, 'service')),
      tree.errors > 0 && t.span({ class: 'error-mark' }, icon('failing', 12), counted(tree.errors, 'error')),
      t.span(null, counted(trace.logs.length, 'log line')),
      trace.logsTruncated && t.span({ class: 'has-errors' }, `only the first ${count(trace.logs.length)} log lines are shown`),
      linkedFrom !== null && later.length > 0 && t.span({ class: 'linked-from' }, icon('link', 13), 'Linked from ', ...later.flatMap((link, i) => [i > 0 && ', ',
        t.a({ key: link.spanId, href: href(`/trace/${link.traceId}`, { span: link.spanId }) }, oneLine(`${link.service} ${link.name}`, 60))]),
      linkedFrom.links.length > 3 && ` and ${count(linkedFrom.links.length - 3)} more`),
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
      t.span({ class: 'service-chip', style: { '--service': serviceColour(service) } }, oneLine(service, 60)), ' ', nanos(time))));
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
  : row.kind === 'log' && (row.log.severity === 'error' || row.log.severity === 'fatal'));

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
 * `h`: closes what is open, else goes to the row above that holds it.
 * @param {Row[]} rows @param {Row | undefined} row @param {ReadonlySet<string>} toggled
 * @param {(id: string, on: boolean) => void} toggle @param {(row: Row | undefined) => void} select
 */
function leave(rows, row, toggled, toggle, select) {
  if (!row) return;
  if (row.kind === 'span' && row.node.children.length > 0 && !toggled.has(row.id)) return toggle(row.id, true);
  if (row.kind === 'fold' && toggled.has(row.id)) return toggle(row.id, false);
  for (let i = rows.indexOf(row) - 1; i >= 0; i--) if (rows[i].depth < row.depth) return select(rows[i]);
}

/** `l`: opens what is closed. @param {Row | undefined} row @param {(id: string, on: boolean) => void} toggle */
function enter(row, toggle) {
  if (row?.kind === 'span') toggle(row.id, false);
  else if (row?.kind === 'fold') toggle(row.id, true);
}
