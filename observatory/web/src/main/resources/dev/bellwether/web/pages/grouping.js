// The legend of a timeline that is grouped by a key: its most frequent values, each with its colour.
// A click looks at one of them.
import { change } from './address.js';
import { count } from './format.js';
import { icon } from './icons.js';
import { clause, hasClause, literal, withClause, withoutClause } from './query.js';
import { breakable, oneLine } from './text.js';
import { seriesColour } from './timeline-drawing.js';
import { t } from './ui.js';

/** @typedef {import('./api.d.ts').TimelineJson} Timeline */

/** @param {{answer: Timeline, query: string}} properties */
export function Groups({ answer, query }) {
  const by = answer.by;
  if (by === null) return null;
  const found = answer.series.some(({ name }) => !name.startsWith('('));
  return t.div({ class: 'groups' },
    t.span({ class: 'groups-key' }, t.span({ class: 'muted' }, 'by '), ...breakable(by),
      t.button({ class: 'quiet', type: 'button', title: 'Group no more', 'aria-label': 'Group no more', onClick: () => change({ by: null }, 'step') },
        icon('close', 11))),
    found ? t.ul({ 'aria-label': `Values of ${by}` }, ...answer.series.map(({ name, counts }, i) => {
      const sum = count(counts.reduce((all, each) => all + each, 0));
      const text = filterOf(by, name, answer);
      const on = text !== null && hasClause(query, text);
      return t.li({ key: name }, t.button({ class: 'button', type: 'button', 'aria-pressed': on, disabled: text === null,
        title: text ?? undefined, onClick: () => text !== null && change({ q: on ? withoutClause(query, text) : withClause(query, text) }, 'step') },
      t.span({ class: 'swatch', style: { background: `var(--${seriesColour(answer, i)})` } }), oneLine(name, 40),
      t.span({ class: 'muted' }, `${sum}${answer.truncated ? '+' : ''}`)));
    })) : t.span({ class: 'muted' }, 'No record has it.'));
}

/** @param {string} by @param {string} name @param {Timeline} answer @returns {string | null} */
function filterOf(by, name, answer) {
  if (name === '(without it)') return `not ${literal(by)} : *`;
  if (name === '(others)') return answer.series.every((series) => series.name.length < 200) ? others(by, answer) : null;
  return clause(by, name);
}

/** @param {string} by @param {Timeline} answer */
const others = (by, answer) => `not ${literal(by)} : (${answer.series.map(({ name }) => name)
  .filter((name) => !name.startsWith('(')).map(literal).join(' or ')})`;
