// The traces that match: when and how long in a picture, what they have in common beside it, and the
// list. Filters write themselves into the query, where one can see how they are said.
import { useEffect, useRef, useState } from 'preact/hooks';
import { change, go, href } from './address.js';
import { ask, url, usePolled } from './ask.js';
import { serviceColour } from './colours.js';
import { Facets } from './facets.js';
import { clock, count, counted, dateAndClock, epochMillis, nanos } from './format.js';
import { Groups } from './grouping.js';
import { icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { useNewcomers } from './newcomers.js';
import { clauses, hasClause, withClause, withoutClause } from './query.js';
import { useRefusal } from './search.js';
import { oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { Timeline as TimelinePicture, TimelineAwaited } from './timeline.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').TracesJson} Traces */
/** @typedef {Traces['traces'][number]} Summary */
/** @typedef {import('./api.d.ts').TimelineJson} Timeline */

const LIMIT = 100;
/** The API's own. */
const LIMIT_MAX = 1000;
const SORTS = [['newest', 'Newest first'], ['slowest', 'Slowest first'], ['errors', 'Most errors first'], ['spans', 'Most spans first']];
/** Each is a search of its own. */
const PARTS_TRIED_MAX = 6;

/** @param {{parameters: URLSearchParams}} properties */
export function TracesPage({ parameters }) {
  document.title = 'Traces · Bellwether';
  const range = timeRange(parameters);
  const live = isLive(parameters);
  const query = parameters.get('q') ?? '';
  const by = parameters.get('by') ?? '';
  const limit = limitOf(parameters);
  const sort = SORTS.find(([value]) => value === parameters.get('sort'))?.[0] ?? 'newest';
  /** @type {import('./ask.js').Polled<Traces>} */
  const traces = usePolled(
    (now) => url('/api/traces', { ...bounds(range, now), q: query, limit: String(limit), sort: sort === 'newest' ? '' : sort }),
    { live, everyMillis: sort === 'newest' ? 2000 : 5000 });
  /** @type {import('./ask.js').Polled<Timeline>} */
  const timeline = usePolled((now) => url('/api/timeline', { ...bounds(range, now), q: query, by }), { live, everyMillis: 5000 });
  useRefusal(traces.refusal);
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const { rows, waiting, letIn } = useNewcomers(traces.settled && traces.answer ? traces.answer.traces : null, (trace) => trace.traceId,
    `${query} ${range.text} ${limit} ${sort}`, list.current);
  useKeys({
    j: () => step(list.current, 1), k: () => step(list.current, -1),
  });

  return t.div({ class: 'list-page' },
    t.h1({ class: 'unseen' }, 'Traces'),
    !traces.refusal && (timeline.answer ? h(TimelinePicture, { answer: timeline.answer, what: timeline.answer.roots ? 'trace' : 'span' })
      : h(TimelineAwaited, { points: true })),
    timeline.answer && !traces.refusal && h(Groups, { answer: timeline.answer, query }),
    t.div({ class: 'list-columns' },
      !traces.refusal && h(Facets, { signal: 'traces', query, parameters }),
      t.div({ class: 'list-main' },
        !traces.refusal && t.div({ class: 'tools' },
          h(Toggle, { query, clause: 'status : error', text: 'Errors', icon: 'failing' }),
          h(Toggle, { query, clause: 'duration > 200ms', text: 'Slow', icon: 'status' }),
          t.select({ 'aria-label': 'Order', value: sort, onChange: (event) =>
            change({ sort: event.currentTarget.value === 'newest' ? null : event.currentTarget.value }, 'step') },
          ...SORTS.map(([value, text]) => t.option({ key: value, value }, text))),
          rows && !traces.refusal && traces.answer && t.span({ class: 'tools-end', role: 'status' }, howMany(traces.answer, sort))),
        t.div({ class: 'list-body' },
          waiting > 0 && sort === 'newest' && t.button({ class: 'new-rows', type: 'button',
            onClick: () => { letIn(); list.current?.scrollTo(0, 0); } }, `${count(waiting)} new`, icon('up', 14)),
          t.div({ class: classes('scroll', traces.loading && rows && 'refreshing'), ref: list, tabIndex: 0,
            role: 'region', 'aria-label': 'Traces' },
          traces.refusal ? h(Refused, null) : rows === null ? t.p({ class: 'empty skeleton' }, 'Reading traces …')
            : rows.length === 0 ? h(Nothing, { what: 'trace', query, signal: 'traces', parameters })
              : h(TraceTable, { rows }),
          rows && !traces.refusal && traces.answer?.truncated && h(Truncated, { limit }))))));
}

/** @param {Traces} answer @param {string} sort */
function howMany(answer, sort) {
  const shown = answer.traces.length;
  const found = sort !== 'newest' && answer.truncated
    ? `${count(shown)} of the newest ${count(answer.considered)}`
    : answer.truncated ? `the newest ${count(shown)}` : inWords(answer.traces);
  return answer.complete ? found : `${found}; the store ran out of time, there may be more`;
}

/** One, all failing and none failing each have their words. */
/** @param {Summary[]} traces */
function inWords(traces) {
  const failing = traces.filter((trace) => trace.errorCount > 0).length;
  if (traces.length === 0) return 'no traces';
  const errors = failing === 0 ? 'none with errors' : failing === traces.length
    ? (failing === 1 ? 'with errors' : 'all with errors') : `${count(failing)} with errors`;
  return `${counted(traces.length, 'trace')}, ${errors}`;
}

/** @param {{rows: Summary[]}} properties */
function TraceTable({ rows }) {
  const longest = Math.max(...rows.map((trace) => trace.durationNano), 1);
  return t.table({ class: 'list' },
    t.thead(null, t.tr(null,
      ...['Started', 'Trace', 'Duration', 'Errors', 'Spans', 'Services'].map((column) =>
        t.th({ scope: 'col', class: column === 'Spans' ? 'number span-count' : `column-${column.toLowerCase()}` }, column)))),
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
      t.span({ class: 'service-name', style: { '--service': serviceColour(trace.rootService) } }, oneLine(trace.rootService, 80)),
      ' ', t.span({ class: 'trace-name' }, oneLine(trace.rootName, 200)))),
  t.td({ class: 'duration' }, t.div({ class: 'duration-track' },
    t.span(null, nanos(trace.durationNano)),
    t.span(null, t.div({ class: 'duration-bar', style: { '--service': serviceColour(trace.rootService),
      width: `${100 * trace.durationNano / longest}%` } })))),
  t.td(null, trace.errorCount > 0
    ? t.span({ class: 'error-mark' }, icon('failing', 12), counted(trace.errorCount, 'error')) : ''),
  t.td({ class: 'number span-count' }, count(trace.spanCount)),
  t.td({ class: 'column-services-cell' }, t.div({ class: 'services' }, ...trace.services.map((service) =>
    t.span({ class: 'service-chip', style: { '--service': serviceColour(service) } }, oneLine(service, 60))))));
}

/** The search bar says where. */
export function Refused() {
  return t.p({ class: 'empty' }, 'The query cannot be understood; see above for the place.');
}

/**
 * Nothing matches: which condition keeps everything out is counted, and can be taken away.
 * @param {{what: string, query: string, signal: 'traces' | 'logs', parameters: URLSearchParams}} properties
 */
export function Nothing({ what, query, signal, parameters }) {
  const range = timeRange(parameters);
  const parts = clauses(query);
  const without = parts.map((part) => withoutClause(query, part.text));
  const [found, tell] = useState(/** @type {(Timeline | null)[]} */ ([]));
  useEffect(() => {
    const abort = new AbortController();
    Promise.all(without.slice(0, PARTS_TRIED_MAX).map((q) =>
      ask(url('/api/timeline', { ...bounds(range, Date.now()), signal, q }), { signal: abort.signal })
        .then((reply) => /** @type {{body: Timeline}} */ (reply).body, () => null)))
      .then((answers) => { if (!abort.signal.aborted) tell(answers); });
    return () => abort.abort();
  }, [query, range.text]);
  return t.div({ class: 'empty' },
    t.p(null, query ? `No ${what} in this range of time matches.` : `No ${what}s in this range of time.`),
    !query && t.p(null, 'Choose a longer range. The ', t.a({ href: href('/map') }, 'map'), ' says whether anything is sent.'),
    parts.length > 1 && t.ul({ class: 'ways-out' }, ...parts.map((part, i) => {
      const there = found[i];
      return there && there.records > 0 ? t.li({ key: part.text }, 'Without ', t.code(null, oneLine(part.text, 100)),
        ` there ${there.records === 1 ? 'is' : 'are'} ${there.truncated ? 'more than ' : ''}`
          + `${counted(there.records, signal === 'logs' ? 'log record' : there.roots ? 'trace' : 'span')}. `,
        t.button({ class: 'text', type: 'button', onClick: () => change({ q: without[i] }, 'step') }, 'Remove it')) : null;
    })),
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

/** @param {{query: string, clause: string, text: string, icon: string}} properties */
function Toggle({ query, clause, text, icon: sign }) {
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
