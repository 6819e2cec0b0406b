// Why the map draws what it draws: the rules behind an edge, what is missing around a service, and
// why nothing is drawn at all. Each with a trace in which it can be seen.
import { href } from './address.js';
import { url, usePolled } from './ask.js';
import { count, counted } from './format.js';
import { icon } from './icons.js';
import { mendingLines } from './mending-line.js';
import { breakable, oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').EdgeJson} Evidence */
/** @typedef {Evidence['reasons'][number]} Reason */
/** @typedef {import('./api.d.ts').GapsJson} Gaps */
/** @typedef {Gaps['gaps'][number]} Gap */

/** Reading a hundred traces takes a tenth of a second, and says the same for minutes. */
const EVERY_MILLIS = 15_000;

/** @type {Record<string, string>} */
const RULES = {
  answered: 'Both ends were seen', under_parent: 'The caller is known', entry: 'A request from outside',
  unanswered: 'Only the caller was seen', known_address: 'Known by its address', balanced: 'Several services at one address',
  inferred: 'Concluded', send: 'Sent to a queue', receive: 'Received from a queue',
  handover: 'A message with its context', linked_handover: 'A message with its link',
};

/** @type {Record<string, string>} */
const GAPS = {
  context_lost: 'The context gets lost', parent_missing: 'Caller never received', no_answer: 'Not answered',
  no_spans: 'Nobody there sends spans',
};

/** What is no fault where the other end belongs to somebody else. */
const HARMLESS = new Set(['no_spans']);

/** @param {{source: string, target: string, parameters: URLSearchParams}} properties */
export function EdgeEvidence({ source, target, parameters }) {
  const range = timeRange(parameters);
  /** @type {import('./ask.js').Polled<Evidence>} */
  const polled = usePolled((now) => url('/api/service-map/edges', { ...bounds(range, now), source, target }),
    { live: isLive(parameters), everyMillis: EVERY_MILLIS });
  const evidence = polled.settled ? polled.answer : null;
  return t.section(null, t.h3(null, 'Why it is drawn'),
    polled.refusal ? t.p({ class: 'muted' }, polled.refusal.message)
      : evidence === null ? t.p({ class: 'muted skeleton' }, 'Looking at traces …')
        : evidence.reasons.length === 0
          ? t.p({ class: 'muted' }, `None of ${counted(evidence.traces, 'trace')} that were looked at has such a call: it is rarer than that, or too recent.`)
          : [t.ol({ class: 'holes' }, ...evidence.reasons.map((reason) => h(ReasonCard, { key: reason.rule, reason }))),
            t.p({ class: 'muted evidence-note' }, `Counted in ${evidence.truncated ? 'the newest ' : ''}${counted(evidence.traces, 'trace')} of both ends.`,
              !evidence.complete && ' The store ran out of time before it had looked everywhere.')]);
}

/** @param {{reason: Reason}} properties */
function ReasonCard({ reason }) {
  const { traceId, callerSpanId, calleeSpanId } = reason.witness;
  return t.li({ class: 'hole' },
    t.div({ class: 'hole-head' }, t.b(null, RULES[reason.rule] ?? reason.rule),
      t.span({ class: reason.errors > 0 ? 'has-errors' : 'muted' }, counted(reason.calls, 'call'), reason.errors > 0 && `, ${count(reason.errors)} failed`)),
    t.p(null, oneLine(sentenceOf(reason), 600)),
    reason.named.length > 0 && t.dl({ class: 'named' }, ...reason.named.map(({ key, value }) =>
      t.div({ key }, t.dt(null, ...breakable(key)), t.dd(null, oneLine(value, 200))))),
    t.p({ class: 'witness' }, icon('traces', 13), callerSpanId && t.a({ href: href(`/trace/${traceId}`, { span: callerSpanId }) }, 'Caller'),
      callerSpanId && calleeSpanId && t.span({ class: 'muted' }, 'and'),
      calleeSpanId && t.a({ href: href(`/trace/${traceId}`, { span: calleeSpanId }) }, callerSpanId ? 'callee' : 'Callee'),
      t.span({ class: 'muted' }, 'in a trace')));
}

/** The attributes stand in a list of their own. */
/** @param {Reason} reason */
const sentenceOf = ({ sentence, named }) => (named.length > 0 ? sentence.replace(/ It is named by .*$/s, ' It is named by:') : sentence);

/** What is missing around a service. */
/** @param {{service: string, parameters: URLSearchParams}} properties */
export function Missing({ service, parameters }) {
  const range = timeRange(parameters);
  /** @type {import('./ask.js').Polled<Gaps>} */
  const polled = usePolled((now) => url('/api/service-map/gaps', { ...bounds(range, now), service }),
    { live: isLive(parameters), everyMillis: EVERY_MILLIS });
  const answer = polled.settled ? polled.answer : null;
  return t.section(null, t.h3(null, 'Missing'),
    polled.refusal ? t.p({ class: 'muted' }, polled.refusal.message)
      : answer === null ? t.p({ class: 'muted skeleton' }, 'Looking at traces …')
        : answer.gaps.length === 0
          ? t.p({ class: 'muted' }, answer.traces === 0 ? 'No trace of it in this range of time.'
            : `Nothing in ${answer.truncated ? 'the newest ' : ''}${counted(answer.traces, 'trace')}: every parent came, and every call to a service was answered.`)
          : t.ol({ class: 'holes' }, ...answer.gaps.map((gap) => h(GapCard, { key: `${gap.kind} ${gap.service} ${gap.other}`, gap }))));
}

/** @param {{gap: Gap}} properties */
function GapCard({ gap }) {
  const harmless = HARMLESS.has(gap.kind);
  return t.li({ class: classes('hole', !harmless && 'fault') },
    t.div({ class: 'hole-head' }, t.b(null, GAPS[gap.kind] ?? gap.kind),
      t.span({ class: 'muted' }, `${count(gap.spans)} of ${counted(gap.of, gap.kind === 'parent_missing' ? 'request' : 'call')}`)),
    t.p(null, oneLine(gap.sentence, 600)),
    t.p({ class: harmless ? 'muted' : 'remedy' }, oneLine(gap.remedy, 600)),
    ...mendingLines(gap.lines),
    t.a({ href: href(`/trace/${gap.traceId}`, { span: gap.spanId }) }, icon('traces', 13), 'A trace in which it happened'));
}

/** Why the map is empty, in words. */
/** @param {{parameters: URLSearchParams, live: boolean}} properties */
export function WhyEmpty({ parameters, live }) {
  const range = timeRange(parameters);
  /** @type {import('./ask.js').Polled<Gaps>} */
  const polled = usePolled((now) => url('/api/service-map/gaps', bounds(range, now)), { live, everyMillis: 3000 });
  const empty = polled.answer?.empty ?? null;
  if (empty === null || empty.reason === 'nothing_received' && range.fixed === null) return null;
  const window = empty.fromUnixNano && empty.toUnixNano
    ? `${BigInt(empty.fromUnixNano) / 1_000_000n}..${BigInt(empty.toUnixNano) / 1_000_000n}` : null;
  return t.div({ class: 'why-empty', 'data-health': empty.reason === 'other_time' ? 'unknown' : 'degraded' },
    icon(empty.reason === 'other_time' ? 'unknown' : 'degraded', 15),
    t.div(null, t.p(null, oneLine(empty.sentence, 600)), t.p({ class: 'muted' }, oneLine(empty.remedy, 600)),
      ...mendingLines(empty.lines),
      window && t.p(null, t.a({ href: href('/map', { t: window, live: null }) }, 'Show the map of that time'))));
}
