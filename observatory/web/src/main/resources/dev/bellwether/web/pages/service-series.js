// A service's rate, errors and durations over time, as three charts or as one table.
import { change } from './address.js';
import { Chart } from './service-charts.js';
import { clock, count, epochMillis, minute, millis, percent, rate } from './format.js';
import { h, t } from './ui.js';

/** @typedef {import('./api.d.ts').ServiceJson} Service */
/** @typedef {Service['series'][number]} Point */
/** @typedef {'p50' | 'p95' | 'p99'} Percentile */

/** @type {Record<Percentile, string>} */
const COLOUR_OF = { p50: 'service-6', p95: 'accent', p99: 'service-3' };
const PERCENTILES = /** @type {Percentile[]} */ (Object.keys(COLOUR_OF));

/** @param {{service: Service, parameters: URLSearchParams}} properties */
export function ServiceOverTime({ service, parameters }) {
  const chosen = percentilesOf(parameters);
  const { starts, now, before } = inSteps(service);
  const window = { from: epochMillis(service.fromUnixNano), to: epochMillis(service.toUnixNano) };
  const marks = service.versions.filter((version) => version.change)
    .map((version) => ({ at: epochMillis(version.firstUnixNano), text: version.version || 'new version' }));
  const shared = { starts, marks, range: window };
  /** @param {string} name @param {(point: Point | null) => number | null} value */
  const earlier = (name, value) => (before ? [{ name, values: before.map(value), colour: 'muted', dashed: true, width: 1.2 }] : []);
  return t.div({ class: 'charts' },
    h(Chart, { ...shared, title: 'Latency', format: millis, words: `Latency over time, ${inWords(service)}`,
      lines: [...chosen.flatMap((name) => earlier(`${name} before`, (point) => nanosOf(point, name))),
        ...chosen.map((name) => ({ name, values: now.map((point) => nanosOf(point, name)), colour: COLOUR_OF[name] }))] },
    h(PercentileChoice, { chosen })),
    h(Chart, { ...shared, title: 'Throughput', format: rate, words: `Requests per second over time, ${rate(service.figures.ratePerSecond)} on average`,
      lines: [...earlier('before', (point) => (point ? rateOf(point) : null)), { name: 'requests', values: now.map(rateOf), colour: 'accent', filled: true }] }),
    h(Chart, { ...shared, title: 'Errors', format: shareText, top: 1, words: `Share of failed requests over time, ${percent(service.figures.errors, service.figures.requests)} on average`,
      lines: [...earlier('before', errorsOf), { name: 'failed', values: now.map(errorsOf), colour: 'bad', filled: true }] }));
}

/** @param {{chosen: Percentile[]}} properties */
function PercentileChoice({ chosen }) {
  return t.div({ class: 'percentiles', role: 'group', 'aria-label': 'Percentiles' }, ...PERCENTILES.map((name) => {
    const on = chosen.includes(name);
    return t.button({ key: name, type: 'button', class: 'button', 'aria-pressed': on, disabled: on && chosen.length === 1,
      onClick: () => {
        const next = PERCENTILES.filter((each) => (each === name ? !on : chosen.includes(each)));
        change({ pct: next.length === PERCENTILES.length ? null : next.join() });
      } }, name);
  }));
}

/** @param {URLSearchParams} parameters @returns {Percentile[]} at least one */
function percentilesOf(parameters) {
  const wanted = (parameters.get('pct') ?? '').split(',');
  const chosen = PERCENTILES.filter((name) => wanted.includes(name));
  return chosen.length ? chosen : PERCENTILES;
}

/** A slot of the rollups, and the second after which an agent sends its spans. */
const SETTLING_MILLIS = 11_000;

/** Every step has a place; one without requests has no point. @param {Service} service */
export function inSteps(service) {
  const step = service.stepMillis;
  const first = Math.floor(epochMillis(service.fromUnixNano) / step) * step;
  // A step that has hardly begun, or whose spans are still on their way, would look like a slump.
  const settled = Math.max(Date.now(), epochMillis(service.toUnixNano)) - Math.max(step / 2, SETTLING_MILLIS);
  const starts = Array.from({ length: Math.max(1, Math.ceil((epochMillis(service.toUnixNano) - first) / step)) }, (_, i) => first + i * step)
    .filter((start, i) => i === 0 || start <= settled);
  /** @param {Point[]} points @param {number} shift @returns {(Point | null)[]} */
  const placed = (points, shift) => {
    const places = /** @type {(Point | null)[]} */ (starts.map(() => null));
    for (const point of points) {
      const at = Math.floor((epochMillis(point.startUnixNano) + shift - first) / step);
      if (at >= 0 && at < places.length) places[at] = point;
    }
    return places;
  };
  return { starts, now: placed(service.series, 0),
    before: service.before && placed(service.before.series, service.before.shiftMillis) };
}

/** In milliseconds. @param {Point | null} point @param {Percentile} name */
function nanosOf(point, name) {
  const p = point?.[name];
  return p ? p.nanos / 1e6 : null;
}

/** @param {Point | null} point */
const rateOf = (point) => point?.ratePerSecond ?? 0;

/** In percent. @param {Point | null} point */
const errorsOf = (point) => (point ? 100 * point.errors / point.requests : null);

/** @param {number} share */
const shareText = (share) => (share === 0 ? '0 %' : percent(share, 100));

/** @param {Service} service */
const inWords = ({ figures: { p50, p95, p99 } }) =>
  `p50 ${millis(p50 && p50.nanos / 1e6)}, p95 ${millis(p95 && p95.nanos / 1e6)}, p99 ${millis(p99 && p99.nanos / 1e6)} over all of it`;

/** The charts for whoever would rather read: newest first, steps without requests left out. */
/** @param {{service: Service}} properties */
export function StepTable({ service }) {
  return t.div({ class: 'card step-table', tabIndex: 0, role: 'region', 'aria-label': 'The service in steps of time' },
    t.table({ class: 'list' },
      t.thead(null, t.tr(null, ...['Start', 'Requests', 'Rate', 'Failed', 'Errors', 'p50', 'p95', 'p99'].map((column, i) =>
        t.th({ key: column, scope: 'col', class: i > 0 ? 'number' : '' }, column)))),
      t.tbody(null, ...[...service.series].reverse().map((point) => {
        const start = epochMillis(point.startUnixNano);
        return t.tr({ key: point.startUnixNano },
          t.th({ scope: 'row', class: 'when' }, service.stepMillis < 60_000 ? clock(start).slice(0, 8) : minute(start)),
          t.td({ class: 'number' }, count(point.requests)), t.td({ class: 'number' }, rate(point.ratePerSecond)),
          t.td({ class: point.errors > 0 ? 'number has-errors' : 'number' }, count(point.errors)),
          t.td({ class: 'number' }, percent(point.errors, point.requests)),
          ...PERCENTILES.map((name) => t.td({ key: name, class: 'number' }, millis(nanosOf(point, name)))));
      }))));
}
