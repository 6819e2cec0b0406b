// Draws the tree that the workbench has made of an assignment's Markdown, element by element.
import { useState } from 'preact/hooks';
import { icon } from './icons.js';
import { h, t } from './ui.js';

/** @typedef {import('./ask.js').Markup} Markup */
/** @typedef {import('./ui.js').Children} Children */
/** @typedef {{openTab: (tab: number) => void, run: (code: string) => void}} Actions */

const CALLOUTS = {
  note: 'Note', tip: 'Tip', important: 'Important', warning: 'Warning', caution: 'Caution',
};

/** Tags that are elements of the same name, with nothing but children. */
const PLAIN = ['p', 'ul', 'li', 'blockquote', 'em', 'strong', 'del', 'hr', 'br', 'thead', 'tbody', 'tr', 'code'];

/** @param {{markup: Markup, actions: Actions}} properties */
export function Assignment({ markup, actions }) {
  return t.div({ class: 'assignment' }, ...children(markup, actions));
}

/** @param {Markup} markup @param {Actions} actions @returns {Children[]} */
const children = (markup, actions) => markup.children.map((child) => draw(child, actions));

/** @param {Markup} markup @param {Actions} actions @returns {Children} */
function draw(markup, actions) {
  const { tag, attributes } = markup;
  if (tag === 'text') return markup.text;
  if (PLAIN.includes(tag)) return h(tag, null, ...children(markup, actions));
  // The challenge's title is the page's first heading.
  if (/^h[1-6]$/.test(tag)) {
    const level = Math.min(6, Number(tag[1]) + 1);
    return h(`h${level}`, { id: attributes.id }, ...children(markup, actions));
  }
  if (tag === 'ol') return t.ol({ start: Number(attributes.start) }, ...children(markup, actions));
  if (tag === 'th' || tag === 'td') return h(tag, { 'data-align': attributes.align }, ...children(markup, actions));
  if (tag === 'table') return t.div({ class: 'table' }, t.table(null, ...children(markup, actions)));
  if (tag === 'a') {
    return t.a({ href: attributes.href, target: '_blank', rel: 'noopener noreferrer' }, ...children(markup, actions));
  }
  if (tag === 'image') return picture(attributes);
  if (tag === 'callout') return callout(markup, actions);
  if (tag === 'tab-button') {
    return t.button({ type: 'button', class: 'button to-tab', onClick: () => actions.openTab(Number(attributes.tab)) },
      ...children(markup, actions), icon('later', 14));
  }
  if (tag === 'code-block') return h(CodeBlock, { markup, actions });
  throw new Error(`no drawing for ${tag}`);
}

/** @param {Record<string, string>} attributes */
const picture = (attributes) => attributes.src
  ? t.img({ src: attributes.src, alt: attributes.alt, loading: 'lazy' })
  : t.span({ class: 'no-picture', role: 'img', 'aria-label': `${attributes.alt} (no picture)` },
    icon('map', 14), attributes.alt);

/** @param {Markup} markup @param {Actions} actions */
const callout = (markup, actions) => t.div({ class: 'callout', role: 'note', 'data-kind': markup.attributes.kind },
  t.p({ class: 'callout-kind' },
    CALLOUTS[/** @type {keyof typeof CALLOUTS} */ (markup.attributes.kind)] ?? markup.attributes.kind),
  ...children(markup, actions));

/** @param {{markup: Markup, actions: Actions}} properties */
function CodeBlock({ markup, actions }) {
  const [copied, setCopied] = useState(false);
  const code = markup.children.map((child) => child.text).join('');
  const { language, copy, run } = markup.attributes;
  const copyCode = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return t.div({ class: 'code-block' },
    t.div({ class: 'code-tools' }, t.span({ class: 'muted' }, language),
      run === 'yes' && t.button({ type: 'button', class: 'text', onClick: () => actions.run(code) },
        icon('later', 14), 'Run'),
      copy === 'yes' && t.button({ type: 'button', class: 'text', onClick: copyCode },
        icon(copied ? 'ok' : 'copy', 14), copied ? 'Copied' : 'Copy')),
    t.pre({ tabIndex: 0 }, t.code(null, code.replace(/\n$/, ''))));
}
