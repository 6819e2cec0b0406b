// What the cards of explain.js and explain-more.js are made of.
import { href } from './address.js';
import { count, percent } from './format.js';
import { oneLine } from './text.js';
import { t } from './ui.js';

/** @typedef {import('./api.d.ts').ExplainJson['explanations'][number]} Cause */

/** What a sentence says of its title. @param {string} title @param {string} sentence */
export const behind = (title, sentence) => (sentence.startsWith(title) ? sentence.slice(title.length) : `: ${sentence}`);

/** The title says what; this says how much. */
/** @param {Cause} cause */
export function behindTitle(cause) {
  const rest = cause.sentence.startsWith(`${cause.title}: `) ? cause.sentence.slice(cause.title.length + 2) : cause.sentence;
  return oneLine(rest[0].toUpperCase() + rest.slice(1), 600);
}

/** @param {number} chance */
export const confidence = (chance) => (chance < 1e-6 ? 'as good as certain' : chance < 1e-3 ? 'very high' : 'high');

/** @param {number} chance */
export const byChance = (chance) => (chance < 1e-9 ? 'by chance less than 1 in 10⁹'
  : `by chance 1 in ${count(Math.max(100, Math.round(1 / chance)))}`);

/** @param {{name: string, share: number, kind: string}} properties */
export function Share({ name, share, kind }) {
  return t.div({ class: 'cause-share', 'data-kind': kind },
    t.span(null, t.b(null, percent(share, 1)), ` ${name}`),
    t.div({ class: 'cause-bar' }, t.div({ style: { width: `${100 * share}%` } })));
}

/** @param {{name: string, value: string, more: string}} properties */
export function Figure({ name, value, more }) {
  return t.div(null, t.dt(null, name), t.dd(null, value), t.dd({ class: 'muted' }, more));
}

/**
 * @param {{title: string, items: {key: string, text: import('./ui.js').Children[], filter?: string}[]}} properties
 */
export function Aside({ title, items }) {
  if (items.length === 0) return null;
  return t.section({ class: 'cause-aside' }, t.h3(null, title),
    t.ul(null, ...items.map(({ key, text, filter }) => t.li({ key }, t.span(null, ...text),
      filter && [' ', t.a({ href: href('/traces', { q: filter }) }, 'traces')]))));
}
