// What a query about metrics may name: the attributes of their points and resources, with values.
import { ask, url } from './ask.js';

/** @typedef {import('./api.d.ts').MetricsJson} Metrics */
/** @typedef {import('./api.d.ts').MetricJson} Metric */
/** @typedef {import('./api.d.ts').AttributeKeysJsonSignal} Signal */

/** The largest ones; more do not fit under a line of text. */
const VALUES = '12';

/**
 * In the shape in which the API tells the keys of spans and log records.
 * @param {Record<string, string | undefined>} bounds @param {Record<string, string>} more `key` and `prefix`
 * @returns {Promise<Signal>}
 */
export async function metricKeys(bounds, { key, prefix = '' }) {
  const reply = await ask(url('/api/metrics', bounds));
  const { metrics } = /** @type {{body: Metrics}} */ (reply).body;
  /** @type {Map<string, Signal['keys'][number]>} */
  const keys = new Map();
  for (const metric of metrics) {
    for (const [names, source] of /** @type {[string[], string][]} */ (
      [[metric.attributes, 'attribute'], [metric.resourceAttributes, 'resource']])) {
      for (const name of names) {
        const known = keys.get(name) ?? { key: name, source: name === 'service.name' ? 'field' : source, types: [], records: 0, coverage: 0, distinct: 0, values: [] };
        known.records += 1;
        keys.set(name, known);
      }
    }
  }
  const wanted = key === undefined ? [...keys.values()] : [...keys.values()].filter((each) => each.key === key);
  const having = key === undefined ? undefined
    : metrics.find((metric) => metric.attributes.includes(key) || metric.resourceAttributes.includes(key));
  if (having && wanted[0]) wanted[0].values = await valuesOf(having.name, wanted[0].key, prefix, bounds);
  return { signal: 'metrics', records: metrics.length, truncated: false, complete: true, distinctKeys: keys.size, keys: wanted };
}

/** @param {string} name @param {string} by @param {string} prefix @param {Record<string, string | undefined>} bounds */
async function valuesOf(name, by, prefix, bounds) {
  const reply = await ask(url(`/api/metrics/${encodeURIComponent(name)}`, { ...bounds, by, limit: VALUES }));
  const { lines } = /** @type {{body: Metric}} */ (reply).body;
  return lines.filter(({ group }) => group !== null && group.toLowerCase().startsWith(prefix.toLowerCase()))
    .map(({ group, points }) => ({ value: /** @type {string} */ (group), records: points.length }));
}
