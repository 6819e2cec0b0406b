// One key closely: which services carry it on which signal, where it is lost on its way and what
// would mend that, its values and types.
import { change, href } from './address.js';
import { url, usePolled } from './ask.js';
import { serviceColour } from './colours.js';
import { count, counted, percent } from './format.js';
import { icon } from './icons.js';
import { mendingLines } from './mending-line.js';
import { breakable, oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { classes, h, t } from './ui.js';
import { Value } from './value-menu.js';

/** @typedef {import('./api.d.ts').CoverageJson} Coverage */
/** @typedef {Coverage['services'][number]} Row */
/** @typedef {Coverage['holes'][number]} Hole */
/** @typedef {import('./api.d.ts').AttributeKeysJson} AttributeKeys */

/** @type {Record<string, string>} */
const TITLES = {
  before: 'Not set yet', span_only: 'Set on one span only', set_too_late: 'Set too late', scope_ended: 'Outside its scope',
  not_copied: 'Not copied from baggage', not_sent: 'Not handed on', parent_missing: 'Parent never received',
  new_trace: 'A new trace begins', silent_hop: 'Un-instrumented hop', logs_not_copied: 'Not copied to logs',
  foreign_logs: 'Lines without context',
};

/** @type {Record<string, {sign: string, words: string}>} */
const PASSAGES = {
  before: { sign: 'unknown', words: 'before it is set' }, carries: { sign: 'ok', words: 'carries it' },
  lacks: { sign: 'failing', words: 'lacks it' }, silent: { sign: 'degraded', words: 'sends no spans' },
};

/** What says something of one call is not meant to be handed on. */
const OF_ONE_OPERATION = /^(http|url|db|server|client|network|error|user_agent|rpc|messaging|code|thread|exception|process|host|telemetry|otel|peer|net)\./;

/** @type {Record<string, string>} */
const STATE_SIGNS = { carries: 'ok', before: 'unknown', partly: 'degraded', lacks: 'failing' };

const VALUES_MAX = 12;

/** @param {{attribute: string, parameters: URLSearchParams}} properties */
export function CoverageOfKey({ attribute, parameters }) {
  const range = timeRange(parameters);
  const live = isLive(parameters);
  /** @type {import('./ask.js').Polled<Coverage>} */
  const polled = usePolled((now) => url('/api/coverage', { ...bounds(range, now), attribute }), { live, everyMillis: 5000 });
  const coverage = polled.settled ? polled.answer : null;
  return t.aside({ class: 'panel coverage-panel', 'aria-label': `Coverage of ${attribute}` },
    t.header(null, t.h2(null, ...breakable(attribute)),
      t.button({ class: 'quiet', type: 'button', onClick: () => change({ key: null }, 'step'), 'aria-label': 'Close the panel' }, icon('close'))),
    t.div({ class: 'panel-body', tabIndex: 0, role: 'region', 'aria-label': 'Coverage' },
      polled.refusal ? t.p(null, polled.refusal.message)
        : coverage === null ? t.p({ class: 'muted skeleton' }, 'Following it through the traces …')
          : coverage.traces === 0 ? t.p({ class: 'muted' }, 'No trace of this time has a record that carries it.')
            : h(Details, { coverage }),
      h(Values, { attribute, parameters })));
}

/** @param {{coverage: Coverage}} properties */
function Details({ coverage }) {
  const local = OF_ONE_OPERATION.test(coverage.attribute);
  const faults = coverage.holes.filter((hole) => hole.cause !== 'before');
  const others = coverage.holes.filter((hole) => hole.cause === 'before');
  return t.div({ class: 'coverage' },
    h(Verdict, { coverage, faults, local }),
    h(Matrix, { coverage }),
    t.p({ class: 'muted' }, `The records of ${coverage.truncated ? 'the newest ' : ''}${counted(coverage.traces, 'trace')} that have it somewhere.`
      + (coverage.otherTraces > 0 ? ` ${counted(coverage.otherTraces, 'other trace')} of the same time do not have it and do not count.` : ''),
    !coverage.complete && ' The store ran out of time before it had looked everywhere.'),
    h(Conflicts, { coverage }),
    faults.length > 0 && (local
      ? t.details({ class: 'event' }, t.summary(null, 'Where it ends'), h(Holes, { holes: faults }))
      : t.section(null, t.h3(null, 'Where it is lost'), h(Holes, { holes: faults }))),
    !local && others.length > 0 && t.section(null, t.h3(null, 'Where it begins'), h(Holes, { holes: others })));
}

/** @param {{coverage: Coverage, faults: Hole[], local: boolean}} properties */
function Verdict({ coverage, faults, local }) {
  if (local) return t.p({ class: 'coverage-verdict' }, icon('unknown', 14), 'It describes single operations, and is not meant to be on every record.');
  const lacking = faults.reduce((sum, hole) => sum + hole.records, 0);
  if (lacking === 0) {
    return t.p({ class: 'coverage-verdict', 'data-health': 'ok' }, icon('ok', 14), 'From where it is set, every record carries it.');
  }
  const first = faults[0];
  return t.p({ class: 'coverage-verdict', 'data-health': 'degraded' }, icon('degraded', 14),
    `${counted(lacking, 'record lacks it', 'records lack it')}, first ${first.from && first.from !== first.at ? `between ${first.from} and ${first.at}` : `in ${first.at}`}.`);
}

/** @param {{coverage: Coverage}} properties */
function Matrix({ coverage }) {
  return t.table({ class: 'list coverage-matrix' },
    t.thead(null, t.tr(null, t.th(null, 'Service'), t.th(null, 'Spans'), t.th(null, 'Logs'))),
    t.tbody(null, ...coverage.services.map((row) => t.tr({ key: row.service },
      t.th({ scope: 'row' }, t.span({ class: 'service-name', style: { '--service': serviceColour(row.service) } }, oneLine(row.service, 60))),
      h(Cell, { cell: row.spans, row, signal: 'spans', holes: coverage.holes }),
      h(Cell, { cell: row.logs, row, signal: 'logs', holes: coverage.holes })))));
}

/** @param {{cell: Row['spans'], row: Row, signal: string, holes: Hole[]}} properties */
function Cell({ cell, row, signal, holes }) {
  if (cell === null) return t.td({ class: 'muted', title: `No ${signal} of ${row.service} in these traces` }, '–');
  const whole = cell.carrying === cell.records;
  const own = holes.find((hole) => hole.at === row.service && hole.signal === signal);
  const state = whole ? 'carries' : own?.cause === 'before' ? 'before' : cell.carrying > 0 ? 'partly' : 'lacks';
  const reason = whole ? '' : own ? TITLES[own.cause] : 'Lost before';
  return t.td({ class: 'coverage-cell', 'data-state': state, title: `${count(cell.carrying)} of ${count(cell.records)} ${signal}` },
    t.span(null, icon(STATE_SIGNS[state], 13), t.b(null, percent(cell.carrying, cell.records)),
      t.span({ class: 'muted' }, whole ? count(cell.records) : `of ${count(cell.records)}`),
      !whole && t.span({ class: 'muted reason' }, reason)));
}

/** @param {{coverage: Coverage}} properties */
function Conflicts({ coverage }) {
  /** @type {Map<string, Coverage['types']>} */
  const byType = Map.groupBy(coverage.types, (type) => type.type);
  return t.div({ class: 'conflicts' },
    byType.size > 1 && t.p({ class: 'conflict' }, icon('degraded', 14), t.span(null, t.b(null, 'It is sent with different types: '),
      [...byType].map(([type, uses]) => `${type} by ${[...new Set(uses.map((use) => `${use.service} (${use.signal})`))].join(', ')}, `
        + `${counted(uses.reduce((sum, use) => sum + use.records, 0), 'record')}`).join('; '),
      '. Baggage is always text: set it as text everywhere.')),
    coverage.longValues > 0 && t.p({ class: 'conflict' }, icon('degraded', 14), t.span(null,
      `${counted(coverage.longValues, 'value')} longer than 1,024 characters, the longest has ${count(coverage.longestCharacters)}. `
        + 'Propagators drop baggage beyond 8,192 bytes in all.')));
}

/** @param {{holes: Hole[]}} properties */
const Holes = ({ holes }) => t.ol({ class: 'holes' }, ...holes.map((hole) =>
  h(HoleCard, { key: `${hole.cause} ${hole.signal} ${hole.from} ${hole.at}`, hole })));

/** @param {{hole: Hole}} properties */
function HoleCard({ hole }) {
  const fault = hole.cause !== 'before';
  return t.li({ class: classes('hole', fault && 'fault') },
    t.div({ class: 'hole-head' }, t.b(null, TITLES[hole.cause] ?? hole.cause),
      t.span({ class: 'muted' }, counted(hole.records, hole.signal === 'logs' ? 'log record' : 'span'))),
    t.ol({ class: 'way', 'aria-label': 'The way of the request' }, ...hole.path.map((step, i) => {
      const { sign, words } = PASSAGES[step.passage] ?? PASSAGES.before;
      return t.li({ key: i, 'data-passage': step.passage, title: `${step.service} ${words}` },
        t.span({ class: 'way-stop' }, icon(sign, 12), t.span(null, oneLine(step.service, 40)), t.span({ class: 'unseen' }, words)));
    })),
    t.p(null, hole.why),
    fault && t.p({ class: 'remedy' }, hole.remedy),
    ...mendingLines(hole.lines),
    t.a({ href: href(`/trace/${hole.traceId}`, { span: hole.spanId }) }, icon('traces', 13), 'A trace in which it happened'));
}

/** @param {{attribute: string, parameters: URLSearchParams}} properties */
function Values({ attribute, parameters }) {
  const range = timeRange(parameters);
  /** @type {import('./ask.js').Polled<AttributeKeys>} */
  const polled = usePolled((now) => url('/api/attributes', { ...bounds(range, now), key: attribute, limit: String(VALUES_MAX) }),
    { live: isLive(parameters), everyMillis: 10_000 });
  if (!polled.settled || polled.answer === null) return null;
  return t.div({ class: 'value-lists' }, ...polled.answer.signals.map(({ signal, keys: [key] }) => key && key.values.length > 0
    && t.section({ key: signal }, t.h3(null, `Values on ${signal === 'logs' ? 'logs' : 'spans'} · ${count(key.distinct)}`),
      t.ul(null, ...key.values.map(({ value, records }) => t.li({ key: value, class: 'value-share', style: { '--share': `${100 * records / key.records}%` } },
        h(Value, { field: attribute, value }, value === '' ? t.i(null, 'empty') : oneLine(value, 80)),
        t.span({ class: 'muted' }, count(records))))))));
}
