// What the API answers about a metric, made into the lines and dots of a chart.
import { href } from './address.js';
import { serviceColourName } from './colours.js';
import { clock, epochMillis } from './format.js';
import { measured } from './metric-units.js';
import { oneLine } from './text.js';

/** @typedef {import('./api.d.ts').MetricJson} Metric */
/** @typedef {import('./service-charts.js').Line} Line */
/** @typedef {import('./chart-dots.js').Dot} Dot */
/** @typedef {{start: string, line: string, value: string, text: string, target: string}} Exemplar */

/** Of the colours of services, neighbours as unlike as can be. */
const UNLIKE = [0, 3, 6, 7, 4, 1, 2, 9, 5, 8];
/** How far above the lines the axis goes for the sake of a dot. */
const DOTS_ABOVE = 3;

/** The names come in the order of the alphabet: a line must not move because another has grown. */
/** @param {Metric} metric @returns {{starts: number[], lines: Line[], dots: Dot[], top: number}} */
export function drawn(metric) {
  const first = epochMillis(metric.startUnixNano);
  const starts = Array.from({ length: metric.steps }, (_, i) => first + i * metric.stepMillis);
  const sorted = [...metric.lines].sort((a, b) => compare(nameOf(metric, a.group), nameOf(metric, b.group)));
  const colours = coloursOf(metric, sorted.map(({ group }) => group ?? ''));
  const lines = sorted.map((line, i) => {
    const values = /** @type {(number | null)[]} */ (starts.map(() => null));
    for (const { step, value } of line.points) values[step] = value;
    return { name: nameOf(metric, line.group), values, colour: colours[i], filled: sorted.length === 1 };
  });
  const onAxis = isMeasured(metric.aggregation);
  const dots = sorted.flatMap((line, i) => line.exemplars.map((exemplar) => ({
    at: epochMillis(exemplar.timeUnixNano), value: onAxis ? exemplar.value : null, colour: colours[i],
    text: exemplarText(metric, exemplar), target: targetOf(exemplar) })));
  const most = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const highest = Math.max(0, ...dots.map(({ value }) => value ?? 0));
  return { starts, lines, dots, top: most === 0 ? highest : Math.min(highest * 1.06, most * DOTS_ABOVE) };
}

/** Whether the axis shows what was measured, or how much or how often. @param {string} aggregation */
const isMeasured = (aggregation) => !['rate', 'increase', 'sum'].includes(aggregation);

/** @param {Metric} metric @param {string | null} group */
export function nameOf(metric, group) {
  if (metric.by === null) return 'everything';
  if (group === null) return `without ${oneLine(metric.by, 60)}`;
  return group === '' ? '(empty)' : oneLine(group, 60);
}

/** The slowest first. @param {Metric} metric */
export const exemplars = (metric) => metric.lines
  .flatMap((line) => line.exemplars.map((exemplar) => ({ line: nameOf(metric, line.group), exemplar })))
  .sort((a, b) => b.exemplar.value - a.exemplar.value)
  .map(({ line, exemplar }) => ({ line, traceId: exemplar.traceId, at: clock(epochMillis(exemplar.timeUnixNano)),
    value: measured(metric)(exemplar.value), target: targetOf(exemplar) }));

/** @param {Metric} metric @param {Metric['lines'][number]['exemplars'][number]} exemplar */
const exemplarText = (metric, exemplar) =>
  `${measured(metric)(exemplar.value)} at ${clock(epochMillis(exemplar.timeUnixNano))}: open its trace`;

/** @param {Metric['lines'][number]['exemplars'][number]} exemplar */
const targetOf = ({ traceId, spanId }) => href(`/trace/${traceId}`, { span: spanId });

/**
 * Services have their colours, and where two have the same the second takes one that is free: lines
 * of one chart must not look alike. Other groups get those that differ most, in their order.
 * @param {Metric} metric @param {string[]} names @returns {string[]} custom properties
 */
function coloursOf(metric, names) {
  const unlike = UNLIKE.map((number) => `service-${number}`);
  if (metric.by !== 'service.name') return names.map((_, i) => unlike[i % unlike.length] ?? '');
  const own = names.map(serviceColourName);
  /** @type {Set<string>} */
  const taken = new Set();
  return own.map((colour) => {
    const chosen = taken.has(colour)
      ? unlike.find((other) => !taken.has(other) && !own.includes(other)) ?? colour : colour;
    taken.add(chosen);
    return chosen;
  });
}

/** @param {string} a @param {string} b */
const compare = (a, b) => a.localeCompare(b, 'en', { numeric: true });
