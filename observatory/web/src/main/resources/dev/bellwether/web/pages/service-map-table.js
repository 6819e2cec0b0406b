// The map as tables: the same nodes, edges and selection, for whoever would rather read than look.
import { count, millis, percent, rate } from './format.js';
import { healthIcon } from './icons.js';
import { edgeId } from './service-map-edges.js';
import { t } from './ui.js';

/** @typedef {import('./service-map-edges.js').ServiceMap} ServiceMap */

const WORST_FIRST = ['failing', 'degraded', 'unknown', 'ok'];

/**
 * @param {{map: ServiceMap, seconds: number, selection: string | null,
 *   select: (selection: string | null) => void}} properties
 */
export function ServiceMapTable({ map, seconds, selection, select }) {
  const nodes = [...map.nodes].sort((a, b) =>
    WORST_FIRST.indexOf(a.health) - WORST_FIRST.indexOf(b.health) || b.requests - a.requests);
  const edges = [...map.edges].sort((a, b) => b.errors - a.errors || b.requests - a.requests);
  return t.div({ class: 'tables', tabIndex: 0, role: 'region', 'aria-label': 'The map as tables' },
    t.table({ class: 'list' }, t.caption(null, 'Services and what they depend on'),
      head('Name', 'Kind', 'Health', 'Requests', 'Rate', 'p50', 'p95', 'p99', 'Errors'),
      t.tbody(null, ...nodes.map((node) => t.tr({ key: node.id, 'aria-selected': selection === `node:${node.id}` },
        t.th({ scope: 'row' }, link(node.name, `node:${node.id}`)),
        t.td(null, node.kind),
        t.td({ class: 'wide' }, healthIcon(node.health), ' ', node.reason),
        ...figures(node),
        t.td({ class: node.errors > 0 ? 'number has-errors' : 'number' }, percent(node.errors, node.requests)))))),
    t.table({ class: 'list' }, t.caption(null, 'Who calls whom'),
      head('From', 'To', 'Kind', 'Requests', 'Rate', 'p50', 'p95', 'Errors'),
      t.tbody(null, ...edges.map((edge) => t.tr({ key: edgeId(edge), 'aria-selected': selection === `edge:${edgeId(edge)}` },
        t.th({ scope: 'row' }, link(edge.source, `edge:${edgeId(edge)}`)),
        t.td(null, edge.target),
        t.td({ class: 'wide' }, edge.kind, edge.inferred && ', inferred'),
        ...figures(edge),
        t.td({ class: edge.errors > 0 ? 'number has-errors' : 'number' }, percent(edge.errors, edge.requests)))))));

  /** @param {string} text @param {string} target */
  function link(text, target) {
    return t.button({ class: 'text', type: 'button', onClick: () => select(target) }, text);
  }

  /**
   * @param {{requests: number, p50Millis: number | null, p95Millis: number | null,
   *   p99Millis?: number | null}} measured
   */
  function figures(measured) {
    return [
      t.td({ class: 'number' }, count(measured.requests)),
      t.td({ class: 'number' }, rate(measured.requests / seconds)),
      t.td({ class: 'number' }, millis(measured.p50Millis)),
      t.td({ class: 'number' }, millis(measured.p95Millis)),
      measured.p99Millis !== undefined && t.td({ class: 'number' }, millis(measured.p99Millis)),
    ];
  }
}

/** @param {string[]} columns */
const head = (...columns) => t.thead(null, t.tr(null, ...columns.map((column, i) =>
  t.th({ scope: 'col', class: i > 2 ? 'number' : '' }, column))));
