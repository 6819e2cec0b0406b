// What may come next in a query: keys and values with how often they occur, counted by the API over
// the newest records in the range of time.
import { ask, url } from './ask.js';
import { count, percent } from './format.js';
import { metricKeys } from './metric-keys.js';
import { contextAt, literal } from './query.js';
import { bounds } from './time-range.js';

/** @typedef {import('./api.d.ts').AttributeKeysJson} AttributeKeys */
/** @typedef {AttributeKeys['signals'][number]} Signal */
/** @typedef {{text: string, insert: string, note: string, kind: 'key' | 'value' | 'word' | 'recent'}} Suggestion */
/** @typedef {{title: string, from: number, to: number, items: Suggestion[]}} Suggestions */

const SHOWN_MAX = 12;
/** As long as the answer to the same question may be used again. */
const KEPT_MILLIS = 20_000;
const KEPT_MAX = 50;

/** @type {Map<string, {at: number, signal: Promise<Signal>}>} */
const kept = new Map();

/**
 * @param {'traces' | 'logs' | 'metrics'} signal @param {import('./time-range.js').TimeRange} range
 * @param {Record<string, string>} more
 * @returns {Promise<Signal>}
 */
function counted(signal, range, more) {
  const question = JSON.stringify([signal, range.text, more]);
  const known = kept.get(question);
  if (known && Date.now() - known.at < KEPT_MILLIS) return known.signal;
  const answer = signal === 'metrics' ? metricKeys(bounds(range, Date.now()), more)
    : ask(url('/api/attributes', { ...bounds(range, Date.now()), signal, ...more }))
      .then((reply) => /** @type {{body: AttributeKeys}} */ (reply).body.signals[0]);
  answer.catch(() => kept.delete(question));
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(question, { at: Date.now(), signal: answer });
  return answer;
}

/** Fields with an order, and what is worth comparing them with. */
/** @type {Record<string, string[]>} */
const RANGES = { duration: ['> 100ms', '> 500ms', '> 1s', '< 10ms'], severity: [': error', '>= warn', ': info'] };

/**
 * @param {string} text @param {number} caret
 * @param {'traces' | 'logs' | 'metrics'} signal @param {import('./time-range.js').TimeRange} range
 * @returns {Promise<Suggestions>}
 */
export async function suggestions(text, caret, signal, range) {
  const { place, key, begun, from, to } = contextAt(text, caret);
  const at = { from, to };
  if (place === 'keyword') {
    return { ...at, title: 'go on', items: ['and', 'and not', 'or'].map((word) =>
      ({ text: word, insert: `${/\s$/.test(text.slice(0, caret)) || caret === 0 ? '' : ' '}${word} `, note: '', kind: 'word' })) };
  }
  if (place === 'operator') return { ...at, title: '', items: operators(key) };
  return place === 'field'
    ? keys(await counted(signal, range, { limit: '1' }), begun, at)
    : values(await counted(signal, range, { key, prefix: begun.replace(/\*$/, ''), limit: String(SHOWN_MAX) }), key, at);
}

/** @param {string} key @returns {Suggestion[]} */
const operators = (key) => [...(RANGES[key] ?? [': ']), ...(RANGES[key] ? [] : [': *'])].map((operator) =>
  ({ text: operator.trim() === ':' ? ': a value' : operator === ': *' ? ': * is there' : operator,
    insert: operator.endsWith(' ') ? operator : `${operator} `, note: '', kind: 'word' }));

/** @param {Signal} counts @param {string} begun @param {{from: number, to: number}} at @returns {Suggestions} */
function keys(counts, begun, at) {
  const wanted = begun.toLowerCase();
  const items = counts.keys.filter(({ key }) => key.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a, wanted) - rank(b, wanted) || b.records - a.records)
    .slice(0, SHOWN_MAX)
    .map(({ key, records, distinct }) => /** @type {Suggestion} */ ({ text: key, kind: 'key',
      insert: `${literal(key)} ${key in RANGES ? '' : ': '}`,
      note: `${percent(records, counts.records)}${distinct > 0 ? ` · ${count(distinct)} values` : ''}` }));
  return { ...at, title: `keys in ${newest(counts)}`, items };
}

/** Fields first, then what begins so, then the longest names last. */
/** @param {Signal['keys'][number]} key @param {string} wanted */
const rank = (key, wanted) => (key.key.toLowerCase().startsWith(wanted) ? 0 : 4)
  + (key.source === 'field' ? 0 : key.source === 'attribute' ? 1 : 2);

/** @param {Signal} counts @param {string} key @param {{from: number, to: number}} at @returns {Suggestions} */
function values(counts, key, at) {
  const known = counts.keys[0];
  return { ...at, title: `${key} in ${newest(counts)}`, items: (known?.values ?? []).map(({ value, records }) =>
    ({ text: value, insert: `${literal(value)} `, note: count(records), kind: 'value' })) };
}

/** @param {Signal} counts */
const newest = (counts) => `${counts.truncated ? 'the newest ' : ''}${count(counts.records)} `
  + (/** @type {Record<string, string>} */ ({ logs: 'log records', metrics: 'metrics' })[counts.signal] ?? 'spans');

const HISTORY = 'bellwether.queries';
const HISTORY_MAX = 20;

/** @returns {string[]} newest first */
export function recent() {
  try {
    const stored = JSON.parse(localStorage.getItem(HISTORY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** @param {string} query */
export function remember(query) {
  if (query === '' || query.length > 1000) return;
  localStorage.setItem(HISTORY, JSON.stringify([query, ...recent().filter((each) => each !== query)].slice(0, HISTORY_MAX)));
}
