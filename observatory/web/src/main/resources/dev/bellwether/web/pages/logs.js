// The stream of log records, newest first.
import { useRef, useState } from 'preact/hooks';
import { change, href } from './address.js';
import { url, usePolled } from './ask.js';
import { Attributes } from './attributes.js';
import { serviceColour } from './colours.js';
import { clock, count, counted, dateAndClock, epochMillis } from './format.js';
import { icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { useNewcomers } from './newcomers.js';
import { hasClause, withClause, withoutClause } from './query.js';
import { QueryBox } from './query-box.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { ServiceFilter, Truncated, limitOf, step } from './traces.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').LogsJson} Logs */
/** @typedef {Logs['logs'][number]} Log */

const SEVERITIES = ['debug', 'info', 'warn', 'error'];

/** @param {{parameters: URLSearchParams}} properties */
export function LogsPage({ parameters }) {
  document.title = 'Logs · Bellwether';
  const range = timeRange(parameters);
  const query = parameters.get('q') ?? '';
  const limit = limitOf(parameters);
  /** @type {import('./ask.js').Polled<Logs>} */
  const logs = usePolled(
    (now) => url('/api/logs', { ...bounds(range, now), q: query, limit: String(limit) }),
    { live: isLive(parameters), everyMillis: 2000 });
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const { rows, waiting, letIn } = useNewcomers(logs.answer?.logs ?? null, identity,
    `${query} ${range.text} ${limit}`, list.current);
  const [open, setOpen] = useState(/** @type {string | null} */ (null));
  useKeys({
    j: () => step(list.current, 1), k: () => step(list.current, -1),
    p: () => change({ live: isLive(parameters) ? '0' : null }),
    Escape: () => setOpen(null),
  });

  return t.div({ class: 'list-page' },
    t.h1({ class: 'unseen' }, 'Logs'),
    t.div({ class: 'tools' },
      h(QueryBox, { query, refusal: logs.refusal, placeholder: 'severity : error and "insufficient funds"' }),
      h(ServiceFilter, { query }),
      h(SeverityFilter, { query }),
      rows && !logs.refusal && t.span({ class: 'tools-end', role: 'status' },
        logs.answer?.truncated ? `the newest ${count(rows.length)}` : counted(rows.length, 'record'))),
    t.div({ class: 'list-body' },
      waiting > 0 && t.button({ class: 'new-rows', type: 'button',
        onClick: () => { setOpen(null); letIn(); list.current?.scrollTo(0, 0); } },
      `${count(waiting)} new`, icon('up', 14)),
      t.div({ class: classes('scroll', logs.loading && rows && 'refreshing'), ref: list, tabIndex: 0,
        role: 'region', 'aria-label': 'Log records' },
      logs.refusal ? null : rows === null ? t.p({ class: 'empty skeleton' }, 'Reading logs …')
        : rows.length === 0
          ? t.div({ class: 'empty' }, t.p(null, query ? 'No log record in this range of time matches.'
            : 'No log records in this range of time.'),
          query && t.button({ class: 'text', type: 'button', onClick: () => change({ q: null }, 'step') },
            'Look without the query'))
          : t.ol({ class: 'log-list' }, ...rows.map((log) => {
            const id = identity(log);
            return h(LogRow, { key: id, log, open: open === id, toggle: () => setOpen(open === id ? null : id) });
          })),
      rows && !logs.refusal && logs.answer?.truncated && h(Truncated, { limit }))));
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
      t.span({ class: 'severity' }, log.severity === 'unspecified' ? '–' : log.severity),
      t.span({ class: 'service-name', style: { '--service': serviceColour(log.service) } }, log.service),
      t.button({ class: 'log-open', type: 'button', 'aria-expanded': open, 'data-row': '', onClick: toggle }, log.body),
      log.traceId ? t.a({ class: 'to-trace', href: traceOf(log), 'aria-label': `Trace of: ${log.body.slice(0, 60)}` },
        icon('traces', 13), 'trace') : t.span(null)),
    open && t.div({ class: 'log-details' },
      t.section(null, t.h3(null, 'Attributes'), h(Attributes, { attributes: log.attributes, page: '/logs' })),
      t.section(null, t.h3(null, 'Resource'), h(Attributes, { attributes: log.resource, page: '/logs' }))));
}

/** @param {Log} log */
export const traceOf = (log) => href(`/trace/${log.traceId}`, { span: log.spanId });

/** @param {{query: string}} properties */
function SeverityFilter({ query }) {
  const chosen = SEVERITIES.find((severity) => hasClause(query, `severity : ${severity}`)) ?? '';
  return t.select({ 'aria-label': 'Severity', value: chosen, onChange: (event) => {
    const rest = chosen ? withoutClause(query, `severity : ${chosen}`) : query;
    const severity = event.currentTarget.value;
    change({ q: severity ? withClause(rest, `severity : ${severity}`) : rest }, 'step');
  } },
  t.option({ value: '' }, 'All severities'),
  ...SEVERITIES.map((severity) => t.option({ key: severity, value: severity }, severity)));
}
