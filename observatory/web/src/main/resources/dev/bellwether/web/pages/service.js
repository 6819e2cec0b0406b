// One service: over time, by operation, by duration, with what it depends on and what it runs as.
// Everything that is chosen here is in the address.
import { change, href } from './address.js';
import { url, usePolled } from './ask.js';
import { serviceColour } from './colours.js';
import { counted, minute, millis, percent, rate } from './format.js';
import { healthIcon, icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { clause, ofService } from './query.js';
import { Dependencies, Instances, Operations } from './service-details.js';
import { Distribution } from './service-distribution.js';
import { ServiceOverTime, StepTable } from './service-series.js';
import { oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').ServiceJson} Service */
/** @typedef {import('./api.d.ts').FiguresJson} Figures */

const TABS = ['overview', 'operations', 'dependencies', 'instances'];
/** @type {Record<string, string>} */
const COMPARED = { none: 'compare with …', '15m': '15 min earlier', '1h': '1 h earlier', '1d': 'a day earlier', '7d': 'a week earlier' };

/** @param {string} name */
export const servicePage = (name) => (/** @type {{parameters: URLSearchParams}} */ { parameters }) =>
  h(ServicePage, { name, parameters });

/** @param {{name: string, parameters: URLSearchParams}} properties */
function ServicePage({ name, parameters }) {
  document.title = `${oneLine(name, 60)} · Bellwether`;
  const range = timeRange(parameters);
  const compare = Object.hasOwn(COMPARED, parameters.get('cmp') ?? '') ? parameters.get('cmp') ?? 'none' : 'none';
  const operation = parameters.get('op') ?? '';
  const tab = TABS.includes(parameters.get('tab') ?? '') ? parameters.get('tab') ?? TABS[0] : TABS[0];
  const table = parameters.get('view') === 'table';
  /** @type {import('./ask.js').Polled<Service>} */
  const { answer, refusal, loading } = usePolled(
    (now) => url(`/api/services/${encodeURIComponent(name)}`, { ...bounds(range, now), operation, compare: compare === 'none' ? '' : compare }),
    { live: isLive(parameters), everyMillis: 5000 });
  useKeys({
    v: () => change({ view: table ? null : 'table' }, 'step'),
    Escape: () => { if (operation) change({ op: null }, 'step'); },
  });
  if (refusal) return h(Unknown, { message: refusal.message });
  if (answer === null) return t.p({ class: 'empty skeleton' }, 'Reading the service …');
  return t.div({ class: 'service-page', tabIndex: 0, role: 'region', 'aria-label': `Service ${oneLine(name, 60)}` },
    h(Head, { service: answer, compare }),
    h(Tabs, { service: answer, tab }),
    t.div({ class: classes('service-body', loading && 'refreshing') },
      tab === 'dependencies' ? h(Dependencies, { service: answer })
        : tab === 'instances' ? h(Instances, { service: answer, parameters })
          : tab === 'operations' ? h(Operations, { service: answer, parameters })
            : h(Overview, { service: answer, parameters, table })));
}

/** @param {{message: string}} properties */
function Unknown({ message }) {
  return t.div({ class: 'empty', role: 'alert' }, t.h1(null, 'This service is not known'), t.p(null, message),
    t.p(null, t.a({ href: href('/services') }, 'All services')));
}

/** @param {{service: Service, compare: string}} properties */
function Head({ service, compare }) {
  const query = service.operation === null ? ofService(service.name) : `${ofService(service.name)} and ${clause('name', service.operation)}`;
  return t.header({ class: 'service-head' },
    t.div({ class: 'service-title' },
      t.h1({ class: 'service-name', style: { '--service': serviceColour(service.name) } }, oneLine(service.name, 120)),
      t.p({ class: 'verdict', 'data-health': service.health }, healthIcon(service.health),
        t.span(null, t.b(null, service.health), ' ', ...withCause(service.reason, service.cause)))),
    t.div({ class: 'panel-links' },
      t.select({ 'aria-label': 'Compare with an earlier time', value: compare,
        onChange: (event) => change({ cmp: event.currentTarget.value === 'none' ? null : event.currentTarget.value }, 'step') },
      ...Object.entries(COMPARED).map(([value, text]) => t.option({ key: value, value }, text))),
      t.a({ class: 'button', href: href('/traces', { q: query }) }, icon('traces'), 'Traces'),
      t.a({ class: 'button', href: href('/traces', { q: `${query} and ${clause('status', 'error')}` }) }, icon('failing'), 'Failing'),
      t.a({ class: 'button', href: href('/explain', { q: query, mode: service.figures.errors > 0 ? null : 'slow' }) }, icon('explain'), 'Explain'),
      t.a({ class: 'button', href: href('/map', { sel: `node:${service.name}` }) }, icon('map'), 'Map')));
}

/** The reason mostly names the cause, which can be gone to. @param {string} reason @param {string | null} cause */
function withCause(reason, cause) {
  if (!cause) return [reason];
  const link = t.a({ href: href('/map', { sel: `node:${cause}` }) }, cause);
  const at = reason.lastIndexOf(cause);
  return at < 0 ? [reason, ', because of ', link] : [reason.slice(0, at), link, reason.slice(at + cause.length)];
}

/** @param {{service: Service, tab: string}} properties */
function Tabs({ service, tab }) {
  /** @type {Record<string, string>} */
  const counts = { operations: String(service.operations.length), dependencies: String(service.callers.length + service.calls.length) };
  return t.nav({ class: 'service-tabs', 'aria-label': 'Parts of this page' },
    ...TABS.map((name) => t.button({ key: name, type: 'button', 'aria-current': name === tab ? 'page' : undefined,
      onClick: () => change({ tab: name === TABS[0] ? null : name, sort: null }, 'step') },
    name, counts[name] && t.span({ class: 'muted' }, ` ${counts[name]}`))),
    t.a({ href: href('/logs', { q: ofService(service.name) }) }, 'logs'),
    service.operation !== null && t.span({ class: 'chip' }, t.span({ class: 'chip-is muted' }, 'only'),
      t.code(null, oneLine(service.operation, 80)),
      t.button({ type: 'button', 'aria-label': 'All operations', title: 'All operations (Esc)', onClick: () => change({ op: null }, 'step') },
        icon('close', 11))));
}

/** @param {{service: Service, parameters: URLSearchParams, table: boolean}} properties */
function Overview({ service, parameters, table }) {
  if (service.figures.requests === 0 && !service.before?.figures.requests) {
    return h(NothingServed, { service });
  }
  return [
    h(FigureRow, { service }),
    table ? h(StepTable, { service }) : h(ServiceOverTime, { service, parameters }),
    h(Changes, { service }),
    t.div({ class: 'service-columns' },
      h(Distribution, { service }),
      t.div({ class: 'service-stack' }, h(Operations, { service, parameters, most: 8 }), h(Dependencies, { service }))),
  ];
}

/** @param {{service: Service}} properties */
function NothingServed({ service }) {
  return t.div({ class: 'empty' },
    t.p(null, service.operation === null ? 'It served nothing in this range of time.'
      : 'This operation was not asked for in this range of time.'),
    service.operation !== null
      ? t.p(null, t.button({ class: 'text', type: 'button', onClick: () => change({ op: null }, 'step') }, 'Look at all operations'))
      : t.p(null, 'Choose a longer range, or see what it calls under ',
        t.button({ class: 'text', type: 'button', onClick: () => change({ tab: 'dependencies' }, 'step') }, 'dependencies'), '.'));
}

/** @param {{service: Service}} properties */
function FigureRow({ service }) {
  const { figures, before } = service;
  const was = before?.figures.requests ? before.figures : null;
  return t.dl({ class: 'service-figures' },
    t.div(null, t.dt(null, 'Rate'), t.dd(null, rate(figures.ratePerSecond)),
      t.dd({ class: 'muted' }, was ? `was ${rate(was.ratePerSecond)}` : counted(figures.requests, 'request'))),
    t.div({ class: figures.errors > 0 ? 'has-errors' : '' }, t.dt(null, 'Errors'), t.dd(null, percent(figures.errors, figures.requests)),
      t.dd({ class: 'muted' }, was ? `was ${percent(was.errors, was.requests)}` : `${counted(figures.errors, 'request')} failed`)),
    ...(/** @type {const} */ (['p50', 'p95', 'p99'])).map((name) => {
      const p = figures[name];
      return t.div({ key: name }, t.dt(null, name), t.dd(null, millis(p && p.nanos / 1e6)),
        t.dd({ class: 'muted' }, was ? `was ${millis(was[name] && /** @type {{nanos: number}} */ (was[name]).nanos / 1e6)}`
          : p ? `${millis(p.lowNanos / 1e6)} – ${millis(p.highNanos / 1e6)}` : ''));
    }));
}

/** The marks of the charts in words. @param {{service: Service}} properties */
function Changes({ service }) {
  const changes = service.versions.filter((version) => version.change);
  const missing = service.before !== null && service.before.figures.requests === 0;
  if (changes.length === 0 && !missing) return null;
  return t.p({ class: 'muted changes' }, ...changes.map((version) =>
    t.span({ key: version.firstUnixNano }, `Version ${version.version || 'without a name'} since ${minute(Number(BigInt(version.firstUnixNano) / 1_000_000n))}. `)),
  missing && 'Nothing is known of the earlier time.');
}
