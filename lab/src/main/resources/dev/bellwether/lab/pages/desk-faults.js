// What goes wrong just now, and making it go wrong: only where the instructor allows it.
import { useState } from 'preact/hooks';
import { ask, words } from './ask.js';
import { icon } from './icons.js';
import { t } from './ui.js';

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {import('./desk.js').Wrong} Wrong */
/** @typedef {'region' | 'customer' | 'symbol' | 'browser' | 'speed' | 'percent' | 'millis' | 'points'} Part */

/** The paths of monkey: what is in braces is asked for. */
/** @type {{title: string, kind: string, path: string}[]} */
const KINDS = [
  { title: 'Slow market data of a region', kind: 'slow-market-data', path: '/latency/region/{region}/{millis}' },
  { title: 'Model exceptions in a region', kind: 'model-exception', path: '/err/model/region/{region}/{percent}' },
  { title: 'Database errors of a region', kind: 'database-error', path: '/err/db/region/{region}/{percent}' },
  { title: 'Database errors of a customer', kind: 'database-error', path: '/err/db/customer/{customer}/{percent}' },
  { title: 'Malformed requests of a browser', kind: 'malformed-request', path: '/err/browser/{browser}?region={region}' },
  { title: 'Skewed market of a symbol', kind: 'market-skew', path: '/skew_market_factor/symbol/{symbol}/{points}' },
  { title: 'Surge in a region', kind: 'throughput-surge', path: '/tput/region/{region}/{speed}' },
  { title: 'Surge of a customer', kind: 'throughput-surge', path: '/tput/customer/{customer}/{speed}' },
  { title: 'Surge of a symbol', kind: 'throughput-surge', path: '/tput/symbol/{symbol}/{speed}' },
  { title: 'A region through the canary', kind: 'canary-routing', path: '/canary/region/{region}' },
  { title: 'Expensive hash', kind: 'expensive-hash', path: '/flags/HASHNEWALG' },
  { title: 'Garbage collection', kind: 'garbage-collection', path: '/flags/GC' },
  { title: 'Slow query', kind: 'slow-query', path: '/flags/SLOWQUERY' },
  { title: 'Clearing house: slow', kind: 'external-slow', path: '/external/slow/{millis}' },
  { title: 'Clearing house: refuses', kind: 'external-refuses', path: '/external/refuse/{percent}' },
  { title: 'Clearing house: away', kind: 'external-away', path: '/external/away/{percent}' },
];

const GROUPS = ['error', 'test', 'tput', 'market'];

/** @type {Record<string, {label: string, first: string, min?: string, max?: string}>} */
const NUMBERS = {
  percent: { label: 'Percent', first: '100', min: '1', max: '100' },
  millis: { label: 'Milliseconds', first: '800', min: '1', max: '8000' },
  points: { label: 'Points', first: '120', min: '-200', max: '200' },
};

/** @param {{desk: Desk, changed: (desk: Desk) => void}} properties */
export function Faults({ desk, changed }) {
  const [kind, setKind] = useState(0);
  const [values, setValues] = useState(/** @type {Record<string, string>} */ ({}));
  const [problem, setProblem] = useState('');
  /** @type {Record<string, string[]>} */
  const choices = {
    region: desk.regions, symbol: desk.symbols, customer: desk.customers.map((one) => one.id),
    browser: [...new Set(desk.customers.map((one) => one.browser.split(' ')[0] ?? ''))].sort(), speed: ['normal', 'high'],
  };
  const { path } = KINDS[kind] ?? { path: '' };
  const parts = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  /** @param {string} part */
  const valueOf = (part) => values[part] ?? choices[part]?.[0] ?? NUMBERS[part]?.first ?? '';
  /** @param {string} part @param {string} value */
  const set = (part, value) => setValues({ ...values, [part]: value });

  /** @param {'POST' | 'DELETE'} method @param {string} wanted */
  const order = (method, wanted) => ask(method, '/api/desk/faults', { parameters: { path: wanted } })
    .then((after) => { changed(after); setProblem(''); }, (failure) => setProblem(words(failure)));

  /** @param {SubmitEvent} event */
  function begin(event) {
    event.preventDefault();
    order('POST', path.replace(/\{(\w+)\}/g, (_, part) => encodeURIComponent(valueOf(part))));
  }

  async function stopAll() {
    for (const group of GROUPS) await order('POST', `/reset/${group}`);
  }

  return t.section({ class: 'card faults', 'aria-labelledby': 'faults-title' },
    t.div({ class: 'trades-head' },
      t.h2({ id: 'faults-title' }, 'Faults'),
      desk.wrong.length > 0 && t.button({ type: 'button', class: 'button', onClick: stopAll }, icon('close', 14), 'Stop all')),
    t.ul({ class: 'wrong', 'aria-label': 'What goes wrong just now' },
      ...desk.wrong.map((one) => t.li(null, t.strong(null, titleOf(one)), t.span({ class: 'muted' }, details(one))))),
    desk.wrong.length === 0 && t.p({ class: 'muted' }, 'All is well.'),
    t.form({ class: 'begin', onSubmit: begin },
      t.label({ class: 'field' }, t.span(null, 'Let go wrong'),
        t.select({ value: String(kind), onChange: (event) => setKind(Number(event.currentTarget.value)) },
          ...KINDS.map((one, number) => t.option({ value: String(number) }, one.title)))),
      ...parts.map((part) => choices[part]
        ? t.label({ class: 'field', key: part }, t.span(null, capital(part)),
          t.select({ value: valueOf(part), onChange: (event) => set(part, event.currentTarget.value) },
            ...choices[part].map((one) => t.option({ value: one }, one))))
        : t.label({ class: 'field', key: part }, t.span(null, NUMBERS[part]?.label),
          t.input({ type: 'number', required: true, min: NUMBERS[part]?.min, max: NUMBERS[part]?.max, value: valueOf(part),
            onInput: (event) => set(part, event.currentTarget.value) }))),
      t.div({ class: 'order-end' },
        t.button({ type: 'submit', class: 'button' }, 'Begin'),
        t.p({ role: 'status', class: 'order-result has-errors' }, problem))));
}

/** @param {Wrong} one */
const titleOf = (one) => capital(one.kind.replaceAll('-', ' '));

/** @param {Wrong} one */
const details = (one) => [one.where, one.percent < 100 && `${one.percent} %`, one.amount !== 0 && `strength ${one.amount}`,
  `until ${new Date(one.until).toLocaleTimeString('en-GB')}`].filter(Boolean).join(' · ');

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
