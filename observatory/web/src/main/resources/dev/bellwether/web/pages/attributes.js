// Attributes as rows of key and value, with what one can do with a value: look for it, copy it.
import { href } from './address.js';
import { icon } from './icons.js';
import { clause } from './query.js';
import { t } from './ui.js';

/**
 * @param {{attributes: Record<string, unknown>, filter?: string, page?: '/traces' | '/logs'}} properties
 */
export function Attributes({ attributes, filter = '', page = '/traces' }) {
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
      t.dd(null, t.span({ class: 'value' }, linked(text)), t.span({ class: 'row-actions' },
        t.a({ class: 'quiet', href: href(page, { q: clause(key, text) }),
          title: `Only ${page.slice(1)} with this value`, 'aria-label': `Only ${page.slice(1)} where ${key} is ${text}` },
          icon('only', 12)),
        t.button({ class: 'quiet', type: 'button', title: 'Copy', 'aria-label': `Copy the value of ${key}`,
          onClick: () => navigator.clipboard.writeText(text) }, icon('copy', 12)))));
  }));
}

/** Long keys break after a dot or an underscore and nowhere else. */
/** @param {string} key */
const breakable = (key) => key.split(/(?<=[._])/).flatMap((part) => [part, t.wbr(null)]);

/** @param {unknown} value */
export const asText = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Links only to what is plainly a page: no other scheme than http(s) is ever followed. */
/** @param {string} text */
function linked(text) {
  return /^https?:\/\/[^\s"'<>]+$/.test(text)
    ? t.a({ href: text, target: '_blank', rel: 'noopener noreferrer' }, text) : text;
}
