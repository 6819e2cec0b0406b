// How the observatory itself is doing: what came in, what it refused and why, what it holds.
import { usePolled } from './ask.js';
import { count, epochMillis, minute, span } from './format.js';
import { healthIcon } from './icons.js';
import { isLive } from './time-range.js';
import { h, t } from './ui.js';

/** @typedef {import('./api.d.ts').HealthJson} Health */

/** @param {{parameters: URLSearchParams}} properties */
export function StatusPage({ parameters }) {
  document.title = 'Status · Bellwether';
  /** @type {import('./ask.js').Polled<Health>} */
  const { answer: health } = usePolled(() => '/api/health', { live: isLive(parameters), everyMillis: 2000 });
  if (health === null) return t.p({ class: 'empty skeleton' }, 'Asking …');
  const store = health.store;
  return t.div({ class: 'cards', tabIndex: 0, role: 'region', 'aria-label': 'Status' },
    t.h1({ class: 'unseen' }, 'Status'),
    t.section({ class: 'card' }, t.h2(null, 'Observatory'),
      t.p({ class: 'verdict', 'data-health': health.status === 'ok' ? 'ok' : 'degraded' },
        healthIcon(health.status === 'ok' ? 'ok' : 'degraded'),
        t.span(null, t.b(null, health.status), store.problem ? ` ${store.problem}` : ' receiving and answering')),
      h(Pairs, { title: '', pairs: { Version: health.version, 'Up for': span(health.uptimeSeconds) } })),
    t.section({ class: 'card' }, t.h2(null, `Store: ${store.engine}`),
      h(Pairs, { title: 'Held', pairs: { Spans: store.spans, 'Log records': store.logRecords,
        'Metric points': store.metricPoints,
        'Oldest span': store.oldestUnixNano ? minute(epochMillis(store.oldestUnixNano)) : '–' } }),
      h(Pairs, { title: 'Let go, to make room', pairs: { Spans: store.spansEvicted,
        'Log records': store.logRecordsEvicted, 'Metric points': store.metricPointsEvicted } })),
    ...health.receivers.map((receiver) => t.section({ class: 'card', key: receiver.address },
      t.h2(null, `OTLP over ${receiver.protocol === 'grpc' ? 'gRPC' : 'HTTP'}`),
      t.p({ class: 'muted' }, receiver.address),
      h(Pairs, { title: 'Accepted', pairs: receiver.accepted }),
      h(Pairs, { title: 'Refused: may be sent again', pairs: receiver.refused }),
      h(Pairs, { title: 'Rejected: not valid', pairs: receiver.rejected }))));
}

/** @param {{title: string, pairs: Record<string, number | string>}} properties */
function Pairs({ title, pairs }) {
  const entries = Object.entries(pairs);
  return t.div(null, title && t.h3(null, title),
    entries.length === 0 ? t.p({ class: 'muted' }, 'none')
      : t.dl({ class: 'pairs' }, ...entries.flatMap(([name, value]) =>
        [t.dt(null, name), t.dd(null, typeof value === 'number' ? count(value) : value)])));
}
