// Two traces side by side: where the time of one went that the other did not need, and what happened
// in only one of them.
import { useMemo, useState } from 'preact/hooks';
import { href } from './address.js';
import { usePolled } from './ask.js';
import { asText } from './attributes.js';
import { serviceColour } from './colours.js';
import { count, counted, dateAndClock, epochMillis, nanos } from './format.js';
import { icon } from './icons.js';
import { breakable, oneLine } from './text.js';
import { pairsOf } from './trace-compare-tree.js';
import { treeOf } from './trace-tree.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').TraceJson} TraceAnswer */
/** @typedef {import('./trace-compare-tree.js').Pair} Pair */
/** @typedef {import('./trace-compare-tree.js').Side} Side */

/** @param {string} first @param {string} second @returns {() => import('./ui.js').Markup} */
export const comparePage = (first, second) => () => h(ComparePage, { first, second });

/** @param {{first: string, second: string}} properties */
function ComparePage({ first, second }) {
  document.title = 'Two traces · Bellwether';
  /** @type {import('./ask.js').Polled<TraceAnswer>} */
  const a = usePolled(() => `/api/traces/${encodeURIComponent(first)}`, { live: false, everyMillis: 60_000 });
  /** @type {import('./ask.js').Polled<TraceAnswer>} */
  const b = usePolled(() => `/api/traces/${encodeURIComponent(second)}`, { live: false, everyMillis: 60_000 });
  const refusal = a.refusal ?? b.refusal;
  if (refusal) {
    return t.div({ class: 'empty' }, t.h1(null, 'These two cannot be compared'), t.p(null, refusal.message),
      t.p(null, t.a({ href: href('/traces') }, 'To the traces')));
  }
  if (!a.answer || !b.answer) return t.p({ class: 'empty skeleton' }, 'Reading two traces …');
  return h(Comparison, { a: a.answer, b: b.answer });
}

/** @param {{a: TraceAnswer, b: TraceAnswer}} properties */
function Comparison({ a, b }) {
  const trees = useMemo(() => [treeOf(a), treeOf(b)], [a, b]);
  const { pairs, truncated } = useMemo(() => pairsOf(trees[0], trees[1]), [trees]);
  const [chosen, choose] = useState(/** @type {string | null} */ (null));
  const longest = Math.max(trees[0].duration, trees[1].duration);
  const widest = pairs.reduce((most, pair) => Math.max(most, Math.abs(difference(pair))), 1);
  const pair = pairs.find(({ id }) => id === chosen);
  return t.div({ class: 'compare-page' },
    t.div({ class: 'compare-main' },
      t.div({ class: 'compare-heads' }, t.h1(null, 'Two traces'),
        h(Head, { letter: 'A', trace: a, duration: trees[0].duration, errors: trees[0].errors }),
        h(Head, { letter: 'B', trace: b, duration: trees[1].duration, errors: trees[1].errors }),
        t.p({ class: 'compare-sum' }, inWords(trees[1].duration - trees[0].duration, trees[0].duration),
          t.a({ class: 'button', href: href(`/trace/${b.traceId}/vs/${a.traceId}`) }, 'Swap'))),
      t.div({ class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Spans of both traces' },
        t.table({ class: 'list compare' },
          t.thead(null, t.tr(null, ...['Service and operation', 'A above, B below', 'A', 'B', 'Difference'].map((name, i) =>
            t.th({ scope: 'col', class: i > 1 && i < 4 ? 'number' : '' }, name)))),
          t.tbody(null, ...pairs.map((each) => h(PairRow, { key: each.id, pair: each, longest, widest,
            selected: each.id === chosen, select: () => choose(each.id === chosen ? null : each.id) })))),
        truncated && t.p({ class: 'truncated' }, `Only the first ${count(pairs.length)} rows are compared.`))),
    pair && h(Differences, { pair, close: () => choose(null) }));
}

/** @param {{letter: string, trace: TraceAnswer, duration: number, errors: number}} properties */
function Head({ letter, trace, duration, errors }) {
  const root = trace.spans[0];
  return t.p({ class: 'compare-head' }, t.b({ class: 'compare-letter' }, letter),
    t.a({ href: href(`/trace/${trace.traceId}`) }, oneLine(`${root.service} ${root.name}`, 80)), t.b(null, nanos(duration)),
    t.span({ class: 'muted' }, counted(trace.spans.length, 'span')),
    errors > 0 && t.span({ class: 'error-mark' }, icon('failing', 12), counted(errors, 'error')),
    t.span({ class: 'muted' }, dateAndClock(epochMillis(root.startUnixNano))));
}

/** @param {number} more @param {number} whole */
function inWords(more, whole) {
  if (Math.abs(more) < whole / 100) return 'Both took equally long. ';
  return `B took ${nanos(Math.abs(more))} ${more > 0 ? 'longer' : 'less'} than A. `;
}

/** @param {Pair} pair nanoseconds that B took more */
const difference = (pair) => (pair.second?.total ?? 0) - (pair.first?.total ?? 0);

/** @param {{pair: Pair, longest: number, widest: number, selected: boolean, select: () => void}} properties */
function PairRow({ pair, longest, widest, selected, select }) {
  const side = /** @type {Side} */ (pair.first ?? pair.second);
  const { span } = side.node;
  const more = difference(pair);
  const alone = !pair.first ? 'only in B' : !pair.second ? 'only in A' : '';
  return t.tr({ 'aria-selected': selected, class: alone && 'alone', style: { '--service': serviceColour(span.service), '--depth': Math.min(pair.depth, 20) }, onClick: select },
    t.th({ scope: 'row', class: 'compare-name' },
      t.button({ type: 'button', class: 'compare-open', 'aria-expanded': selected, onClick: (event) => { event.stopPropagation(); select(); } },
        side.count > 1 && t.span({ class: 'repeats' }, `${counts(pair)} ×`),
        t.span({ class: 'span-service' }, oneLine(span.service, 60)),
        t.span({ class: 'span-operation' }, oneLine(span.name, 120))),
      alone && t.span({ class: 'folded-count' }, alone)),
    t.td({ class: 'compare-bars' }, bar(pair.first, longest, 'A'), bar(pair.second, longest, 'B')),
    t.td({ class: 'number' }, duration(pair.first)), t.td({ class: 'number' }, duration(pair.second)),
    t.td({ class: 'compare-difference' }, t.div(null,
      t.span({ class: 'difference-track' }, t.span({ class: more > 0 ? 'more' : 'less',
        style: { width: `${50 * Math.abs(more) / widest}%` } })),
      t.span({ class: 'number' }, `${more > 0 ? '+' : more < 0 ? '−' : ''}${nanos(Math.abs(more))}`))));
}

/** @param {Pair} pair */
const counts = ({ first, second }) => (first && second && first.count !== second.count
  ? `${count(first.count)} / ${count(second.count)}` : count((first ?? second)?.count ?? 0));

/** @param {Side | null} side @param {number} longest @param {string} letter */
const bar = (side, longest, letter) => t.div({ class: 'compare-track' }, side && t.span({
  class: classes('span-bar', letter === 'B' && 'second', side.failed > 0 && 'failed'),
  style: { left: `${100 * side.start / longest}%`, width: `max(2px, ${100 * (side.end - side.start) / longest}%)` } }));

/** @param {Side | null} side */
const duration = (side) => (side === null ? '–' : [side.failed > 0 && t.span({ class: 'error-mark', role: 'img', 'aria-label': 'failed' }, icon('failing', 11)), nanos(side.total)]);

/** What the two spans say differently. */
/** @param {{pair: Pair, close: () => void}} properties */
function Differences({ pair, close }) {
  const [a, b] = [pair.first?.node.span ?? null, pair.second?.node.span ?? null];
  const keys = [...new Set([...Object.keys(a?.attributes ?? {}), ...Object.keys(b?.attributes ?? {})])].sort();
  const text = (/** @type {Record<string, unknown> | undefined} */ attributes, /** @type {string} */ key) =>
    (attributes && key in attributes ? oneLine(asText(attributes[key]), 300) : '–');
  const rows = keys.map((key) => ({ key, a: text(a?.attributes, key), b: text(b?.attributes, key) }));
  const unlike = rows.filter((row) => row.a !== row.b);
  return t.aside({ class: 'panel span-panel', 'aria-label': 'Differences of the two spans' },
    t.header(null, t.div({ class: 'span-title' }, t.h2(null, oneLine(a?.name ?? b?.name ?? '', 200))),
      t.button({ class: 'quiet', type: 'button', onClick: close, 'aria-label': 'Close the panel' }, icon('close'))),
    t.div({ class: 'panel-body', tabIndex: 0, role: 'region', 'aria-label': 'Attributes that differ' },
      t.h3(null, a && b ? `Attributes that differ · ${unlike.length} of ${rows.length}` : 'Attributes'),
      unlike.length === 0 ? t.p({ class: 'muted' }, 'Every attribute is the same in both.')
        : t.dl({ class: 'differences' }, ...unlike.map((row) => t.div({ key: row.key }, t.dt(null, ...breakable(row.key)),
          t.dd(null, t.b({ class: 'compare-letter' }, 'A'), row.a), t.dd(null, t.b({ class: 'compare-letter' }, 'B'), row.b))))));
}
