// What the log lines read like: one row for each pattern with its counts over time and what changed
// since the time before. Opened, a row tells the values of its variable parts, each of which leads
// to its lines.
import { useRef } from 'preact/hooks';
import { change, href } from './address.js';
import { url, usePolled } from './ask.js';
import { serviceColour } from './colours.js';
import { count, counted, dateAndClock, epochMillis, minute, percent } from './format.js';
import { icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { useNewcomers } from './newcomers.js';
import { clauses, withClause } from './query.js';
import { useRefusal } from './search.js';
import { Sparkline } from './sparkline.js';
import { Text, oneLine, visible } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { Nothing, Refused, step } from './traces.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').LogPatternsJson} LogPatterns */
/** @typedef {LogPatterns['patterns'][number]} Pattern */
/** @typedef {Pattern['parts'][number]} Part */
/** @typedef {NonNullable<Pattern['change']>} Change */

/** Reading and mining takes up to a second of a processor. */
const EVERY_MILLIS = 10_000;

const LIMIT = 300;

/** @type {Record<string, (change: Change) => string>} */
const BADGES = {
  new: () => 'new',
  vanished: () => 'vanished',
  more: ({ ratio }) => `${times(ratio ?? 1)} ×`,
  fewer: ({ ratio }) => `1/${times(1 / (ratio ?? 1))}`,
};

/** @param {number} ratio */
const times = (ratio) => (ratio < 10 ? ratio.toFixed(1) : count(Math.round(ratio)));

/** @param {{parameters: URLSearchParams, tools: import('./ui.js').Children}} properties */
export function LogPatternList({ parameters, tools }) {
  const range = timeRange(parameters);
  const query = parameters.get('q') ?? '';
  const compare = parameters.get('base') !== 'none';
  const onlyChanged = compare && parameters.get('show') === 'changed';
  const open = parameters.get('pattern');
  /** @type {import('./ask.js').Polled<LogPatterns>} */
  const polled = usePolled((now) => url('/api/logs/patterns', { ...bounds(range, now), q: query,
    compare: compare ? '' : 'none', limit: String(LIMIT) }),
  { live: isLive(parameters), everyMillis: EVERY_MILLIS });
  useRefusal(polled.refusal);
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const { rows, waiting, letIn } = useNewcomers(polled.settled && polled.answer ? polled.answer.patterns : null,
    (pattern) => pattern.id, `${query} ${range.text} ${compare}`, list.current);
  const changed = rows?.filter((pattern) => pattern.change !== null) ?? [];
  const shown = onlyChanged ? [...changed].sort(byChange) : rows ?? [];
  /** @param {string} id */
  const toggle = (id) => change({ pattern: open === id ? null : id }, 'step');
  useKeys({
    j: () => step(list.current, 1), k: () => step(list.current, -1),
    Escape: () => change({ pattern: null }, 'step'),
  });

  return t.div({ class: 'list-main' },
    !polled.refusal && t.div({ class: 'tools' }, tools,
      t.button({ class: 'button', type: 'button', 'aria-pressed': compare, title: 'Compare with the time before, as long as this one',
        onClick: () => change({ base: compare ? 'none' : null, show: null }, 'step') }, 'Compared with before'),
      compare && t.button({ class: 'button', type: 'button', 'aria-pressed': onlyChanged, disabled: rows === null,
        onClick: () => change({ show: onlyChanged ? null : 'changed' }, 'step') }, 'Changed ', t.span({ class: 'muted' }, count(changed.length))),
      polled.answer && t.span({ class: 'tools-end pattern-reach', role: 'status' }, lookedAt(polled.answer, compare))),
    t.div({ class: 'list-body' },
      waiting > 0 && t.button({ class: 'new-rows', type: 'button',
        onClick: () => { letIn(); list.current?.scrollTo(0, 0); } }, `${counted(waiting, 'new pattern')}`, icon('up', 14)),
      t.div({ class: classes('scroll', polled.loading && rows && 'refreshing'), ref: list, tabIndex: 0,
        role: 'region', 'aria-label': 'Log patterns' },
      polled.refusal ? h(Refused, null)
        : rows === null ? t.p({ class: 'empty skeleton' }, 'Reading the lines …')
          : rows.length === 0 ? h(Nothing, { what: 'log record', query, signal: 'logs', parameters })
            : shown.length === 0 ? h(NothingChanged, { answer: polled.answer })
              : t.ol({ class: 'pattern-list' }, ...shown.map((pattern) => h(PatternRow, { key: pattern.id, pattern, query,
                lines: polled.answer?.window.records ?? 0, open: open === pattern.id, toggle: () => toggle(pattern.id) }))),
      !onlyChanged && rows !== null && polled.answer !== null && polled.answer.total > rows.length
        && t.p({ class: 'truncated' }, `There are ${count(polled.answer.total - rows.length)} more; narrow the query to see them.`))));
}

const CHANGES = ['new', 'vanished', 'more', 'fewer'];

/** @param {Pattern} a @param {Pattern} b */
const byChange = (a, b) => CHANGES.indexOf(a.change?.kind ?? '') - CHANGES.indexOf(b.change?.kind ?? '')
  || (a.change?.chance ?? 1) - (b.change?.chance ?? 1);

/** @param {LogPatterns} answer @param {boolean} compare */
function lookedAt({ window, before, total }, compare) {
  const lines = window.truncated
    ? `the newest ${counted(window.records, 'line')}, back to ${minute(epochMillis(window.fromUnixNano))}`
    : counted(window.records, 'line');
  const against = !compare || window.records === 0 ? ''
    : before === null ? '; nothing is known of the time before' : `, compared with ${counted(before.records, 'line')} before`;
  const cut = window.complete && before?.complete !== false ? '' : '; the time was over, there is more';
  return `${counted(total, 'pattern')} in ${lines}${against}${cut}`;
}

/** @param {{answer: LogPatterns | null}} properties */
function NothingChanged({ answer }) {
  return t.div({ class: 'empty' },
    t.p(null, answer?.before ? 'No pattern is new, vanished, or written much more or less often than before.'
      : 'Nothing is known of the time before.'),
    t.p(null, t.button({ class: 'text', type: 'button', onClick: () => change({ show: null }, 'step') }, 'Show all patterns')));
}

/** @param {{pattern: Pattern, query: string, lines: number, open: boolean, toggle: () => void}} properties */
function PatternRow({ pattern, query, lines, open, toggle }) {
  const bad = pattern.severity === 'error' || pattern.severity === 'fatal';
  const share = percent(pattern.count, lines);
  return t.li({ class: classes('pattern-row', open && 'open'), 'data-severity': pattern.severity },
    t.button({ class: 'pattern-line', type: 'button', 'aria-expanded': open, 'data-row': '', onClick: toggle },
      t.span({ class: 'severity' }, pattern.severity === 'unspecified' ? '–' : pattern.severity),
      h(Sparkline, { counts: pattern.counts, failed: bad ? pattern.counts : [], label: `${counted(pattern.count, 'line')} over time` }),
      t.span({ class: 'pattern-count', title: `${share} of the lines` }, count(pattern.count)),
      h(Badge, { change: pattern.change }),
      h(Template, { pattern }),
      t.span({ class: 'pattern-services' }, ...pattern.services.slice(0, 3).map(({ service }) =>
        t.span({ key: service, class: 'service-chip', style: { '--service': serviceColour(service) } }, oneLine(service, 40))),
      pattern.services.length > 3 && t.span({ class: 'muted' }, `+${pattern.services.length - 3}`))),
    open && h(Details, { pattern, query, share }));
}

/** @param {{change: Change | null}} properties */
function Badge({ change: changed }) {
  return t.span({ class: 'pattern-change' }, changed && t.span({ class: 'badge', 'data-change': changed.kind, title: changed.sentence },
    BADGES[changed.kind]?.(changed) ?? changed.kind));
}

/** @param {{pattern: Pattern}} properties */
function Template({ pattern }) {
  const { pieces, parts } = pattern;
  return t.span({ class: 'pattern-text' }, pattern.template === '' ? t.i({ class: 'muted' }, 'no text')
    : pieces.flatMap((piece, i) => [i > 0 && t.span({ class: 'variable' }, visible(parts[i - 1].mask)), visible(piece)]));
}

/** @param {{pattern: Pattern, query: string, share: string}} properties */
function Details({ pattern, query, share }) {
  const { example, change: changed } = pattern;
  const told = pattern.parts.map((part, i) => ({ part, before: pattern.pieces[i] })).filter(({ part }) => part.seen > 0);
  return t.div({ class: 'pattern-details' },
    changed && t.p({ class: 'pattern-sentence' }, changed.sentence),
    t.p({ class: 'panel-links' },
      t.button({ class: 'button', type: 'button', onClick: () => look(query, pattern.filter) }, icon('logs', 13),
        pattern.count > 0 ? `Show these ${counted(pattern.count, 'line')}` : 'Look for these lines'),
      t.button({ class: 'button', type: 'button', onClick: () => change({ q: withClause(query, `not (${pattern.filter})`), pattern: null }, 'step') },
        icon('close', 13), 'Exclude them'),
      t.span({ class: 'muted' }, pattern.count > 0 && `${share} of the lines`)),
    pattern.services.length > 1 && t.p({ class: 'pattern-writers' }, ...pattern.services.map(({ service, count: lines }) =>
      t.span({ key: service, class: 'service-chip', style: { '--service': serviceColour(service) } }, `${oneLine(service, 60)} ${count(lines)}`))),
    told.length > 0 && t.section(null, t.h2({ class: 'small' }, 'What varies'),
      t.div({ class: 'value-lists' }, ...told.map(({ part, before }, i) => h(Values, { key: i, part, before, query })))),
    example && t.section(null,
      t.div({ class: 'section-head' }, t.h2({ class: 'small' }, `A line, ${dateAndClock(epochMillis(example.timeUnixNano))}`),
        example.traceId && t.a({ class: 'to-trace', href: href(`/trace/${example.traceId}`, { span: example.spanId }) }, icon('traces', 13), 'its trace')),
      t.pre({ tabIndex: 0 }, h(Text, { text: example.text }))));
}

/** The beginning of a piece says nothing about what follows it. */
const CONTEXT_CHARACTERS = 28;

/** @param {{part: Part, before: string, query: string}} properties */
function Values({ part, before, query }) {
  const context = before.length > CONTEXT_CHARACTERS ? `… ${before.slice(-CONTEXT_CHARACTERS)}` : before;
  return t.div(null,
    t.p({ class: 'value-context' }, visible(context), t.span({ class: 'variable' }, part.mask)),
    part.values.length === 0
      ? t.p({ class: 'muted' }, `${counted(part.seen, 'value')}, none of them frequent.`)
      : t.ul(null, ...part.values.map(({ value, count: lines, filter }) =>
        t.li({ key: value, class: 'value-share', style: { '--share': `${Math.min(100, 100 * lines / part.seen)}%` } },
          t.button({ class: 'value-button', type: 'button', title: 'Show the lines with this value', onClick: () => look(query, filter) },
            value === '' ? t.i(null, 'empty') : oneLine(value, 80)),
          t.span({ class: 'muted' }, percent(Math.min(lines, part.seen), part.seen))))));
}

/** To the lines themselves. */
/** @param {string} query @param {string} filter */
function look(query, filter) {
  const q = clauses(filter).reduce((all, clause) => withClause(all, clause.text), query);
  change({ q, view: null, pattern: null, show: null, limit: null }, 'step');
}
