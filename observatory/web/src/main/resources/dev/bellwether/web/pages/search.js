// The search bar, on every page: one query language, completed with what is really there, shown
// again as conditions that can be changed one by one, refused at the character where it goes wrong.
import { useEffect, useRef, useState } from 'preact/hooks';
import { change, go, href } from './address.js';
import { icon } from './icons.js';
import { affirmed, clauses, joined, negation } from './query.js';
import { recent, remember, suggestions } from './suggest.js';
import { oneLine } from './text.js';
import { timeRange } from './time-range.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./ask.js').Refusal} Refusal */
/** @typedef {import('./suggest.js').Suggestions} Suggestions */

/** @type {(refusal: Refusal | null) => void} */
let tell = () => {};

/** A page that asks the API with the query says here what became of it. */
/** @param {Refusal | null} refusal */
export function useRefusal(refusal) {
  useEffect(() => {
    tell(refusal);
    return () => tell(null);
  }, [refusal?.message]);
}

/** Pages that ask with the query keep it; from any other page it leads to the traces. */
const LISTS = ['/traces', '/logs', '/metrics', '/explain'];
/** What the query is completed with. */
/** @type {Record<string, 'traces' | 'logs' | 'metrics'>} */
const SIGNALS = { '/logs': 'logs', '/metrics': 'metrics' };
const EXAMPLES = { traces: 'service.name : trader and duration > 200ms', logs: 'severity : error and "insufficient funds"',
  metrics: 'service.name : (trader or router) and not http.route : "/health"' };

/** While somebody types, the counts are asked for at this pace. */
const PAUSE_MILLIS = 120;

/** @param {{path: string, parameters: URLSearchParams, help: () => void}} properties */
export function SearchBar({ path, parameters, help }) {
  const here = LISTS.includes(path);
  const query = here ? parameters.get('q') ?? '' : '';
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  useEffect(() => { tell = setRefusal; }, []);

  /** @param {string} text */
  function search(text) {
    const wanted = text.trim();
    remember(wanted);
    if (here) change({ q: wanted, limit: null }, 'step');
    else go(href('/traces', { q: wanted }));
  }

  return t.div({ class: 'search' },
    h(Box, { key: path, query, refusal, search, help, signal: SIGNALS[path] ?? 'traces', range: timeRange(parameters) }),
    query !== '' && refusal === null && h(Chips, { query, search }));
}

/**
 * @param {{query: string, refusal: Refusal | null, search: (text: string) => void, help: () => void,
 *   signal: 'traces' | 'logs' | 'metrics', range: import('./time-range.js').TimeRange}} properties
 */
function Box({ query, refusal, search, help, signal, range }) {
  const [text, setText] = useState(query);
  const [offered, offer] = useState(/** @type {Suggestions | null} */ (null));
  const [chosen, choose] = useState(-1);
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const asking = useRef(0);
  useEffect(() => setText(query), [query]);
  useEffect(() => () => clearTimeout(asking.current), []);
  const open = offered !== null && offered.items.length > 0;
  const at = refusal?.position ?? null;

  function close() {
    clearTimeout(asking.current);
    offer(null);
    choose(-1);
  }

  /** @param {number} [pause] */
  function complete(pause = PAUSE_MILLIS) {
    clearTimeout(asking.current);
    asking.current = setTimeout(async () => {
      const element = input.current;
      if (!element || document.activeElement !== element) return;
      const written = element.value;
      const found = await suggestions(written, element.selectionStart ?? written.length, signal, range).catch(() => null);
      if (input.current?.value !== written || document.activeElement !== element) return;
      choose(-1);
      offer(found && written === '' ? { ...found, items: [...recentOnes(), ...found.items] } : found);
    }, pause);
  }

  /** @param {number} index */
  function accept(index) {
    const item = offered?.items[index];
    const element = input.current;
    if (!item || !offered || !element) return;
    const next = item.kind === 'recent' ? item.insert
      : text.slice(0, offered.from) + item.insert + text.slice(offered.to).trimStart();
    const caret = item.kind === 'recent' ? next.length : offered.from + item.insert.length;
    setText(next);
    close();
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(caret, caret);
      complete(0);
    });
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (steps && open) choose((chosen + steps + offered.items.length + 1) % (offered.items.length + 1));
    else if (steps === 1) complete(0);
    else if (event.key === 'Enter' && chosen >= 0 && chosen < (offered?.items.length ?? 0)) accept(chosen);
    else if (event.key === 'Tab' && open && !event.shiftKey && offered.to > offered.from) accept(Math.max(0, chosen));
    else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      close();
    } else return;
    event.preventDefault();
  }

  return t.form({ class: 'query', onSubmit: (event) => {
    event.preventDefault();
    close();
    search(text);
  } },
    t.span({ class: 'query-icon' }, icon('search', 14)),
    t.input({ ref: input, 'data-search': '', type: 'text', value: text, spellcheck: false, autocomplete: 'off',
      autocapitalize: 'off', enterkeyhint: 'search', 'aria-label': 'Query',
      placeholder: EXAMPLES[signal],
      role: 'combobox', 'aria-expanded': open, 'aria-controls': 'suggestions', 'aria-autocomplete': 'list',
      'aria-activedescendant': open && chosen >= 0 && chosen < offered.items.length ? `suggestion-${chosen}` : undefined,
      'aria-invalid': refusal ? 'true' : undefined, 'aria-describedby': refusal ? 'query-refusal' : undefined,
      onInput: (event) => { setText(event.currentTarget.value); complete(); },
      onClick: () => complete(0), onBlur: close, onKeyDown: key }),
    text !== '' && t.button({ class: 'quiet', type: 'button', 'aria-label': 'Clear the query',
      onClick: () => { setText(''); close(); search(''); } }, icon('close', 12)),
    t.button({ class: 'quiet query-help', type: 'button', title: 'Examples (?)', 'aria-label': 'Examples of queries',
      onClick: help }, '?'),
    t.div({ class: 'suggestions', hidden: !open, onMouseDown: (event) => event.preventDefault() },
      t.p({ class: 'suggestions-title' }, offered?.title ?? ''),
      t.ul({ id: 'suggestions', role: 'listbox', 'aria-label': 'Suggestions' },
        ...(offered?.items ?? []).map((item, i) => t.li({ key: `${item.kind} ${item.text}`, id: `suggestion-${i}`, role: 'option',
          'aria-selected': i === chosen, class: classes(item.kind), onClick: () => accept(i) },
          t.span({ class: 'suggestion-text' }, oneLine(item.text, 200)),
          t.span({ class: 'muted' }, item.note))))),
    refusal && !open && t.div({ class: 'query-refusal', id: 'query-refusal', role: 'alert' },
      at !== null && at <= query.length && t.code({ 'aria-hidden': 'true' },
        query.slice(Math.max(0, at - 60), at), t.mark(null, query[at] ?? ' '), query.slice(at + 1, at + 60)),
      t.span(null, refusal.message.replace(/^q: /, ''))));
}

/** @returns {Suggestions['items']} */
const recentOnes = () => recent().slice(0, 5).map((query) => ({ text: query, insert: query, note: 'recent', kind: 'recent' }));

/** The conditions of the query, each of which can be turned around or taken away. */
/** @param {{query: string, search: (text: string) => void}} properties */
function Chips({ query, search }) {
  const parts = clauses(query);
  /** @param {number} at @param {string | null} text */
  const replace = (at, text) => search(joined(parts.flatMap((part, i) =>
    (i !== at ? [part.text] : text === null ? [] : [text]))));
  return t.ul({ class: 'chips', 'aria-label': 'Conditions' }, ...parts.map((part, i) =>
    t.li({ key: part.text, class: classes('chip', part.negated && 'negated') },
      t.button({ type: 'button', class: 'chip-not', 'aria-pressed': part.negated,
        title: part.negated ? 'Excluded; click to include' : 'Included; click to exclude',
        'aria-label': `Not ${affirmed(part)}`, onClick: () => replace(i, negation(part)) }, part.negated ? 'not' : 'is'),
      t.code(null, oneLine(affirmed(part), 120)),
      t.button({ type: 'button', class: 'chip-remove', 'aria-label': `Remove ${part.text}`, title: 'Remove',
        onClick: () => replace(i, null) }, icon('close', 11)))));
}
