// Every service in one table: what it serves, how fast, with what success. The worst comes first,
// until somebody sorts by something else.
import { useRef } from 'preact/hooks';
import { change, href } from './address.js';
import { url, usePolled } from './ask.js';
import { serviceColour } from './colours.js';
import { counted, millis, percent, rate } from './format.js';
import { healthIcon } from './icons.js';
import { useKeys } from './keyboard.js';
import { sorted, SortableHead, sortOf } from './service-tables.js';
import { Sparkline } from './sparkline.js';
import { oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { step } from './traces.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').ServicesJson} Services */
/** @typedef {Services['services'][number]} Service */

const WORST_FIRST = ['failing', 'degraded', 'unknown', 'ok'];

/** @type {import('./service-tables.js').Column<Service>[]} */
const COLUMNS = [
  { name: 'health', title: 'Service', by: (service) => -WORST_FIRST.indexOf(service.health) },
  { name: 'requests', title: 'Requests', by: (service) => service.figures.requests },
  { name: 'rate', title: 'Rate', number: true, by: (service) => service.figures.ratePerSecond },
  { name: 'errors', title: 'Errors', number: true, by: (service) => service.figures.errors / Math.max(1, service.figures.requests) },
  { name: 'p50', title: 'p50', number: true, by: (service) => service.figures.p50?.nanos ?? -1 },
  { name: 'p95', title: 'p95', number: true, by: (service) => service.figures.p95?.nanos ?? -1 },
  { name: 'p99', title: 'p99', number: true, by: (service) => service.figures.p99?.nanos ?? -1 },
  { name: 'versions', title: 'Version', by: (service) => service.versions.join() },
  { name: 'reason', title: 'Why', by: null },
];

/** @param {{parameters: URLSearchParams}} properties */
export function ServicesPage({ parameters }) {
  document.title = 'Services · Bellwether';
  const range = timeRange(parameters);
  /** @type {import('./ask.js').Polled<Services>} */
  const { answer, refusal, loading } = usePolled((now) => url('/api/services', bounds(range, now)),
    { live: isLive(parameters), everyMillis: 2000 });
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  useKeys({ j: () => step(list.current, 1), k: () => step(list.current, -1) });
  const sort = sortOf(parameters, COLUMNS, 'health');
  const services = answer && sorted(answer.services, COLUMNS, sort);
  return t.div({ class: 'list-page' },
    t.h1({ class: 'unseen' }, 'Services'),
    services && services.length > 0 && t.div({ class: 'tools' }, t.span({ class: 'tools-end', role: 'status' }, inWords(services))),
    t.div({ class: classes('scroll', loading && answer && 'refreshing'), ref: list, tabIndex: 0, role: 'region', 'aria-label': 'Services' },
      refusal ? t.p({ class: 'empty', role: 'alert' }, refusal.message)
        : services === null ? t.p({ class: 'empty skeleton' }, 'Reading services …')
          : services.length === 0 ? h(NoServices, { fixed: range.fixed !== null })
            : t.table({ class: 'list services-table' },
              h(SortableHead, { columns: COLUMNS, sort, choose: (/** @type {string} */ text) => change({ sort: text }) }),
              t.tbody(null, ...services.map((service) => h(Row, { key: service.name, service }))))));
}

/** @param {Service[]} services */
function inWords(services) {
  const ill = services.filter(({ health }) => health === 'failing' || health === 'degraded').length;
  return `${counted(services.length, 'service')}, ${ill === 0 ? 'none needs attention' : `${ill} of them ${ill === 1 ? 'needs' : 'need'} attention`}`;
}

/** @param {{fixed: boolean}} properties */
function NoServices({ fixed }) {
  return t.div({ class: 'empty' }, t.p(null, 'No service served anything in this range of time.'),
    t.p(null, fixed ? 'Choose another range.' : t.span(null, 'Choose a longer range. The ', t.a({ href: href('/map') }, 'map'), ' says whether anything is sent.')));
}

/** @param {{service: Service}} properties */
function Row({ service }) {
  const { figures } = service;
  return t.tr(null,
    t.th({ scope: 'row' }, t.span({ class: 'service-cell' }, healthIcon(service.health),
      t.a({ href: href(`/service/${encodeURIComponent(service.name)}`), class: 'service-name', 'data-row': '',
        style: { '--service': serviceColour(service.name) } }, oneLine(service.name, 80)))),
    t.td(null, h(Sparkline, { counts: service.requestsPerStep, failed: service.errorsPerStep,
      label: `${counted(figures.requests, 'request')}, ${counted(figures.errors, 'failure')}` })),
    t.td({ class: 'number' }, rate(figures.ratePerSecond)),
    t.td({ class: classes('number', figures.errors > 0 && 'has-errors') }, percent(figures.errors, figures.requests)),
    ...[figures.p50, figures.p95, figures.p99].map((p) => t.td({ class: 'number', title: within(p) }, millis(p && p.nanos / 1e6))),
    t.td(null, oneLine(service.versions.join(', '), 60) || t.span({ class: 'muted' }, '–')),
    t.td({ class: 'wide' }, service.reason,
      service.cause && !service.reason.includes(service.cause) && [', because of ', t.a({ href: href('/map', { sel: `node:${service.cause}` }) }, service.cause)]));
}

/** @param {import('./api.d.ts').FiguresJsonPercentileJson | null} p */
export const within = (p) => (p ? `between ${millis(p.lowNanos / 1e6)} and ${millis(p.highNanos / 1e6)}` : undefined);
