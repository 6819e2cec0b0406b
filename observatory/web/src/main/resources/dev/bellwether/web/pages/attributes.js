// Attributes as rows of key and value. A click on a value offers what one can do with it.
import { Text, breakable, visible } from './text.js';
import { h, t } from './ui.js';
import { Value } from './value-menu.js';

/**
 * @param {{attributes: Record<string, unknown>, filter?: string, searchable?: boolean}} properties
 *   `searchable`: the keys are those of a query
 */
export function Attributes({ attributes, filter = '', searchable = true }) {
  const wanted = filter.toLowerCase();
  const rows = Object.entries(attributes)
    .filter(([key, value]) => `${key} ${asText(value)}`.toLowerCase().includes(wanted))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) {
    return t.p({ class: 'muted' }, wanted ? `Nothing contains “${filter}”.` : 'None.');
  }
  return t.dl({ class: 'attributes' }, ...rows.map(([key, value]) => {
    const text = asText(value);
    return t.div({ key },
      t.dt(null, ...breakable(key)),
      t.dd(null, shown(key, text, searchable)));
  }));
}

/** A value of an ordinary length is clicked as a whole; more is only text with its own buttons. */
const CLICKED_CHARACTERS_MAX = 2000;

/** @param {string} key @param {string} text @param {boolean} searchable */
function shown(key, text, searchable) {
  if (text === '') return t.i({ class: 'muted' }, 'empty');
  const address = isAddress(text);
  if (text.length > CLICKED_CHARACTERS_MAX) return t.span({ class: 'value' }, h(Text, { text }));
  return t.span({ class: 'value' },
    searchable ? h(Value, { field: key, value: text }, visible(text)) : visible(text),
    address && [' ', t.a({ href: text, target: '_blank', rel: 'noopener noreferrer', 'aria-label': 'Open the page' }, '↗')]);
}

/** @param {unknown} value */
export const asText = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Links only to what is plainly a page: no other scheme than http(s) is ever followed. */
/** @param {string} text */
const isAddress = (text) => /^https?:\/\/[^\s"'<>]+$/.test(text);
