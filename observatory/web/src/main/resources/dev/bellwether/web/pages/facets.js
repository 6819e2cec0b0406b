// What the matching records have in common: for each of a few keys the most frequent values, to
// look at only one of them or at all others.
import { useState } from 'preact/hooks';
import { change } from './address.js';
import { url, usePolled } from './ask.js';
import { count, percent } from './format.js';
import { icon } from './icons.js';
import { clause, clauses, hasClause, withClause, withoutClause } from './query.js';
import { breakable, oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').AttributeKeysJson} AttributeKeys */
/** @typedef {AttributeKeys['signals'][number]} Signal */
/** @typedef {Signal['keys'][number]} Key */

const FACETS_MAX = 14;
const OPEN_AT_FIRST = 5;
const VALUES_AT_FIRST = 5;
const VALUES_MAX = 20;
/** More different values than this are no choice but a search. */
const DISTINCT_MAX = 200;
/** Always first, in this order. */
const FIRST = ['service.name', 'status', 'severity', 'name', 'kind'];

/** @param {{signal: 'traces' | 'logs', query: string, parameters: URLSearchParams}} properties */
export function Facets({ signal, query, parameters }) {
  const range = timeRange(parameters);
  /** @type {import('./ask.js').Polled<AttributeKeys>} */
  const polled = usePolled((now) => url('/api/attributes', {
    ...bounds(range, now), signal, q: query, limit: String(VALUES_MAX) }),
  { live: isLive(parameters), everyMillis: 10_000 });
  const counts = polled.answer?.signals[0] ?? null;
  const what = signal === 'logs' ? 'log records' : 'spans';
  const [open, setOpen] = useState(innerWidth > 900);
  return t.aside({ class: 'facets', 'aria-label': 'Narrow down' },
    t.details({ open, onToggle: (event) => setOpen(event.currentTarget.open) },
      t.summary({ class: 'facets-title' }, 'Narrow down'),
      counts === null ? t.p({ class: 'muted skeleton' }, 'Counting …') : [
        ...chosen(counts, query).map((key, i) => h(Facet, { key: key.key, counted: key, records: counts.records, query,
          open: i < OPEN_AT_FIRST })),
        t.p({ class: 'muted facets-note' }, counts.records === 0 ? `No ${what} to count.`
          : `Counted over ${counts.truncated ? 'the newest ' : ''}${count(counts.records)} ${what}.`,
        !counts.complete && ' The store ran out of time; there may be more.'),
      ]));
}

/** @param {Signal} counts @param {string} query */
function chosen(counts, query) {
  const asked = new Set(clauses(query).map((part) => part.field));
  /** @param {Key} key */
  const rank = (key) => {
    const first = FIRST.indexOf(key.key);
    return first >= 0 ? first : key.source === 'attribute' ? 10 : 20;
  };
  return counts.keys
    .filter((key) => key.values.length > 0 && (key.source !== 'field' || FIRST.includes(key.key)))
    .filter((key) => asked.has(key.key) || FIRST.includes(key.key)
      || (key.distinct > 1 && key.distinct <= DISTINCT_MAX && key.coverage >= 0.05))
    .sort((a, b) => rank(a) - rank(b) || b.records - a.records || a.distinct - b.distinct)
    .slice(0, FACETS_MAX);
}

/** @param {{counted: Key, records: number, query: string, open: boolean}} properties */
function Facet({ counted, records, query, open }) {
  const [all, showAll] = useState(false);
  const values = all ? counted.values : counted.values.slice(0, VALUES_AT_FIRST);
  const hidden = counted.distinct - values.length;
  return t.details({ class: 'facet', open },
    t.summary(null, t.span({ class: 'facet-key', title: counted.key }, ...breakable(counted.key)),
      t.span({ class: 'muted' }, counted.coverage < 0.995 ? percent(counted.records, records) : '')),
    t.ul(null, ...values.map(({ value, records: having }) => {
      const text = clause(counted.key, value);
      const on = hasClause(query, text);
      return t.li({ key: value, class: classes('facet-value', on && 'on'), style: { '--share': `${100 * having / records}%` } },
        t.button({ type: 'button', class: 'facet-only', 'aria-pressed': on, title: on ? 'Look at the others again' : `Only ${value.slice(0, 200)}`,
          onClick: () => change({ q: on ? withoutClause(query, text) : withClause(query, text), limit: null }, 'step') },
        t.span({ class: 'facet-text' }, value === '' ? t.i(null, 'empty') : oneLine(value, 80)), t.span({ class: 'muted' }, count(having))),
        t.button({ type: 'button', class: 'facet-not', title: 'Exclude', 'aria-label': `Exclude ${value.slice(0, 60)}`,
          onClick: () => change({ q: withClause(query, `not ${text}`), limit: null }, 'step') }, icon('close', 11)));
    })),
    hidden > 0 && (all || counted.values.length <= VALUES_AT_FIRST
      ? t.p({ class: 'muted facet-more' }, `${count(hidden)} more; search for them`)
      : t.button({ type: 'button', class: 'text facet-more', onClick: () => showAll(true) }, `${count(hidden)} more`)));
}
