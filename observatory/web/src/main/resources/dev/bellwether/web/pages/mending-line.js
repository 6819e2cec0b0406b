// A line of configuration or code that mends something, to be copied.
import { useState } from 'preact/hooks';
import { icon } from './icons.js';
import { breakable } from './text.js';
import { h, t } from './ui.js';

/** @param {readonly string[]} lines */
export const mendingLines = (lines) => lines.map((line) => h(MendingLine, { key: line, line }));

/** @param {{line: string}} properties */
function MendingLine({ line }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(line);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return t.div({ class: 'mending-line' }, t.code(null, ...breakable(line)),
    t.button({ class: 'quiet', type: 'button', onClick: copy, title: 'Copy the line', 'aria-label': 'Copy the line' },
      icon(copied ? 'ok' : 'copy', 13)),
    t.span({ class: 'unseen', role: 'status' }, copied ? 'Copied' : ''));
}
