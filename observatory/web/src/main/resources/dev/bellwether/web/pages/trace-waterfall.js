// The waterfall: a tree grid in which only the rows in sight exist, so that ten thousand spans cost
// as much as forty.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { serviceColour } from './colours.js';
import { nanos } from './format.js';
import { icon } from './icons.js';
import { ticks } from './trace-tree.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./trace-tree.js').Row} Row */
/** @typedef {import('./trace-minimap.js').Section} Section */

export const ROW_HEIGHT = 26;
/** Rows kept above and below the sight, so that a flick of the wheel shows no gap. */
const SPARE_ROWS = 8;
/** Deeper spans are indented no further, or nothing of their names would be left. */
const INDENTED_DEPTH_MAX = 24;

/**
 * @param {{rows: Row[], section: Section, selected: string | null, collapsed: ReadonlySet<string>,
 *   found: ReadonlySet<string> | null, select: (row: Row) => void, toggle: (id: string) => void}} properties
 */
export function Waterfall({ rows, section, selected, collapsed, found, select, toggle }) {
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
        return row.kind === 'log' ? h(LogRow, { ...common, row })
          : h(SpanRow, { ...common, row, collapsed: collapsed.has(row.id), toggle });
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
 *   collapsed: boolean, dim: boolean, select: (row: Row) => void, toggle: (id: string) => void}} properties
 */
function SpanRow({ row, index, section, selected, collapsed, dim, select, toggle }) {
  const { node } = row;
  const { span } = node;
  const parent = node.children.length > 0 || node.logs.length > 0;
  const failed = span.status === 'error';
  return t.div({ role: 'row', id: `row-${index}`,
    class: classes('span-row', selected && 'selected', dim && 'dim', failed && 'failed'),
    'aria-rowindex': index + 1, 'aria-level': node.depth + 1, 'aria-selected': selected,
    'aria-expanded': parent ? !collapsed : undefined,
    style: { top: `${index * ROW_HEIGHT}px`, '--service': serviceColour(span.service),
      '--depth': Math.min(node.depth, INDENTED_DEPTH_MAX) },
    onClick: () => select(row) },
  t.div({ class: 'span-name', role: 'gridcell' },
    parent
      ? t.button({ class: classes('fold', collapsed && 'folded'), type: 'button', tabIndex: -1,
        'aria-label': collapsed ? `Expand ${node.descendants} spans` : 'Collapse',
        onClick: (event) => { event.stopPropagation(); toggle(row.id); } }, icon('down', 12))
      : t.span({ class: 'fold' }),
    t.span({ class: 'span-service' }, span.service),
    t.span({ class: 'span-operation', title: span.name }, span.name),
    failed && t.span({ class: 'error-mark', role: 'img', 'aria-label': 'failed',
      title: span.statusMessage || 'failed' }, icon('failing', 12)),
    collapsed && node.descendants > 0 && t.span({
      class: classes('folded-count', node.errorBelow && 'has-errors') }, `+${node.descendants}`)),
  t.div({ class: 'span-time', role: 'gridcell' }, bar(node.start, node.end, section)));
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
    t.span({ class: 'log-body', title: row.log.body }, row.log.body)),
  t.div({ class: 'span-time', role: 'gridcell' }, share >= 0 && share <= 1
    && t.span({ class: 'log-tick', style: { left: `${100 * share}%` } })));
}
