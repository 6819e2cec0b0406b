// All metrics by name, those with the same beginning together. A click draws one, or puts it away.
import { change } from './address.js';
import { CHOICES_MAX, choose } from './metric-choice.js';
import { unitText } from './metric-units.js';
import { counted, epochMillis, minute } from './format.js';
import { breakable, oneLine } from './text.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').MetricsJson} Metrics */
/** @typedef {import('./api.d.ts').MetricsJsonMetric} Metric */
/** @typedef {import('./metric-choice.js').Choice} Choice */

/** @param {{answer: Metrics, chosen: Choice[], find: string}} properties `chosen`: by somebody */
export function MetricList({ answer, chosen, find }) {
  const shown = answer.metrics.filter((metric) => matches(metric, find));
  return t.nav({ class: 'metric-names', 'aria-label': 'Metrics' },
    t.div({ class: 'metric-find' },
      t.input({ type: 'search', 'data-find': true, value: find, placeholder: 'Find a metric', 'aria-label': 'Find a metric', title: 'Find a metric (m)',
        onInput: (event) => change({ find: event.currentTarget.value }) }),
      t.p({ class: 'muted', role: 'status' }, summary(answer, shown.length))),
    t.div({ class: 'metric-groups', tabIndex: 0, role: 'region', 'aria-label': 'Names of metrics' },
      shown.length === 0 && t.p({ class: 'muted' }, 'No name, unit or service contains that. ',
        t.button({ type: 'button', class: 'text', onClick: () => change({ find: null }) }, 'Show all metrics')),
      ...groups(shown).map(([prefix, metrics]) => t.section({ key: prefix },
        t.h2({ class: 'small' }, prefix === '' ? 'without a prefix' : prefix),
        t.ul(null, ...metrics.map((metric) => h(Name, { key: metric.name, metric, prefix, chosen })))))));
}

/** @param {Metrics} answer @param {number} shown */
function summary({ metrics, truncated, complete }, shown) {
  const cut = truncated ? ', the first of more' : complete ? '' : ', the store had no time for more';
  return shown === metrics.length ? counted(shown, 'metric') + cut : `${shown} of ${counted(metrics.length, 'metric')}${cut}`;
}

/** @param {{metric: Metric, prefix: string, chosen: Choice[]}} properties */
function Name({ metric, prefix, chosen }) {
  const on = chosen.some(({ name }) => name === metric.name);
  const silent = metric.services.length === 0;
  const full = !on && chosen.length >= CHOICES_MAX;
  return t.li(null, t.button({ type: 'button', class: classes('metric-name', silent && 'silent'), 'aria-pressed': on, disabled: full,
    title: full ? `No more than ${CHOICES_MAX} at once` : oneLine(metric.description || metric.name, 300),
    onClick: () => choose(on ? chosen.filter(({ name }) => name !== metric.name)
      : [...chosen, { name: metric.name, aggregation: '', by: '' }]) },
  t.span(null, ...breakable(prefix === '' ? metric.name : metric.name.slice(prefix.length + 1))),
  t.span({ class: 'muted' }, silent ? `last ${minute(epochMillis(metric.lastUnixNano))}` : [metric.kind, unitText(metric.unit).replace(/^in /, '')].filter(Boolean).join(' · '))));
}

/** What has no prefix comes first: the application's own. @param {Metric[]} metrics @returns {[string, Metric[]][]} */
function groups(metrics) {
  /** @type {Map<string, Metric[]>} */
  const byPrefix = new Map([['', []]]);
  for (const metric of metrics) {
    const prefix = prefixOf(metric.name);
    byPrefix.set(prefix, [...byPrefix.get(prefix) ?? [], metric]);
  }
  return [...byPrefix].filter(([, group]) => group.length > 0);
}

/** `http.server` of `http.server.request.duration`. @param {string} name */
function prefixOf(name) {
  const parts = name.split('.');
  return parts.slice(0, Math.min(2, parts.length - 1)).join('.');
}

/** @param {Metric} metric @param {string} find */
function matches({ name, unit, kind, description, services }, find) {
  const text = [name, unit, kind, description, ...services].join(' ').toLowerCase();
  return find.trim().toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
