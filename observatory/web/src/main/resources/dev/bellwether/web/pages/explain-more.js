// Of which requests there is a greater share than before, and whose they are.
import { change, href } from './address.js';
import { Aside, Figure, Share, behindTitle, byChance, confidence } from './explain-parts.js';
import { count, counted, percent } from './format.js';
import { icon } from './icons.js';
import { withClause } from './query.js';
import { oneLine } from './text.js';
import { h, t } from './ui.js';

/** @typedef {import('./api.d.ts').ExplainJson} Explain */
/** @typedef {Explain['explanations'][number]} Cause */

/** @param {{answer: Explain, query: string}} properties */
export function Changes({ answer, query }) {
  if (answer.explanations.length === 0) {
    return t.div({ class: 'causes' }, t.div({ class: 'empty' }, t.p({ class: 'explain-summary' }, answer.summary)));
  }
  const many = answer.explanations.length;
  return t.div({ class: 'causes' },
    t.p({ class: 'explain-summary' },
      t.b(null, many > 1 ? `Of ${many} things there is more than before` : 'Of one thing there is more than before'),
      `, among ${counted(answer.requests, 'request')}.`),
    t.ol(null, ...answer.explanations.map((cause, i) =>
      t.li({ key: cause.filter }, h(ChangeCard, { cause, rank: i + 1, query })))));
}

/** @param {{cause: Cause, rank: number, query: string}} properties */
function ChangeCard({ cause, rank, query }) {
  const usual = cause.usualRate ?? 0;
  return t.article({ class: 'cause', 'aria-labelledby': `cause-${rank}` },
    t.header(null,
      t.span({ class: 'cause-rank', 'aria-hidden': 'true' }, String(rank)),
      t.h2({ id: `cause-${rank}` }, ...cause.title.split(' and ').flatMap((part, i) =>
        [i > 0 && t.span({ class: 'muted' }, ' and '), t.code(null, oneLine(part, 120))]))),
    t.p({ class: 'cause-sentence' }, behindTitle(cause)),
    t.div({ class: 'cause-shares' },
      h(Share, { name: 'of the requests', share: cause.rate, kind: 'more' }),
      h(Share, { name: 'before', share: usual, kind: 'requests' })),
    t.dl({ class: 'cause-figures' },
      h(Figure, { name: 'requests', value: count(cause.requests), more: `${count(Math.round(cause.excessHits))} more than usual` }),
      h(Figure, { name: 'as often as before', value: times(cause), more: usual === 0 ? 'there was none' : 'by share' }),
      h(Figure, { name: 'confidence', value: confidence(cause.chance), more: byChance(cause.chance) })),
    cause.crowd && h(Whose, { crowd: cause.crowd }),
    t.p({ class: 'panel-links' },
      t.a({ class: 'button', href: href('/traces', { q: cause.filter }) }, icon('traces', 13), 'Show these traces'),
      t.a({ class: 'button', href: href('/logs', { q: cause.filter }) }, icon('logs', 13), 'Their logs'),
      t.button({ class: 'button', type: 'button', onClick: () => change({ q: withClause(query, `not (${cause.filter})`) }, 'step') },
        icon('only', 13), 'Explain the others')),
    h(Aside, { title: 'The same in other words', items: cause.synonyms.map((one) =>
      ({ key: one.filter, text: [t.code(null, oneLine(one.title, 160)), ' is said of the same requests.'], filter: one.filter })) }));
}

/** Who they are, where that is known. */
/** @param {{crowd: NonNullable<Cause['crowd']>}} properties */
function Whose({ crowd }) {
  return h(Aside, { title: 'Whose requests they are', items: [{ key: crowd.filter, filter: crowd.filter,
    text: [t.code(null, oneLine(crowd.title, 160)),
      ` of ${percent(crowd.share, 1)}; of the ${counted(crowd.requests, 'request')} there, ${percent(crowd.rate, 1)} are like this.`] }] });
}

/** @param {Cause} cause */
function times({ rate, usualRate }) {
  if (!usualRate) return 'new';
  const ratio = rate / usualRate;
  return ratio >= 1000 ? 'more than 1,000 times' : `${ratio.toFixed(ratio < 10 ? 1 : 0)} times`;
}
