// The map, home of everything: asks once a second, shows the picture or the tables, and says first
// what needs attention.
import { change } from './address.js';
import { ask, url, usePolled } from './ask.js';
import { FirstRun } from './first-run.js';
import { counted } from './format.js';
import { healthIcon, icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { WhyEmpty } from './service-map-evidence.js';
import { Explanation, ServiceMapPanel } from './service-map-panel.js';
import { ServiceMapPicture } from './service-map-picture.js';
import { ServiceMapTable } from './service-map-table.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { h, t } from './ui.js';

/** @typedef {import('./service-map-edges.js').ServiceMap} ServiceMap */
/** @typedef {import('./api.d.ts').HealthJson} Health */

/** @param {{parameters: URLSearchParams}} properties */
export function ServiceMapPage({ parameters }) {
  const range = timeRange(parameters);
  const live = isLive(parameters);
  /** @type {import('./ask.js').Polled<ServiceMap>} */
  const map = usePolled((now) => url('/api/service-map', bounds(range, now)), { live, everyMillis: 1000 });
  const empty = map.answer?.nodes.length === 0;
  /** @type {import('./ask.js').Polled<Health>} */
  const health = usePolled(() => '/api/health', { live: true, everyMillis: empty ? 1000 : 10_000 });
  const selection = parameters.get('sel');
  const table = parameters.get('view') === 'table';
  /** @param {string | null} target */
  const select = (target) => change({ sel: target === selection ? null : target }, 'step');
  useKeys({ v: () => change({ view: table ? null : 'table' }, 'step') });
  document.title = title(map.answer);

  if (map.answer === null) {
    return t.div({ class: 'map-page' }, map.refusal
      ? t.p({ class: 'empty', role: 'alert' }, map.refusal.message)
      : t.p({ class: 'empty skeleton' }, 'Reading the map …'));
  }
  if (empty && range.fixed === null) return h(FirstRun, { health: health.answer, services: 0, parameters });
  const seconds = covered(range.millis / 1000, health.answer);
  return t.div({ class: 'map-page' },
    t.h1({ class: 'unseen' }, 'Service map'),
    t.div({ class: 'map-tools', role: 'group', 'aria-label': 'Map' },
      t.button({ class: 'button', type: 'button', 'aria-pressed': table, title: 'Picture or table (v)',
        onClick: () => change({ view: table ? null : 'table' }, 'step') },
      icon(table ? 'map' : 'table'), t.span(null, table ? 'Picture' : 'Table')),
      !table && t.button({ class: 'button', type: 'button', title: 'Lay the map out afresh, for everybody',
        onClick: () => tidy(range, map.again) }, icon('tidy'), t.span(null, 'Tidy'))),
    empty ? t.div({ class: 'empty' }, t.p(null, 'Nothing was recorded in this range of time.'), h(WhyEmpty, { parameters, live }))
      : table ? h(ServiceMapTable, { map: map.answer, seconds, selection, select })
        : h(ServiceMapPicture, { map: map.answer, seconds, selection, select, live,
          savedView: parameters.get('vp') }),
    !table && !empty && h(NeedsAttention, { map: map.answer, select }),
    !table && h(Legend, { incomplete: map.answer.incomplete }),
    selection && h(ServiceMapPanel, { map: map.answer, seconds, selection, parameters, select }));
}

/** The figures cover the range, but not more than there is. */
/** @param {number} rangeSeconds @param {Health | null} health */
function covered(rangeSeconds, health) {
  const oldest = health?.store.oldestUnixNano;
  if (!oldest) return rangeSeconds;
  return Math.max(1, Math.min(rangeSeconds, Date.now() / 1000 - Number(BigInt(oldest) / 1_000_000_000n)));
}

/** @param {import('./time-range.js').TimeRange} range @param {() => void} again */
async function tidy(range, again) {
  await ask(url('/api/service-map/tidy', bounds(range, Date.now())), { method: 'POST' });
  change({ vp: null });
  again();
}

/** @param {{map: ServiceMap, select: (selection: string) => void}} properties */
function NeedsAttention({ map, select }) {
  const ill = causesFirst(map.nodes);
  if (ill.length === 0) {
    return t.p({ class: 'attention attention-none' }, healthIcon('ok', 13), 'Nothing needs attention');
  }
  return t.section({ class: 'attention', 'aria-labelledby': 'attention-title' },
    t.h2({ id: 'attention-title' }, 'Needs attention'),
    t.ul(null, ...ill.slice(0, 5).map((node) => t.li({ key: node.id },
      t.button({ type: 'button', onClick: () => select(`node:${node.id}`) },
        healthIcon(node.health), t.span(null, t.b(null, node.name), ' ',
          node.cause ? `because of ${node.cause}` : node.reason)),
      h(Explanation, { node })))),
    ill.length > 5 && t.p({ class: 'muted' }, `and ${ill.length - 5} more`));
}

/** What fails on its own comes before what it drags along. */
/** @param {ServiceMap['nodes']} nodes */
function causesFirst(nodes) {
  const rank = (/** @type {ServiceMap['nodes'][number]} */ node) =>
    (node.cause ? 2 : 0) + (node.health === 'failing' ? 0 : 1);
  return nodes.filter(({ health }) => health === 'failing' || health === 'degraded')
    .sort((a, b) => rank(a) - rank(b));
}

/** @param {{incomplete: number}} properties */
function Legend({ incomplete }) {
  return t.div({ class: 'legend', role: 'note', 'aria-label': 'Legend', tabIndex: 0 },
    ...['ok', 'degraded', 'failing', 'unknown'].map((health) =>
      t.span({ key: health }, healthIcon(health, 12), health === 'unknown' ? 'not enough data' : health)),
    t.span({ class: 'legend-figures' }, 'in a node: rate · p95 · errors'),
    t.span({ class: 'legend-figures' }, 'width: calls · dashed: asynchronous'),
    incomplete > 0 && t.span(null, `${counted(incomplete, 'request')} without a known caller`));
}

/** @param {ServiceMap | null} map */
function title(map) {
  const failing = map?.nodes.filter((node) => node.health === 'failing').length ?? 0;
  return `${failing ? `(${failing}) ` : ''}Map · Bellwether`;
}
