// The query box. Sends on Enter, and says where a query went wrong right below the character.
import { useEffect, useState } from 'preact/hooks';
import { change } from './address.js';
import { icon } from './icons.js';
import { t } from './ui.js';

/**
 * @param {{query: string, refusal: import('./ask.js').Refusal | null, placeholder: string}} properties
 */
export function QueryBox({ query, refusal, placeholder }) {
  const [text, setText] = useState(query);
  useEffect(() => setText(query), [query]);
  const at = refusal ? characterIn(refusal.message) : null;
  return t.form({ class: 'query', role: 'search', onSubmit: (event) => {
    event.preventDefault();
    change({ q: text.trim(), limit: null }, 'step');
  } },
    t.span({ class: 'query-icon' }, icon('search', 14)),
    t.input({ 'data-search': '', type: 'text', value: text, placeholder, spellcheck: false,
      autocomplete: 'off', autocapitalize: 'off', enterkeyhint: 'search', 'aria-label': 'Query',
      'aria-invalid': refusal ? 'true' : undefined, 'aria-describedby': refusal ? 'query-refusal' : undefined,
      onInput: (event) => setText(event.currentTarget.value) }),
    text !== '' && t.button({ class: 'quiet', type: 'button', 'aria-label': 'Clear the query',
      onClick: () => { setText(''); change({ q: null, limit: null }, 'step'); } }, icon('close', 12)),
    refusal && t.div({ class: 'query-refusal', id: 'query-refusal', role: 'alert' },
      at !== null && at < query.length + 1 && t.code({ 'aria-hidden': 'true' },
        query.slice(0, at), t.mark(null, query[at] ?? ' '), query.slice(at + 1)),
      t.span(null, refusal.message)));
}

/** @param {string} detail @returns {number | null} the offset it speaks of, counted from 0 */
function characterIn(detail) {
  const found = /\b(?:character|position|column|offset)\s+(\d+)/i.exec(detail);
  return found ? Math.max(0, Number(found[1]) - 1) : null;
}
