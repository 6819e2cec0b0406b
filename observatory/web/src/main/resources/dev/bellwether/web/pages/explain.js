// What failing or slow requests have in common: the causes as cards, the most important one first,
// each with what speaks for it and where to go on looking. Of what there is more than before is in
// explain-more.js.
import { change, href } from './address.js';
import { url, usePolled } from './ask.js';
import { Changes } from './explain-more.js';
import { Aside, Figure, Share, behind, behindTitle, byChance, confidence } from './explain-parts.js';
import { count, counted, epochMillis, millis, minute, percent } from './format.js';
import { icon } from './icons.js';
import { withClause } from './query.js';
import { useRefusal } from './search.js';
import { breakable, oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { Refused } from './traces.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').ExplainJson} Explain */
/** @typedef {Explain['explanations'][number]} Cause */

/** An answer takes up to two seconds of a processor, and does not change from second to second. */
const EVERY_MILLIS = 15_000;

/** @param {{parameters: URLSearchParams}} properties */
export function ExplainPage({ parameters }) {
  document.title = 'Explain · Bellwether';
  const range = timeRange(parameters);
  const query = parameters.get('q') ?? '';
  const slow = parameters.get('mode') === 'slow';
  const more = parameters.get('mode') === 'more';
  const before = parameters.get('base') === 'before';
  const key = parameters.get('key') ?? '';
  /** @type {import('./ask.js').Polled<Explain>} */
  const explain = usePolled((now) => url('/api/explain', { ...bounds(range, now), q: query,
    mode: slow ? 'slow' : more ? 'more' : '', baseline: before && !more ? 'before' : '', key: more ? '' : key }),
  { live: isLive(parameters), everyMillis: EVERY_MILLIS, method: 'POST' });
  useRefusal(explain.refusal);
  const answer = explain.settled ? explain.answer : null;

  return t.div({ class: 'explain-page' },
    t.h1({ class: 'unseen' }, 'Explain'),
    t.div({ class: 'tools' },
      h(Choice, { text: 'Failed', icon: 'failing', on: !slow && !more, take: { mode: null } }),
      h(Choice, { text: 'Slow', icon: 'status', on: slow, take: { mode: 'slow' } }),
      h(Choice, { text: 'More', icon: 'metrics', on: more, take: { mode: 'more' } }),
      t.span({ class: 'explain-against muted' }, more ? 'compared with three times as long before' : 'compared with'),
      !more && h(Choice, { text: 'the other requests', on: !before, take: { base: null } }),
      !more && h(Choice, { text: 'the time before', on: before, take: { base: 'before' } }),
      answer && t.span({ class: 'tools-end', role: 'status' }, lookedAt(answer))),
    t.div({ class: classes('scroll', 'explain-body', explain.loading && answer !== null && 'refreshing'), tabIndex: 0,
      role: 'region', 'aria-label': 'Explanations' },
    explain.refusal ? h(Refused, null)
      : answer === null ? t.p({ class: 'empty skeleton' }, 'Comparing the requests …')
        : more ? h(Changes, { answer, query })
        : [h(KeyLook, { answer, slow, query }),
          answer.explanations.length === 0 ? h(Nothing, { answer, slow, query })
            : h(Causes, { answer, slow, query }),
          h(LeftOut, { answer })]));
}

/**
 * @param {{text: string, icon?: string, on: boolean, take: import('./address.js').Parameters}} properties
 */
function Choice({ text, icon: sign, on, take }) {
  return t.button({ class: 'button', type: 'button', 'aria-pressed': on, onClick: () => change(take, 'step') },
    sign && icon(sign, 13), text);
}

/** @param {Explain} answer */
function lookedAt(answer) {
  const all = answer.truncated
    ? `the newest ${counted(answer.requests, 'request')}, back to ${minute(epochMillis(answer.fromUnixNano))}`
    : counted(answer.requests, 'request');
  const usual = answer.usualRequests > 0 ? ` and ${count(answer.usualRequests)} before` : '';
  return `${all}${usual}${answer.complete ? '' : '; the store ran out of time, there may be more'}`;
}

/** How the values of one key fare, whether or not they explain anything. */
/** @param {{answer: Explain, slow: boolean, query: string}} properties */
function KeyLook({ answer, slow, query }) {
  const look = answer.key;
  if (look === null) return null;
  const verb = slow ? 'slow' : 'failed';
  const cause = answer.explanations.findIndex(({ title }) => title.split(' and ').some((part) => part.startsWith(look.name)));
  const most = Math.max(...look.values.map((value) => value.rate), 0.0001);
  return t.section({ class: 'key-look', 'aria-labelledby': 'key-look-title' },
    t.header(null, t.h2({ id: 'key-look-title' }, t.span({ class: 'muted' }, 'By '), t.code(null, ...breakable(look.name))),
      t.button({ class: 'quiet', type: 'button', 'aria-label': 'Close', onClick: () => change({ key: null }, 'step') }, icon('close', 13))),
    look.distinct === 0 ? t.p({ class: 'muted' }, answer.requests === 0 ? 'There are no requests to look at.' : 'None of the requests has this key, or it is not compared.')
      : [t.p(null, cause >= 0 ? `It is part of cause ${cause + 1} below.` : answer.hits === 0 ? (slow ? 'None of them is slow.' : 'None of them failed.')
        : 'No value of it stands out beyond chance and the causes below.'),
        t.table({ class: 'list' },
          t.thead(null, t.tr(null, t.th({ scope: 'col' }, 'Value'), t.th({ scope: 'col', class: 'number' }, 'Requests'),
            t.th({ scope: 'col', class: 'number' }, slow ? 'Slow' : 'Failed'), t.th({ scope: 'col', class: 'column-rate' }, `Share ${verb}`), t.th({ scope: 'col' }, t.span({ class: 'unseen' }, 'Actions')))),
          t.tbody(null, ...look.values.map((value) => t.tr({ key: value.filter },
            t.th({ scope: 'row' }, value.value === '' ? t.i(null, 'empty') : oneLine(value.value, 80)),
            t.td({ class: 'number' }, count(value.requests)),
            t.td({ class: 'number' }, count(value.hits)),
            t.td({ class: 'rate', 'data-kind': verb }, t.div(null, t.span({ class: 'cause-bar' }, t.div({ style: { width: `${100 * value.rate / most}%` } })),
              t.span(null, percent(value.rate, 1)))),
            t.td(null, t.button({ class: 'text', type: 'button', onClick: () => change({ q: withClause(query, value.filter) }, 'step') }, 'Only these')))))),
        (look.distinct > look.values.length || look.without > 0) && t.p({ class: 'muted' },
          look.distinct > look.values.length && `The ${look.values.length} of ${count(look.distinct)} values with most. `,
          look.without > 0 && `${counted(look.without, 'request')} without the key, ${count(look.withoutHits)} ${slow ? 'slow' : 'failed'}.`)]);
}

/** What was not looked at must not be taken for innocent. */
/** @param {{answer: Explain}} properties */
function LeftOut({ answer }) {
  if (answer.attributesLeftOut === 0) return null;
  const more = answer.attributesLeftOut - answer.leftOut.length;
  return t.p({ class: 'left-out' }, icon('degraded', 14), t.span(null,
    t.b(null, `${counted(answer.attributesLeftOut, 'attribute')} ${answer.attributesLeftOut === 1 ? 'was' : 'were'} not compared: `),
    oneLine(answer.leftOut.join(', '), 400), more > 0 && ` and ${count(more)} more`,
    `. At the most ${count(answer.attributes)} are, those that were seen first. A narrower query leaves room for others.`));
}

/** @param {{answer: Explain, slow: boolean, query: string}} properties */
function Causes({ answer, slow, query }) {
  const what = slow ? 'slow' : 'failed';
  return t.div({ class: 'causes' },
    t.p({ class: 'explain-summary' },
      t.b(null, `${count(answer.hits)} of ${counted(answer.requests, 'request')} ${slow ? 'are slow' : 'failed'}`),
      slow && answer.slowMillis !== null && ` (above ${millis(answer.slowMillis)})`,
      answer.explanations.length > 1 ? `. ${answer.explanations.length} causes stand out, independent of each other.` : '. One cause stands out.'),
    t.ol(null, ...answer.explanations.map((cause, i) =>
      t.li({ key: cause.filter }, h(CauseCard, { cause, rank: i + 1, slow, what, query })))),
    h(Suspects, { suspects: answer.suspects, slow, query }));
}

/** @param {{cause: Cause, rank: number, slow: boolean, what: string, query: string}} properties */
function CauseCard({ cause, rank, slow, what, query }) {
  return t.article({ class: 'cause', 'aria-labelledby': `cause-${rank}` },
    t.header(null,
      t.span({ class: 'cause-rank', 'aria-hidden': 'true' }, String(rank)),
      t.h2({ id: `cause-${rank}` }, ...cause.title.split(' and ').flatMap((part, i) =>
        [i > 0 && t.span({ class: 'muted' }, ' and '), t.code(null, oneLine(part, 120))]))),
    t.p({ class: 'cause-sentence' }, behindTitle(cause)),
    t.div({ class: 'cause-shares' },
      h(Share, { name: slow ? 'of the slow requests' : 'of all failures', share: cause.hitsShare, kind: slow ? 'slow' : 'failed' }),
      h(Share, { name: 'of all requests', share: cause.requestsShare, kind: 'requests' })),
    t.dl({ class: 'cause-figures' },
      h(Figure, { name: `${what} with it`, value: percent(cause.rate, 1), more: `${count(cause.hits)} of ${count(cause.requests)}` }),
      h(Figure, { name: 'without it', value: percent(cause.otherRate, 1), more: timesAsOften(cause) }),
      cause.usualRate !== null && h(Figure, { name: 'usually', value: percent(cause.usualRate, 1), more: 'in the time before' }),
      cause.medianMillis !== null && h(Figure, { name: 'in the middle', value: millis(cause.medianMillis),
        more: `${millis(cause.otherMedianMillis)} without it` }),
      h(Figure, { name: 'confidence', value: confidence(cause.chance), more: byChance(cause.chance) })),
    t.p({ class: 'panel-links' },
      t.a({ class: 'button', href: href('/traces', { q: cause.filter }) }, icon('traces', 13), 'Show these traces'),
      t.a({ class: 'button', href: href('/logs', { q: cause.filter }) }, icon('logs', 13), 'Their logs'),
      t.button({ class: 'button', type: 'button', onClick: () => change({ q: withClause(query, `not (${cause.filter})`) }, 'step') },
        icon('only', 13), 'Explain the others')),
    cause.evidence.length > 0 && t.p({ class: 'cause-evidence' }, t.span({ class: 'muted' }, slow ? 'Slow ones: ' : 'Failed ones: '),
      ...cause.evidence.map((trace) => t.a({ key: trace, href: href(`/trace/${trace}`) }, t.code(null, trace.slice(-8))))),
    h(Aside, { title: 'The same in other words', items: cause.synonyms.map((one) =>
      ({ key: one.filter, text: [t.code(null, oneLine(one.title, 160)), ' is said of the same requests.'], filter: one.filter })) }),
    h(Aside, { title: 'Stands out as well', items: cause.confounded.map((one) =>
      ({ key: one.filter, text: [t.code(null, oneLine(one.title, 160)), oneLine(behind(one.title, one.sentence), 600)], filter: one.filter })) }),
    h(Aside, { title: 'How they ended', items: cause.symptoms.map((one) =>
      ({ key: one.key, text: [t.code(null, `${oneLine(one.key, 80)} = ${oneLine(one.value, 160)}`), ` in ${percent(one.share, 1)}`] })) }));
}

/** @param {Cause} cause */
function timesAsOften(cause) {
  if (cause.riskRatio === null || cause.otherRate === 0) return 'never';
  return cause.riskRatio >= 1000 ? 'more than 1,000 times less often'
    : `${cause.riskRatio.toFixed(cause.riskRatio < 10 ? 1 : 0)} times less often`;
}

/** @param {{suspects: Explain['suspects'], slow: boolean, query: string}} properties */
function Suspects({ suspects, slow, query }) {
  if (suspects.length === 0) return null;
  return t.section({ class: 'suspects' },
    t.h2(null, 'Worth a look'),
    t.p({ class: 'muted' }, 'What the rest has in common may be chance.'),
    t.ul(null, ...suspects.map((one) => t.li({ key: one.filter },
      t.code(null, oneLine(one.title, 120)),
      t.span({ class: 'muted' }, `${percent(one.rate, 1)} of ${counted(one.requests, 'request')} ${slow ? 'are slow' : 'fail'}, ${percent(one.otherRate, 1)} of the others`),
      t.button({ class: 'text', type: 'button', onClick: () => change({ q: withClause(query, one.filter) }, 'step') }, 'Only these')))));
}

/** Why there is no explanation, and what can be tried. */
/** @param {{answer: Explain, slow: boolean, query: string}} properties */
function Nothing({ answer, slow, query }) {
  return t.div({ class: 'causes' },
    t.div({ class: 'empty' },
      t.p({ class: 'explain-summary' }, answer.summary),
      answer.requests === 0 && t.p(null, query ? 'No trace in this range of time has a span that matches the query.'
        : 'Nothing was recorded in this range of time.'),
      answer.hits === 0 && answer.requests > 0 && !slow && t.p(null, t.button({ class: 'text', type: 'button',
        onClick: () => change({ mode: 'slow' }, 'step') }, 'Explain the slow ones')),
      query !== '' && t.p(null, t.button({ class: 'text', type: 'button', onClick: () => change({ q: null }, 'step') },
        'Look at all requests'))),
    h(Suspects, { suspects: answer.suspects, slow, query }));
}
