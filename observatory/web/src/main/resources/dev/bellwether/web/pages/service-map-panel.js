// The panel beside the map: one node or one edge in figures, and where to go from here.
import { href } from './address.js';
import { serviceColour } from './colours.js';
import { count, millis, percent, rate } from './format.js';
import { healthIcon, icon } from './icons.js';
import { clause, ofService } from './query.js';
import { edgeId } from './service-map-edges.js';
import { EdgeEvidence, Missing } from './service-map-evidence.js';
import { oneLine } from './text.js';
import { h, t } from './ui.js';

/** @typedef {import('./service-map-edges.js').ServiceMap} ServiceMap */
/** @typedef {import('./service-map-edges.js').Node} Node */
/** @typedef {import('./service-map-edges.js').Edge} Edge */

/**
 * @param {{map: ServiceMap, seconds: number, selection: string, parameters: URLSearchParams,
 *   select: (selection: string | null) => void}} properties
 */
export function ServiceMapPanel({ map, seconds, selection, parameters, select }) {
  const node = map.nodes.find((candidate) => `node:${candidate.id}` === selection);
  const edge = map.edges.find((candidate) => `edge:${edgeId(candidate)}` === selection);
  const name = node ? node.name : edge ? `${edge.source} → ${edge.target}` : selection.slice(5);
  return t.aside({ class: 'panel map-panel', 'aria-label': `Details of ${name}` },
    t.header(null,
      node && t.span({ class: 'node-kind', style: { '--service': serviceColour(node.id) } }, icon(node.kind, 18)),
      t.h2(null, name),
      t.button({ class: 'quiet', type: 'button', onClick: () => select(null), title: 'Close (Esc)',
        'aria-label': 'Close the details' }, icon('close'))),
    node ? h(NodeDetails, { node, map, seconds, parameters, select })
      : edge ? h(EdgeDetails, { edge, seconds, parameters, select })
        : t.p({ class: 'muted' }, 'Nothing was seen of it in this range of time.'));
}

/**
 * @param {{node: Node, map: ServiceMap, seconds: number, parameters: URLSearchParams,
 *   select: (selection: string | null) => void}} properties
 */
function NodeDetails({ node, map, seconds, parameters, select }) {
  const into = map.edges.filter((edge) => edge.target === node.id);
  const out = map.edges.filter((edge) => edge.source === node.id);
  return t.div({ class: 'panel-body' },
    t.p({ class: 'verdict', 'data-health': node.health }, healthIcon(node.health),
      t.span(null, t.b(null, node.health), ` ${node.reason}`, node.cause && [', because of ',
        t.button({ class: 'text', type: 'button', onClick: () => select(`node:${node.cause}`) }, node.cause)])),
    h(Explanation, { node }),
    h(Figures, { requests: node.requests, errors: node.errors, seconds,
      p50Millis: node.p50Millis, p95Millis: node.p95Millis, p99Millis: node.p99Millis }),
    node.kind === 'service' && t.p({ class: 'panel-links' },
      t.a({ class: 'button', href: href(`/service/${encodeURIComponent(node.id)}`) }, icon('service'), 'Service'),
      t.a({ class: 'button', href: href('/traces', { q: ofService(node.name) }) }, icon('traces'), 'Traces'),
      node.errors > 0 && t.a({ class: 'button',
        href: href('/traces', { q: `${ofService(node.name)} and ${clause('status', 'error')}` }) },
      icon('failing'), 'Failing'),
      t.a({ class: 'button', href: href('/logs', { q: ofService(node.name) }) }, icon('logs'), 'Logs'),
      t.a({ class: 'button', href: href('/explain', { q: ofService(node.name) }) }, icon('explain'), 'Explain')),
    h(EdgeList, { title: 'Called by', edges: into, end: 'source', seconds, select,
      none: 'Nobody was seen calling it.' }),
    (node.kind === 'service' || out.length > 0) && h(EdgeList, { title: 'Calls', edges: out, end: 'target', seconds,
      select, none: 'Calls nobody yet. Outgoing calls appear here.' }),
    node.kind === 'service' && h(Missing, { key: node.id, service: node.id, parameters }));
}

/** What its failing requests have in common, as soon as that is known; the rest is a click away. */
/** @param {{node: Node}} properties */
export function Explanation({ node }) {
  if (!node.explanation) return null;
  const { title, sentence, query, mode } = node.explanation;
  return t.a({ class: 'explanation', title: sentence, href: href('/explain', { q: query, mode: mode === 'slow' ? 'slow' : null }) },
    icon('explain', 13), t.span(null, t.code(null, oneLine(title, 140)), ' ', t.span({ class: 'explanation-more' }, 'Explain')));
}

/**
 * @param {{edge: Edge, seconds: number, parameters: URLSearchParams,
 *   select: (selection: string | null) => void}} properties
 */
function EdgeDetails({ edge, seconds, parameters, select }) {
  return t.div({ class: 'panel-body' },
    t.p({ class: 'muted' }, edge.kind === 'async' ? 'Asynchronous: nobody waits for the answer.'
      : 'Synchronous: the caller waits for the answer.',
    edge.inferred && ' Inferred from a child in another service; the call itself was not seen.'),
    h(Figures, { requests: edge.requests, errors: edge.errors, seconds,
      p50Millis: edge.p50Millis, p95Millis: edge.p95Millis }),
    t.p({ class: 'panel-links' },
      t.a({ class: 'button', href: href('/traces', { q: ofService(edge.source) }) }, icon('traces'), 'Traces'),
      ...[edge.source, edge.target].map((id) => t.button({ class: 'button', type: 'button',
        onClick: () => select(`node:${id}`) }, id))),
    h(EdgeEvidence, { key: edgeId(edge), source: edge.source, target: edge.target, parameters }));
}

/**
 * @param {{requests: number, errors: number, seconds: number, p50Millis: number | null,
 *   p95Millis: number | null, p99Millis?: number | null}} properties
 */
function Figures({ requests, errors, seconds, p50Millis, p95Millis, p99Millis }) {
  return t.dl({ class: 'figures' },
    t.div(null, t.dt(null, 'Rate'), t.dd(null, rate(requests / seconds)), t.dd({ class: 'muted' }, `${count(requests)} calls`)),
    t.div({ class: errors > 0 ? 'has-errors' : '' }, t.dt(null, 'Errors'), t.dd(null, percent(errors, requests)),
      t.dd({ class: 'muted' }, `${count(errors)} failed`)),
    t.div(null, t.dt(null, 'p50'), t.dd(null, millis(p50Millis))),
    t.div(null, t.dt(null, 'p95'), t.dd(null, millis(p95Millis))),
    p99Millis !== undefined && t.div(null, t.dt(null, 'p99'), t.dd(null, millis(p99Millis))));
}

/**
 * @param {{title: string, edges: Edge[], end: 'source' | 'target', seconds: number, none: string,
 *   select: (selection: string | null) => void}} properties
 */
function EdgeList({ title, edges, end, seconds, none, select }) {
  return t.section(null, t.h3(null, title),
    edges.length === 0 ? t.p({ class: 'muted' }, none)
      : t.ul({ class: 'edge-list' }, ...edges.map((edge) => t.li({ key: edgeId(edge) },
        t.button({ type: 'button', onClick: () => select(`edge:${edgeId(edge)}`) },
          t.span({ class: 'edge-name' }, edge[end]),
          t.span(null, rate(edge.requests / seconds)),
          t.span(null, millis(edge.p95Millis)),
          t.span({ class: edge.errors > 0 ? 'has-errors' : 'muted' }, percent(edge.errors, edge.requests)))))));
}
