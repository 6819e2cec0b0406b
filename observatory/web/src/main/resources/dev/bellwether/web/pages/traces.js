// The list of traces, newest first. Filters write themselves into the query, where one can see how
// they are said.
import { useRef } from 'preact/hooks';
import { address, change, go, href } from './address.js';
import { url, usePolled } from './ask.js';
import { serviceColour } from './colours.js';
import { clock, count, counted, dateAndClock, epochMillis, nanos } from './format.js';
import { icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { useNewcomers } from './newcomers.js';
import { hasClause, ofService, withClause, withoutClause } from './query.js';
import { QueryBox } from './query-box.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').TracesJson} Traces */
/** @typedef {Traces['traces'][number]} Summary */
/** @typedef {import('./api.d.ts').ServiceMapJson} ServiceMap */

const LIMIT = 100;
/** The API's own. */
const LIMIT_MAX = 1000;

/** @param {{parameters: URLSearchParams}} properties */
export function TracesPage({ parameters }) {
  document.title = 'Traces · Bellwether';
  const range = timeRange(parameters);
  const query = parameters.get('q') ?? '';
  const limit = limitOf(parameters);
  /** @type {import('./ask.js').Polled<Traces>} */
  const traces = usePolled(
    (now) => url('/api/traces', { ...bounds(range, now), q: query, limit: String(limit) }),
    { live: isLive(parameters), everyMillis: 2000 });
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const { rows, waiting, letIn } = useNewcomers(traces.answer?.traces ?? null, (trace) => trace.traceId,
    `${query} ${range.text} ${limit}`, list.current);
  useKeys({
    j: () => step(list.current, 1), k: () => step(list.current, -1),
  });

  return t.div({ class: 'list-page' },
    t.h1({ class: 'unseen' }, 'Traces'),
    t.div({ class: 'tools' },
      h(QueryBox, { query, refusal: traces.refusal, placeholder: 'service.name : trader and duration > 200ms' }),
      h(ServiceFilter, { query }),
      h(Toggle, { query, clause: 'status : error', text: 'Errors', icon: 'failing' }),
      h(Toggle, { query, clause: 'duration > 200ms', text: 'Slow', icon: 'status' }),
      rows && !traces.refusal && t.span({ class: 'tools-end', role: 'status' },
        traces.answer?.truncated ? `the newest ${count(rows.length)}` : counted(rows.length, 'trace'))),
    t.div({ class: 'list-body' },
      waiting > 0 && t.button({ class: 'new-rows', type: 'button',
        onClick: () => { letIn(); list.current?.scrollTo(0, 0); } }, `${count(waiting)} new`, icon('up', 14)),
      t.div({ class: classes('scroll', traces.loading && rows && 'refreshing'), ref: list, tabIndex: 0,
        role: 'region', 'aria-label': 'Traces' },
      traces.refusal ? null : rows === null ? t.p({ class: 'empty skeleton' }, 'Reading traces …')
        : rows.length === 0 ? h(NoTraces, { query })
          : h(TraceTable, { rows }),
      rows && !traces.refusal && traces.answer?.truncated && h(Truncated, { limit }))));
}

/** @param {{rows: Summary[]}} properties */
function TraceTable({ rows }) {
  const longest = Math.max(...rows.map((trace) => trace.durationNano), 1);
  return t.table({ class: 'list' },
    t.thead(null, t.tr(null,
      ...['Started', 'Trace', 'Duration', 'Errors', 'Spans', 'Services'].map((column) =>
        t.th({ scope: 'col', class: column === 'Spans' ? 'number' : `column-${column.toLowerCase()}` }, column)))),
    t.tbody(null, ...rows.map((trace) => h(TraceRow, { key: trace.traceId, trace, longest }))));
}

/** @param {{trace: Summary, longest: number}} properties */
function TraceRow({ trace, longest }) {
  const started = epochMillis(trace.startUnixNano);
  const target = href(`/trace/${trace.traceId}`);
  return t.tr({ onClick: (event) => {
    if (!(/** @type {HTMLElement} */ (event.target).closest('a')) && !String(getSelection())) go(target);
  } },
  t.td({ class: 'when', title: dateAndClock(started) }, clock(started)),
  t.td({ class: 'trace-cell' },
    t.a({ href: target, 'data-row': '' },
      t.span({ class: 'service-name', style: { '--service': serviceColour(trace.rootService) } }, trace.rootService),
      ' ', t.span({ class: 'trace-name' }, trace.rootName))),
  t.td({ class: 'duration' }, t.div({ class: 'duration-track' },
    t.span(null, nanos(trace.durationNano)),
    t.span(null, t.div({ class: 'duration-bar', style: { '--service': serviceColour(trace.rootService),
      width: `${100 * trace.durationNano / longest}%` } })))),
  t.td(null, trace.errorCount > 0
    ? t.span({ class: 'error-mark' }, icon('failing', 12), counted(trace.errorCount, 'error')) : ''),
  t.td({ class: 'number' }, count(trace.spanCount)),
  t.td(null, t.div({ class: 'services' }, ...trace.services.map((service) =>
    t.span({ class: 'service-chip', style: { '--service': serviceColour(service) } }, service)))));
}

/** @param {{query: string}} properties */
function NoTraces({ query }) {
  return t.div({ class: 'empty' },
    t.p(null, query ? 'No trace in this range of time matches.' : 'No traces in this range of time.'),
    query && t.p(null, t.button({ class: 'text', type: 'button', onClick: () => change({ q: null }, 'step') },
      'Look without the query')));
}

/** @param {{limit: number}} properties */
export function Truncated({ limit }) {
  return t.p({ class: 'truncated' }, `There are more than these ${count(limit)}.`,
    limit < LIMIT_MAX
      ? t.button({ class: 'button', type: 'button', onClick: () => change({ limit: String(LIMIT_MAX) }) },
        `Show up to ${count(LIMIT_MAX)}`)
      : ' Narrow the query or the range of time to see the others.');
}

/** @param {URLSearchParams} parameters */
export function limitOf(parameters) {
  const limit = Number(parameters.get('limit') ?? LIMIT);
  return Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX ? limit : LIMIT;
}

/** A choice of services; choosing one replaces the clause that names another. */
/** @param {{query: string}} properties */
export function ServiceFilter({ query }) {
  const range = timeRange(address().parameters);
  /** @type {import('./ask.js').Polled<ServiceMap>} */
  const map = usePolled((now) => url('/api/service-map', bounds(range, now)), { live: false, everyMillis: 60_000 });
  const names = (map.answer?.nodes ?? []).filter((node) => node.kind === 'service').map((node) => node.name).sort();
  const chosen = names.find((name) => hasClause(query, ofService(name))) ?? '';
  return t.select({ 'aria-label': 'Service', value: chosen, onChange: (event) => {
    const rest = chosen ? withoutClause(query, ofService(chosen)) : query;
    const name = event.currentTarget.value;
    change({ q: name ? withClause(rest, ofService(name)) : rest }, 'step');
  } },
  t.option({ value: '' }, 'All services'),
  ...names.map((name) => t.option({ key: name, value: name }, name)));
}

/** @param {{query: string, clause: string, text: string, icon: string}} properties */
export function Toggle({ query, clause, text, icon: sign }) {
  const on = hasClause(query, clause);
  return t.button({ class: 'button', type: 'button', 'aria-pressed': on, title: clause,
    onClick: () => change({ q: on ? withoutClause(query, clause) : withClause(query, clause) }, 'step') },
  icon(sign, 13), text);
}

/** Moves the focus from row to row. */
/** @param {HTMLElement | null} list @param {1 | -1} direction */
export function step(list, direction) {
  const rows = /** @type {HTMLElement[]} */ ([...(list?.querySelectorAll('[data-row]') ?? [])]);
  const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  rows[Math.max(0, Math.min(rows.length - 1, at + direction))]?.focus();
}
