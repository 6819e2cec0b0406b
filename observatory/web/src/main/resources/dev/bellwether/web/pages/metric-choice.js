// Which metrics are looked at, and how: in the address as `m`, `agg` and `by`, repeated.
import { change } from './address.js';

/** @typedef {import('./api.d.ts').MetricsJsonMetric} Metric */
/** @typedef {{name: string, aggregation: string, by: string}} Choice empty: what fits best */

/** Written for "by nothing": empty means that nobody has chosen. */
export const NOTHING = '-';

/** More would be asked for every few seconds, and nobody sees them at once. */
export const CHOICES_MAX = 12;

/** What one wants to see first, where it is there. */
const PREFERRED = ['http.server.request.duration', 'trading_revenue', 'jvm.memory.used', 'http.client.request.duration',
  'db.client.operation.duration', 'db.client.connection.count', 'jvm.cpu.recent_utilization', 'share_price'];
const PREFERRED_SHOWN = 3;

/** @param {URLSearchParams} parameters @returns {Choice[]} */
export function choices(parameters) {
  const [aggregations, bys] = [parameters.getAll('agg'), parameters.getAll('by')];
  return parameters.getAll('m').slice(0, CHOICES_MAX)
    .map((name, i) => ({ name, aggregation: aggregations[i] ?? '', by: bys[i] ?? '' }));
}

/** @param {Choice[]} next @param {'step' | 'adjust'} [kind] */
export function choose(next, kind = 'step') {
  const any = (/** @type {'aggregation' | 'by'} */ what) => next.some((each) => each[what] !== '');
  change({
    m: next.length ? next.map(({ name }) => name) : null,
    agg: any('aggregation') ? next.map(({ aggregation }) => aggregation) : null,
    by: any('by') ? next.map(({ by }) => by) : null,
  }, kind);
}

/** Where nobody has chosen. @param {Metric[]} metrics @returns {Choice[]} */
export function suggested(metrics) {
  const alive = metrics.filter(({ services }) => services.length > 0);
  const known = PREFERRED.filter((name) => alive.some((metric) => metric.name === name));
  const others = alive.map(({ name }) => name).filter((name) => !known.includes(name));
  return [...known, ...others].slice(0, PREFERRED_SHOWN).map((name) => ({ name, aggregation: '', by: '' }));
}

/** By service, unless somebody wants it otherwise: who sends a metric is what one asks first. */
/** @param {Choice} choice */
export const groupedBy = ({ by }) => (by === NOTHING ? '' : by || 'service.name');
