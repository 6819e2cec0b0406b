// Metrics: their names at the left, those that were chosen as charts under each other, with one
// cursor for all. Everything that is chosen is in the address.
import { change } from './address.js';
import { url, usePolled } from './ask.js';
import { useKeys } from './keyboard.js';
import { MetricChart } from './metric-chart.js';
import { choices, suggested } from './metric-choice.js';
import { MetricList } from './metric-list.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { h, t } from './ui.js';

/** @typedef {import('./api.d.ts').MetricsJson} Metrics */

/** @param {{parameters: URLSearchParams}} properties */
export function MetricsPage({ parameters }) {
  document.title = 'Metrics · Bellwether';
  const range = timeRange(parameters);
  const table = parameters.get('view') === 'table';
  /** @type {import('./ask.js').Polled<Metrics>} */
  const { answer } = usePolled((now) => url('/api/metrics', bounds(range, now)), { live: isLive(parameters), everyMillis: 15_000 });
  useKeys({
    v: () => change({ view: table ? null : 'table' }, 'step'),
    m: () => /** @type {HTMLElement | null} */ (document.querySelector('[data-find]'))?.focus(),
  });
  const chosen = choices(parameters);
  const shown = chosen.length > 0 || answer === null ? chosen : suggested(answer.metrics);
  return t.div({ class: 'metrics-page' },
    t.h1({ class: 'unseen' }, 'Metrics'),
    answer === null ? t.p({ class: 'empty skeleton' }, 'Reading the names …')
      : answer.metrics.length === 0 ? h(NoMetrics, null)
        : [
          h(MetricList, { answer, chosen, find: parameters.get('find') ?? '' }),
          t.div({ class: 'metric-charts', tabIndex: 0, role: 'region', 'aria-label': 'Charts' },
            h(Beginning, { suggested: chosen.length === 0, any: shown.length > 0, table }),
            ...shown.map((choice, index) => h(MetricChart, { key: choice.name, choice, index, all: shown, parameters,
              listed: answer.metrics.find(({ name }) => name === choice.name) }))),
        ]);
}

const NoMetrics = () => t.div({ class: 'empty' },
  t.p(null, 'No metrics have come yet.'),
  t.p(null, 'OpenTelemetry’s SDKs and agents send them with ', t.code(null, 'OTEL_METRICS_EXPORTER=otlp'),
    ', every 60 seconds unless ', t.code(null, 'OTEL_METRIC_EXPORT_INTERVAL'), ' says otherwise.'));

/** @param {{suggested: boolean, any: boolean, table: boolean}} properties */
function Beginning({ suggested: byItself, any, table }) {
  return t.div({ class: 'metric-beginning' },
    t.p({ class: 'muted' }, !any ? 'Nobody sent a metric in this time: choose a longer range, or one of the names.'
      : byItself ? 'To begin with. Choose by name; charts share their cursor, dots open their trace.' : ''),
    any && t.button({ type: 'button', class: 'button', 'aria-pressed': table, title: 'Charts or tables (v)',
      onClick: () => change({ view: table ? null : 'table' }, 'step') }, 'As tables'));
}
