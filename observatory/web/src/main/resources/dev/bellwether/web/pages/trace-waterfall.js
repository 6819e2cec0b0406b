// The waterfall: a tree grid in which only the rows in sight exist, so that ten thousand spans cost
// as much as forty.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { serviceColour } from './colours.js';
import { count, counted, nanos } from './format.js';
import { icon } from './icons.js';
import { oneLine } from './text.js';
import { ticks } from './trace-tree.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./trace-tree.js').Row} Row */
/** @typedef {import('./trace-minimap.js').Section} Section */

/** @typedef {{start: number, end: number}} Stretch nanoseconds after the start of the trace */

export const ROW_HEIGHT = 26;
/** Rows kept above and below the sight, so that a flick of the wheel shows no gap. */
const SPARE_ROWS = 8;
/** Deeper spans are indented no further, or nothing of their names would be left. */
const INDENTED_DEPTH_MAX = 24;

/**
 * @param {{rows: Row[], section: Section, selected: string | null, toggled: ReadonlySet<string>,
 *   found: ReadonlySet<string> | null, critical: ReadonlyMap<string, Stretch[]> | null,
 *   select: (row: Row) => void, toggle: (id: string) => void}} properties `critical`: when which span held up the trace
 */
export function Waterfall({ rows, section, selected, toggled, found, critical, select, toggle }) {
  const scroller = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [sight, setSight] = useState({ first: 0, count: 40 });
  const at = rows.findIndex((row) => row.id === selected);

  const look = () => {
    const element = scroller.current;
    if (!element) return;
    const first = Math.max(0, Math.floor(element.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
    const count = Math.ceil(element.clientHeight / ROW_HEIGHT) + 2 * SPARE_ROWS;
    setSight((before) => (before.first === first && before.count === count ? before : { first, count }));
  };
  useLayoutEffect(() => {
    look();
    const resizing = new ResizeObserver(look);
    resizing.observe(/** @type {HTMLElement} */ (scroller.current));
    return () => resizing.disconnect();
  }, []);
  useEffect(() => { if (at >= 0) bringIntoSight(scroller.current, at); }, [selected]);

  const visible = rows.slice(sight.first, sight.first + sight.count);
  return t.div({ class: 'waterfall' },
    h(Ruler, { section }),
    t.div({ class: 'waterfall-scroll', ref: scroller, onScroll: look },
      t.div({ class: 'waterfall-rows', role: 'treegrid', tabIndex: 0, 'aria-label': 'Spans', 'aria-rowcount': rows.length,
        'aria-activedescendant': at >= sight.first && at < sight.first + sight.count ? `row-${at}` : undefined,
        style: { height: `${rows.length * ROW_HEIGHT}px` } },
      ...visible.map((row, i) => {
        const common = { key: row.id, index: sight.first + i, section, selected: row.id === selected,
          dim: found !== null && !found.has(row.id), select };
        if (row.kind === 'log') return h(LogRow, { ...common, row });
        if (row.kind === 'fold') return h(FoldRow, { ...common, row, open: toggled.has(row.id), toggle });
        return h(SpanRow, { ...common, row, collapsed: toggled.has(row.id), critical: critical?.get(row.id) ?? null, toggle });
      }))));
}

/** @param {HTMLElement | null} scroller @param {number} row */
function bringIntoSight(scroller, row) {
  if (!scroller) return;
  const top = row * ROW_HEIGHT;
  if (top < scroller.scrollTop) scroller.scrollTop = top - ROW_HEIGHT;
  else if (top + ROW_HEIGHT > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = top - scroller.clientHeight + 3 * ROW_HEIGHT;
  }
}

/** @param {{section: Section}} properties */
function Ruler({ section }) {
  const width = section.to - section.from;
  return t.div({ class: 'ruler', 'aria-hidden': 'true' },
    t.div({ class: 'ruler-name' }, 'Service and operation'),
    t.div({ class: 'ruler-time' }, ...ticks(section.from, section.to, innerWidth < 760 ? 2 : 6).map((tick) => {
      const share = (tick - section.from) / width;
      return t.span({ key: tick, style: { left: `${100 * share}%` } }, nanos(tick));
    })));
}

/**
 * @param {{row: Extract<Row, {kind: 'span'}>, index: number, section: Section, selected: boolean,
 *   collapsed: boolean, dim: boolean, critical: Stretch[] | null, select: (row: Row) => void,
 *   toggle: (id: string) => void}} properties
 */
function SpanRow({ row, index, section, selected, collapsed, dim, critical, select, toggle }) {
  const { node } = row;
  const { span } = node;
  const parent = node.children.length > 0 || node.logs.length > 0;
  const failed = span.status === 'error';
  return t.div({ role: 'row', id: `row-${index}`,
    class: classes('span-row', selected && 'selected', dim && 'dim', failed && 'failed', critical && 'critical'),
    'aria-rowindex': index + 1, 'aria-level': row.depth + 1, 'aria-selected': selected,
    'aria-expanded': parent ? !collapsed : undefined,
    style: { top: `${index * ROW_HEIGHT}px`, '--service': serviceColour(span.service),
      '--depth': Math.min(row.depth, INDENTED_DEPTH_MAX) },
    onClick: () => select(row) },
  t.div({ class: 'span-name', role: 'gridcell' },
    parent
      ? t.button({ class: classes('fold', collapsed && 'folded'), type: 'button', tabIndex: -1,
        'aria-label': collapsed ? `Expand ${node.descendants} spans` : 'Collapse',
        onClick: (event) => { event.stopPropagation(); toggle(row.id); } }, icon('down', 12))
      : t.span({ class: 'fold' }),
    t.span({ class: 'span-service' }, oneLine(span.service, 60)),
    t.span({ class: 'span-operation', title: oneLine(span.name) }, oneLine(span.name, 200)),
    span.links.length > 0 && t.span({ class: 'link-mark', role: 'img', 'aria-label': 'has links', title: counted(span.links.length, 'link') }, icon('link', 12)),
    failed && t.span({ class: 'error-mark', role: 'img', 'aria-label': 'failed',
      title: oneLine(span.statusMessage) || 'failed' }, icon('failing', 12)),
    collapsed && node.descendants > 0 && t.span({
      class: classes('folded-count', node.errorBelow && 'has-errors') }, `+${node.descendants}`)),
  t.div({ class: 'span-time', role: 'gridcell' }, bar(node.start, node.end, section),
    ...(critical ?? []).map((stretch) => criticalBar(stretch, section)),
    ...node.span.events.slice(0, EVENTS_MAX).map((event) => eventTick(event, node, section))));
}

/** More ticks than these in one bar are a blur. */
const EVENTS_MAX = 20;

/** What held up the whole trace, as a line under the bar. @param {Stretch} stretch @param {Section} section */
function criticalBar({ start, end }, section) {
  const width = section.to - section.from;
  const from = Math.max(0, (start - section.from) / width);
  const to = Math.min(1, (end - section.from) / width);
  return to > from && t.span({ class: 'critical-bar', style: { left: `${100 * from}%`, width: `max(2px, ${100 * (to - from)}%)` } });
}

/** @param {import('./api.d.ts').TraceJsonEvent} event @param {import('./trace-tree.js').SpanNode} node @param {Section} section */
function eventTick(event, node, section) {
  const at = node.start + Number(BigInt(event.timeUnixNano) - BigInt(node.span.startUnixNano));
  const share = (at - section.from) / (section.to - section.from);
  return share >= 0 && share <= 1 && t.span({ class: 'event-tick', title: oneLine(event.name, 80), style: { left: `${100 * share}%` } });
}

/** Repeats are drawn in one row, those that touch on this many pixels as one. */
const FOLD_PIECES_MAX = 120;

/**
 * @param {{row: Extract<Row, {kind: 'fold'}>, index: number, section: Section, selected: boolean, open: boolean,
 *   dim: boolean, toggle: (id: string) => void}} properties
 */
function FoldRow({ row, index, section, selected, open, dim, toggle }) {
  const { fold, node } = row;
  return t.div({ role: 'row', id: `row-${index}`,
    class: classes('span-row', 'span-fold', selected && 'selected', dim && 'dim'),
    'aria-rowindex': index + 1, 'aria-level': row.depth + 1, 'aria-selected': selected, 'aria-expanded': open,
    style: { top: `${index * ROW_HEIGHT}px`, '--service': serviceColour(node.span.service),
      '--depth': Math.min(row.depth, INDENTED_DEPTH_MAX) },
    onClick: () => toggle(row.id) },
  t.div({ class: 'span-name', role: 'gridcell' },
    t.button({ class: classes('fold', !open && 'folded'), type: 'button', tabIndex: -1,
      'aria-label': open ? 'Fold the repeats' : `Show all ${fold.nodes.length}`,
      onClick: (event) => { event.stopPropagation(); toggle(row.id); } }, icon('down', 12)),
    t.span({ class: 'repeats' }, `${count(fold.nodes.length)} ×`),
    t.span({ class: 'span-service' }, oneLine(node.span.service, 60)),
    t.span({ class: 'span-operation', title: oneLine(node.span.name) }, oneLine(node.span.name, 200)),
    t.span({ class: classes('folded-count', fold.failed > 0 && 'has-errors') },
      `${nanos(fold.total)} in all, longest ${nanos(fold.longest)}${fold.failed > 0 ? `, ${count(fold.failed)} failed` : ''}`)),
  t.div({ class: 'span-time', role: 'gridcell' }, ...pieces(fold, section).map(([from, to]) =>
    t.span({ class: 'span-bar', style: { left: `${100 * from}%`, width: `max(2px, ${100 * (to - from)}%)` } }))));
}

/** @param {import('./trace-tree.js').Fold} fold @param {Section} section @returns {[number, number][]} shares of the width */
function pieces(fold, section) {
  const width = section.to - section.from;
  /** @type {[number, number][]} */
  const joined = [];
  for (const node of fold.nodes) {
    const from = Math.max(0, (node.start - section.from) / width);
    const to = Math.min(1, (node.end - section.from) / width);
    if (to < from) continue;
    const last = joined[joined.length - 1];
    if (last && from - last[1] < 1 / FOLD_PIECES_MAX) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** @param {number} start @param {number} end @param {Section} section */
function bar(start, end, section) {
  const width = section.to - section.from;
  const left = (start - section.from) / width;
  const right = (end - section.from) / width;
  const text = nanos(end - start);
  if (right < 0) return t.span({ class: 'bar-text', style: { left: '4px' } }, `◂ ${text}`);
  if (left > 1) return t.span({ class: 'bar-text', style: { left: 'calc(100% + 8px)' } }, `${text} ▸`);
  const [from, to] = [Math.max(0, left), Math.min(1, right)];
  return [
    t.span({ class: 'span-bar', style: { left: `${100 * from}%`, width: `max(2px, ${100 * (to - from)}%)` } }),
    t.span({ class: 'bar-text', style: { left: `calc(${100 * to}% + 8px)` } }, right > 1 ? `${text} ▸` : text),
  ];
}

/**
 * @param {{row: Extract<Row, {kind: 'log'}>, index: number, section: Section, selected: boolean,
 *   dim: boolean, select: (row: Row) => void}} properties
 */
function LogRow({ row, index, section, selected, dim, select }) {
  const share = (row.at - section.from) / (section.to - section.from);
  return t.div({ role: 'row', id: `row-${index}`, 'data-severity': row.log.severity,
    class: classes('span-row', 'span-log', selected && 'selected', dim && 'dim'),
    'aria-rowindex': index + 1, 'aria-level': row.depth + 1, 'aria-selected': selected,
    style: { top: `${index * ROW_HEIGHT}px`, '--service': serviceColour(row.log.service),
      '--depth': Math.min(row.depth, INDENTED_DEPTH_MAX) },
    onClick: () => select(row) },
  t.div({ class: 'span-name', role: 'gridcell' }, t.span({ class: 'fold' }),
    t.span({ class: 'severity' }, row.log.severity),
    row.node === null && t.span({ class: 'span-service' }, row.log.service),
    t.span({ class: 'log-body', title: oneLine(row.log.body) }, oneLine(row.log.body))),
  t.div({ class: 'span-time', role: 'gridcell' }, share >= 0 && share <= 1
    && t.span({ class: 'log-tick', style: { left: `${100 * share}%` } })));
}
