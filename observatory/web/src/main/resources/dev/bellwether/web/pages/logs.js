// Log records: the stream of them, newest first, or the patterns that they read like.
import { useRef, useState } from 'preact/hooks';
import { change, href } from './address.js';
import { url, usePolled } from './ask.js';
import { Attributes } from './attributes.js';
import { serviceColour } from './colours.js';
import { Facets } from './facets.js';
import { clock, count, counted, dateAndClock, epochMillis } from './format.js';
import { Groups } from './grouping.js';
import { icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { LogPatternList } from './log-patterns.js';
import { useNewcomers } from './newcomers.js';
import { clause, hasClause, withClause, withoutClause } from './query.js';
import { useRefusal } from './search.js';
import { Text, oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { Timeline as TimelinePicture, TimelineAwaited } from './timeline.js';
import { Nothing, Refused, Truncated, limitOf, step } from './traces.js';
import { classes, h, t } from './ui.js';
import { Value } from './value-menu.js';

/** @typedef {import('./api.d.ts').LogsJson} Logs */
/** @typedef {Logs['logs'][number]} Log */
/** @typedef {import('./api.d.ts').TimelineJson} Timeline */

/** @param {{parameters: URLSearchParams}} properties */
export function LogsPage({ parameters }) {
  document.title = 'Logs · Bellwether';
  const range = timeRange(parameters);
  const query = parameters.get('q') ?? '';
  const patterns = parameters.get('view') === 'patterns';
  /** @type {import('./ask.js').Polled<Timeline>} */
  const timeline = usePolled((now) => url('/api/timeline', { ...bounds(range, now), signal: 'logs', q: query, by: parameters.get('by') ?? '' }),
    { live: isLive(parameters), everyMillis: 5000 });
  const view = (/** @type {string | null} */ name) => change({ view: name, pattern: null, limit: null }, 'step');
  useKeys({ v: () => view(patterns ? null : 'patterns') });
  const tools = [
    t.span({ class: 'views', role: 'group', 'aria-label': 'View' },
      t.button({ class: 'button', type: 'button', 'aria-pressed': !patterns, title: 'Line by line (v)', onClick: () => view(null) }, 'Stream'),
      t.button({ class: 'button', type: 'button', 'aria-pressed': patterns, title: 'What lines read like (v)', onClick: () => view('patterns') }, 'Patterns')),
    timeline.answer && timeline.answer.by === null && h(Legend, { series: timeline.answer.series, truncated: timeline.answer.truncated, query }),
  ];

  return t.div({ class: 'list-page' },
    t.h1({ class: 'unseen' }, 'Logs'),
    !timeline.refusal && (timeline.answer ? h(TimelinePicture, { answer: timeline.answer, what: 'log record' })
      : h(TimelineAwaited, { points: false })),
    timeline.answer && !timeline.refusal && h(Groups, { answer: timeline.answer, query }),
    t.div({ class: 'list-columns' },
      !timeline.refusal && h(Facets, { signal: 'logs', query, parameters }),
      patterns ? h(LogPatternList, { parameters, tools }) : h(LogStream, { parameters, tools })));
}

/** @param {{parameters: URLSearchParams, tools: import('./ui.js').Children}} properties */
function LogStream({ parameters, tools }) {
  const range = timeRange(parameters);
  const query = parameters.get('q') ?? '';
  const limit = limitOf(parameters);
  /** @type {import('./ask.js').Polled<Logs>} */
  const logs = usePolled(
    (now) => url('/api/logs', { ...bounds(range, now), q: query, limit: String(limit) }),
    { live: isLive(parameters), everyMillis: 1000 });
  useRefusal(logs.refusal);
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const { rows, waiting, letIn } = useNewcomers(logs.settled && logs.answer ? logs.answer.logs : null, identity,
    `${query} ${range.text} ${limit}`, list.current);
  const [open, setOpen] = useState(/** @type {string | null} */ (null));
  useKeys({
    j: () => step(list.current, 1), k: () => step(list.current, -1),
    p: () => change({ live: isLive(parameters) ? '0' : null }),
    Escape: () => setOpen(null),
  });

  return t.div({ class: 'list-main' },
    !logs.refusal && t.div({ class: 'tools' }, tools,
      rows && t.span({ class: 'tools-end', role: 'status' },
        logs.answer?.truncated ? `the newest ${count(rows.length)}` : counted(rows.length, 'record'),
        logs.answer?.complete === false && '; the store ran out of time, there may be more')),
    t.div({ class: 'list-body' },
      waiting > 0 && t.button({ class: 'new-rows', type: 'button',
        onClick: () => { setOpen(null); letIn(); list.current?.scrollTo(0, 0); } },
      `${count(waiting)}${waiting >= limit ? ' or more' : ''} new`, icon('up', 14)),
      t.div({ class: classes('scroll', logs.loading && rows && 'refreshing'), ref: list, tabIndex: 0,
        role: 'region', 'aria-label': 'Log records' },
      logs.refusal ? h(Refused, null) : rows === null ? t.p({ class: 'empty skeleton' }, 'Reading logs …')
        : rows.length === 0 ? h(Nothing, { what: 'log record', query, signal: 'logs', parameters })
          : t.ol({ class: 'log-list' }, ...rows.map((log) => {
            const id = identity(log);
            return h(LogRow, { key: id, log, open: open === id, toggle: () => setOpen(open === id ? null : id) });
          })),
      rows && !logs.refusal && logs.answer?.truncated && h(Truncated, { limit }))));
}

/** The counts of each severity; a click looks at one of them. */
/** @param {{series: Timeline['series'], truncated: boolean, query: string}} properties */
function Legend({ series, truncated, query }) {
  return t.ul({ class: 'severities', 'aria-label': 'Severities' }, ...series.map(({ name, counts }) => {
    const text = `severity : ${name}`;
    const on = hasClause(query, text);
    const sum = count(counts.reduce((all, each) => all + each, 0));
    return t.li({ key: name, 'data-severity': name }, t.button({ type: 'button', class: 'button', 'aria-pressed': on,
      disabled: name === 'unspecified', title: text,
      onClick: () => change({ q: on ? withoutClause(query, text) : withClause(query, text) }, 'step') },
    t.span({ class: 'severity' }, name), `${sum}${truncated ? '+' : ''}`));
  }));
}

/** Records have no id of their own. */
/** @param {Log} log */
const identity = (log) => `${log.timeUnixNano} ${log.service} ${log.spanId ?? ''} ${log.body}`;

/** @param {{log: Log, open: boolean, toggle: () => void}} properties */
function LogRow({ log, open, toggle }) {
  const at = epochMillis(log.timeUnixNano);
  return t.li({ class: classes('log-row', open && 'open'), 'data-severity': log.severity },
    t.div({ class: 'log-line' },
      t.span({ class: 'when', title: dateAndClock(at) }, clock(at)),
      log.severity === 'unspecified' ? t.span({ class: 'severity' }, '–')
        : h(Value, { field: 'severity', value: log.severity, class: 'severity' }),
      h(Value, { field: 'service.name', value: log.service, class: 'service-name-value' },
        t.span({ class: 'service-name', style: { '--service': serviceColour(log.service) } }, oneLine(log.service, 60))),
      t.button({ class: 'log-open', type: 'button', 'aria-expanded': open, 'data-row': '', onClick: toggle },
        log.body === '' ? t.i({ class: 'muted' }, 'no text') : oneLine(log.body)),
      log.traceId ? t.a({ class: 'to-trace', href: traceOf(log), 'aria-label': `Trace of: ${log.body.slice(0, 60)}` },
        icon('traces', 13), 'trace') : t.span(null)),
    open && t.div({ class: 'log-details' },
      t.section({ class: 'log-body-whole' },
        t.div({ class: 'section-head' }, t.h2({ class: 'small' }, 'Text'), t.span(null,
          t.button({ class: 'text', type: 'button', onClick: () => navigator.clipboard.writeText(log.body) }, icon('copy', 12), 'Copy'),
          log.traceId && [' ', t.a({ href: href('/logs', { q: clause('trace.id', log.traceId) }) }, 'All logs of this trace')],
          log.spanId && [' · ', t.a({ href: href('/logs', { q: clause('span.id', log.spanId) }) }, 'of this span')])),
        t.pre({ tabIndex: 0 }, h(Text, { text: log.body }))),
      t.section(null, t.h2({ class: 'small' }, 'Attributes'), h(Attributes, { attributes: log.attributes })),
      t.section(null, t.h2({ class: 'small' }, 'Resource'), h(Attributes, { attributes: log.resource }))));
}

/** @param {Log} log */
export const traceOf = (log) => href(`/trace/${log.traceId}`, { span: log.spanId });
