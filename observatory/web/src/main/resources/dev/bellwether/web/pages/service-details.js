// The tables of a service: its operations, who calls it and what it calls, and what it runs as.
import { change, href } from './address.js';
import { url, usePolled } from './ask.js';
import { serviceColour } from './colours.js';
import { count, counted, dateAndClock, epochMillis, millis, minute, percent, rate } from './format.js';
import { icon } from './icons.js';
import { clause, ofService } from './query.js';
import { SortableHead, sortOf, sorted } from './service-tables.js';
import { within } from './services.js';
import { oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').ServiceJson} Service */
/** @typedef {import('./api.d.ts').FiguresJson} Figures */
/** @typedef {Service['operations'][number]} Operation */

/** @type {import('./service-tables.js').Column<Operation>[]} */
const OPERATION_COLUMNS = [
  { name: 'name', title: 'Operation', by: (operation) => operation.name },
  { name: 'impact', title: 'Impact', by: (operation) => operation.impact, hint: 'Share of the time that all operations took together' },
  { name: 'rate', title: 'Rate', number: true, by: ({ figures }) => figures.ratePerSecond },
  { name: 'p50', title: 'p50', number: true, by: ({ figures }) => figures.p50?.nanos ?? -1 },
  { name: 'p95', title: 'p95', number: true, by: ({ figures }) => figures.p95?.nanos ?? -1 },
  { name: 'p99', title: 'p99', number: true, by: ({ figures }) => figures.p99?.nanos ?? -1 },
  { name: 'errors', title: 'Errors', number: true, by: ({ figures }) => figures.errors / Math.max(1, figures.requests) },
  { name: 'look', title: 'Traces', by: null },
];

/** @param {{service: Service, parameters: URLSearchParams, most?: number}} properties `most`: rows shown at the most */
export function Operations({ service, parameters, most = Infinity }) {
  const sort = sortOf(parameters, OPERATION_COLUMNS, 'impact');
  const rows = sorted(service.operations, OPERATION_COLUMNS, sort);
  return t.section({ class: 'card table-card' },
    t.h2(null, 'Operations'),
    rows.length === 0 ? t.p({ class: 'muted' }, 'None was asked for in this range of time.')
      : t.div({ class: 'table-scroll' }, t.table({ class: 'list' },
        h(SortableHead, { columns: OPERATION_COLUMNS, sort, choose: (/** @type {string} */ text) => change({ sort: text }) }),
        t.tbody(null, ...rows.slice(0, most).map((operation) =>
          h(OperationRow, { key: `${operation.kind} ${operation.name}`, service, operation }))))),
    rows.length > most && t.p(null, t.button({ class: 'text', type: 'button', onClick: () => change({ tab: 'operations' }, 'step') },
      `All ${count(rows.length)} operations`)));
}

/** @param {{service: Service, operation: Operation}} properties */
function OperationRow({ service, operation }) {
  const query = `${ofService(service.name)} and ${clause('name', operation.name)}`;
  const chosen = service.operation === operation.name;
  return t.tr({ 'aria-selected': chosen },
    t.th({ scope: 'row', class: 'operation-name', title: oneLine(operation.name, 400) }, t.button({ class: 'text', type: 'button', 'aria-pressed': chosen,
      title: chosen ? 'All operations' : 'Only this operation', onClick: () => change({ op: chosen ? null : operation.name }, 'step') },
    oneLine(operation.name, 100)), t.span({ class: 'muted' }, ` ${operation.kind}`)),
    t.td({ class: 'impact' }, t.div({ class: 'impact-track' }, t.span({ class: 'number' }, percent(operation.impact, 1)),
      t.span(null, t.div({ class: 'impact-bar', style: { width: `${100 * operation.impact}%` } })))),
    ...figureCells(operation.figures),
    t.td(null, t.a({ class: 'text-link', href: href('/traces', { q: query }) }, 'all'), ' · ',
      t.a({ class: 'text-link', href: href('/traces', { q: query, sort: 'slowest' }) }, 'slowest'),
      operation.figures.errors > 0 && [' · ', t.a({ class: 'text-link', href: href('/traces', { q: `${query} and ${clause('status', 'error')}` }) }, 'failing')]));
}

/** @param {Figures} figures */
const figureCells = (figures) => [
  t.td({ class: 'number' }, rate(figures.ratePerSecond)),
  ...[figures.p50, figures.p95, figures.p99].map((p) => t.td({ class: 'number', title: within(p) }, millis(p && p.nanos / 1e6))),
  t.td({ class: classes('number', figures.errors > 0 && 'has-errors') }, percent(figures.errors, figures.requests)),
];

/** @param {string[]} columns */
const head = (...columns) => t.thead(null, t.tr(null, ...columns.map((column, i) =>
  t.th({ key: column, scope: 'col', class: i > 1 && column !== 'Seen last' ? 'number' : '' }, column))));

/** @param {{service: Service}} properties */
export function Dependencies({ service }) {
  return t.div({ class: 'service-stack' },
    h(Calls, { title: 'Called by', calls: service.callers, none: 'Nobody was seen calling it in this range of time.' }),
    h(Calls, { title: 'Calls', calls: service.calls, none: 'It calls nobody yet. Outgoing calls appear here.' }));
}

/** @param {{title: string, calls: Service['calls'], none: string}} properties */
function Calls({ title, calls, none }) {
  return t.section({ class: 'card table-card' }, t.h2(null, title),
    calls.length === 0 ? t.p({ class: 'muted' }, none)
      : t.div({ class: 'table-scroll' }, t.table({ class: 'list' }, head('Name', 'Kind', 'Rate', 'p50', 'p95', 'p99', 'Errors'),
        t.tbody(null, ...calls.map((call) => t.tr({ key: `${call.id} ${call.async}` },
          t.th({ scope: 'row' }, t.span({ class: 'service-cell' },
            t.span({ class: 'node-kind', style: { '--service': serviceColour(call.id) } }, icon(call.kind, 15)),
            t.a({ class: 'text-link', href: call.kind === 'service' ? href(`/service/${encodeURIComponent(call.id)}`) : href('/map', { sel: `node:${call.id}` }) },
              oneLine(call.name, 80)))),
          t.td(null, call.kind, call.async && ', asynchronous'),
          ...figureCells(call.figures)))))));
}

/** @param {{service: Service, parameters: URLSearchParams}} properties */
export function Instances({ service, parameters }) {
  return t.div({ class: 'service-stack' }, h(InstanceTable, { service, parameters }), h(VersionTable, { service }));
}

/** Counted in the store, which takes longer than the rest of the page, and only while it is looked at. @param {{service: Service, parameters: URLSearchParams}} properties */
function InstanceTable({ service, parameters }) {
  /** @type {import('./ask.js').Polled<import('./api.d.ts').ServiceInstancesJson>} */
  const { answer } = usePolled(
    (now) => url(`/api/services/${encodeURIComponent(service.name)}/instances`, bounds(timeRange(parameters), now)),
    { live: isLive(parameters), everyMillis: 5000 });
  if (answer === null) {
    return t.section({ class: 'card table-card' }, t.h2(null, 'Instances'), t.p({ class: 'muted skeleton' }, 'Counting requests …'));
  }
  const { instances, requests, truncated, complete } = answer;
  if (instances.length === 0) {
    return t.section({ class: 'card table-card' }, t.h2(null, 'Instances'),
      t.p({ class: 'muted' }, 'None served anything in this range of time.'));
  }
  return t.section({ class: 'card table-card' }, t.h2(null, 'Instances'),
    t.p({ class: 'muted' }, truncated ? `Counted over the newest ${count(requests)} requests.` : `Counted over ${counted(requests, 'request')}.`,
      !complete && ' The store ran out of time, there may be more.'),
    t.div({ class: 'table-scroll' }, t.table({ class: 'list' },
      head('Instance', 'Host', 'Share', 'Rate', 'p50', 'p95', 'p99', 'Errors', 'Seen last'),
      t.tbody(null, ...instances.map((instance) =>
        h(InstanceRow, { key: `${instance.id} ${instance.host} ${instance.version}`, service, instance }))))));
}

/** @param {{service: Service, instance: import('./api.d.ts').ServiceInstancesJson['instances'][number]}} properties */
function InstanceRow({ service, instance }) {
  const query = `${ofService(service.name)} and ${clause('service.instance.id', instance.id)}`;
  return t.tr(null,
    t.th({ scope: 'row' },
      instance.id ? t.a({ class: 'text-link', href: href('/traces', { q: query }) }, oneLine(instance.id, 60)) : 'without an id',
      instance.version && t.span({ class: 'muted' }, ` version ${oneLine(instance.version, 40)}`)),
    t.td(null, oneLine(instance.host, 60) || '–'),
    t.td({ class: 'number' }, percent(instance.share, 1)),
    ...figureCells(instance.figures),
    t.td({ class: 'when' }, dateAndClock(epochMillis(instance.lastUnixNano)).slice(0, 19)));
}

/** @param {{service: Service}} properties */
function VersionTable({ service }) {
  const named = service.versions.some((version) => version.version || version.environment);
  if (!named) {
    return t.section({ class: 'card table-card' }, t.h2(null, 'Versions'), t.p({ class: 'muted' },
      'It tells no version: set service.version among its resource attributes, and changes are marked in the charts.'));
  }
  return t.section({ class: 'card table-card' }, t.h2(null, 'Versions'),
    t.div({ class: 'table-scroll' }, t.table({ class: 'list' },
      head('Version', 'Environment', 'Rate', 'p50', 'p95', 'p99', 'Errors', 'First', 'Last'),
      t.tbody(null, ...service.versions.map((version) => t.tr({ key: `${version.version} ${version.environment}` },
        t.th({ scope: 'row' }, oneLine(version.version, 60) || 'without a name', version.change && t.span({ class: 'muted' }, ' new')),
        t.td(null, oneLine(version.environment, 60) || '–'),
        ...figureCells(version.figures),
        t.td({ class: 'number' }, minute(epochMillis(version.firstUnixNano))),
        t.td({ class: 'number' }, minute(epochMillis(version.lastUnixNano)))))))));
}
