// All keys that records carry: on which signals, of which types, how many values. One of them can be
// looked at closely beside the list.
import { change } from './address.js';
import { url, usePolled } from './ask.js';
import { CoverageOfKey } from './coverage.js';
import { count, counted, percent } from './format.js';
import { useRefusal } from './search.js';
import { breakable, oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').AttributeKeysJson} AttributeKeys */
/** @typedef {AttributeKeys['signals'][number]['keys'][number]} Key */
/** @typedef {{key: string, source: string, types: string[], spans: Key | null, logs: Key | null}} Row */

const TOP_VALUES = 4;

/** @type {Record<string, string>} */
const SOURCES = { attribute: 'on records', resource: 'on resources' };

/** @param {{parameters: URLSearchParams}} properties */
export function AttributeKeysPage({ parameters }) {
  document.title = 'Attributes · Bellwether';
  const range = timeRange(parameters);
  const query = parameters.get('q') ?? '';
  const chosen = parameters.get('key');
  const filter = parameters.get('find') ?? '';
  const source = parameters.get('source') ?? '';
  /** @type {import('./ask.js').Polled<AttributeKeys>} */
  const polled = usePolled((now) => url('/api/attributes', { ...bounds(range, now), q: query, limit: String(TOP_VALUES) }),
    { live: isLive(parameters), everyMillis: 5000 });
  useRefusal(polled.refusal);
  const rows = polled.answer && merged(polled.answer);
  const shown = rows?.filter((row) => (source === '' || row.source === source) && matches(row, filter)) ?? [];
  const records = Object.fromEntries(polled.answer?.signals.map((signal) => [signal.signal, signal.records]) ?? []);

  return t.div({ class: classes('list-page', 'attribute-page', chosen !== null && 'with-detail') },
    t.h1({ class: 'unseen' }, 'Attributes'),
    t.div({ class: 'list-columns' },
      t.div({ class: 'list-main' },
        t.div({ class: 'tools' },
          t.input({ type: 'search', class: 'key-filter', value: filter, placeholder: 'Find a key or a value',
            'aria-label': 'Find a key or a value', onInput: (event) => change({ find: event.currentTarget.value }) }),
          ...Object.entries(SOURCES).map(([name, text]) => t.button({ key: name, type: 'button', class: 'button',
            'aria-pressed': source === name, onClick: () => change({ source: source === name ? null : name }) }, text)),
          rows && t.span({ class: 'tools-end', role: 'status' }, summary(shown.length, records))),
        t.div({ class: classes('scroll', polled.loading && rows !== null && 'refreshing'), tabIndex: 0, role: 'region', 'aria-label': 'Keys' },
          polled.refusal ? t.p({ class: 'empty' }, 'The query cannot be read.')
            : rows === null ? t.p({ class: 'empty skeleton' }, 'Counting …')
              : shown.length === 0 ? h(NoKeys, { any: rows.length > 0 })
                : h(KeyTable, { rows: shown, chosen, records }))),
      chosen !== null && h(CoverageOfKey, { key: chosen, attribute: chosen, parameters })));
}

/** @param {{any: boolean}} properties */
const NoKeys = ({ any }) => t.p({ class: 'empty' }, any ? 'No key or value contains that. '
  : 'No records with attributes in this time. ',
any && t.button({ type: 'button', class: 'text', onClick: () => change({ find: null, source: null }) }, 'Show all keys'));

/** @param {number} keys @param {Record<string, number>} records */
const summary = (keys, records) =>
  `${counted(keys, 'key')}, counted over ${counted(records.traces ?? 0, 'span')} and ${counted(records.logs ?? 0, 'log record')}`;

/** @param {{rows: Row[], chosen: string | null, records: Record<string, number>}} properties */
function KeyTable({ rows, chosen, records }) {
  return t.table({ class: 'list key-list' },
    t.thead(null, t.tr(null, t.th(null, 'Key'), t.th({ class: 'column-type' }, 'Type'),
      t.th(null, 'Spans'), t.th(null, 'Logs'), t.th({ class: 'number column-distinct' }, 'Values'),
      t.th({ class: 'column-values' }, 'Most frequent'))),
    t.tbody(null, ...rows.map((row) => h(KeyRow, { key: row.key, row, chosen: row.key === chosen, records }))));
}

/** @param {{row: Row, chosen: boolean, records: Record<string, number>}} properties */
function KeyRow({ row, chosen, records }) {
  const best = row.spans ?? row.logs;
  return t.tr({ 'aria-selected': chosen },
    t.th({ scope: 'row' }, t.button({ type: 'button', class: 'text key-name', 'aria-expanded': chosen,
      onClick: () => change({ key: chosen ? null : row.key }, 'step') }, t.span(null, ...breakable(row.key)))),
    t.td({ class: classes('column-type', row.types.length > 1 && 'conflict') }, row.types.join(', ')),
    t.td(null, h(Share, { counted: row.spans, records: records.traces ?? 0, what: 'spans' })),
    t.td(null, h(Share, { counted: row.logs, records: records.logs ?? 0, what: 'log records' })),
    t.td({ class: 'number column-distinct' }, count(Math.max(row.spans?.distinct ?? 0, row.logs?.distinct ?? 0))),
    t.td({ class: 'column-values muted' }, best?.values.map(({ value }) => (value === '' ? '(empty)' : oneLine(value, 40))).join(' · ')));
}

/** @param {{counted: Key | null, records: number, what: string}} properties */
function Share({ counted: having, records, what }) {
  if (having === null) return t.span({ class: 'muted' }, '–');
  return t.span({ class: 'share', title: `${count(having.records)} of ${count(records)} ${what}` },
    t.span({ class: 'share-track', 'aria-hidden': 'true' }, t.span({ style: { width: `${Math.max(2, 100 * having.coverage)}%` } })),
    t.span(null, having.records === records ? '100 %' : percent(having.records, records)));
}

/** One row per key of both signals: the attributes of records first, then those of resources. */
/** @param {AttributeKeys} answer @returns {Row[]} */
function merged(answer) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  for (const { signal, keys } of answer.signals) {
    for (const key of keys.filter(({ source }) => source !== 'field')) {
      const row = rows.get(key.key) ?? { key: key.key, source: key.source, types: [], spans: null, logs: null };
      row.types = [...new Set([...row.types, ...key.types])];
      row[signal === 'logs' ? 'logs' : 'spans'] = key;
      rows.set(key.key, row);
    }
  }
  /** @param {Row} row */
  const weight = (row) => (row.spans?.records ?? 0) + (row.logs?.records ?? 0);
  return [...rows.values()].sort((a, b) => Number(a.source === 'resource') - Number(b.source === 'resource')
    || weight(b) - weight(a) || (a.key < b.key ? -1 : 1));
}

/** @param {Row} row @param {string} filter */
function matches(row, filter) {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '' || row.key.toLowerCase().includes(wanted)) return true;
  return [row.spans, row.logs].some((key) => key?.values.some(({ value }) => value.toLowerCase().includes(wanted)));
}
