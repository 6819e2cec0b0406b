// Text that somebody sent: shown as it is, never as markup. What cannot be seen gets a sign, and
// what is too long is cut off visibly; copying always gives the whole.
import { useState } from 'preact/hooks';
import { count } from './format.js';
import { t } from './ui.js';

/** A screen shows no more of one value, and a browser lays out a megabyte only with a pause. */
const SHOWN_CHARACTERS_MAX = 2000;

/** Control characters except tab and new line; what turns the direction of text; zero width. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** @param {string} text */
export const visible = (text) => text.replaceAll(INVISIBLE, signOf);

/** @param {string} c */
function signOf(c) {
  const code = c.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** For one line: no more than what fits. @param {string} text @param {number} [most] */
export function oneLine(text, most = 400) {
  return text.length > most ? `${visible(text.slice(0, most))} …` : visible(text);
}

/** Long keys break after a dot or an underscore and nowhere else. */
/** @param {string} key */
export const breakable = (key) => oneLine(key, 200).split(/(?<=[._])/).flatMap((part) => [part, t.wbr(null)]);

/** @param {{text: string, most?: number}} properties */
export function Text({ text, most = SHOWN_CHARACTERS_MAX }) {
  const [shown, show] = useState(most);
  if (text.length <= shown) return t.span(null, visible(text));
  return t.span(null, visible(text.slice(0, shown)),
    t.span({ class: 'cut' }, ` … ${count(text.length - shown)} of ${count(text.length)} characters not shown `,
      t.button({ class: 'text', type: 'button', onClick: () => show(shown * 10) }, 'more'), ' ',
      t.button({ class: 'text', type: 'button', onClick: () => navigator.clipboard.writeText(text) }, 'copy all')));
}
