// One metric as a chart, with what one can choose about it and the traces behind it.
import { url, usePolled } from './ask.js';
import { clock, count, counted, epochMillis, minute } from './format.js';
import { icon } from './icons.js';
import { NOTHING, choose, groupedBy } from './metric-choice.js';
import { drawn, exemplars } from './metric-lines.js';
import { formatOf, increments, unitText } from './metric-units.js';
import { useRefusal } from './search.js';
import { Chart } from './service-charts.js';
import { oneLine } from './text.js';
import { bounds, isLive, timeRange } from './time-range.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').MetricJson} Metric */
/** @typedef {import('./api.d.ts').MetricsJsonMetric} Listed */
/** @typedef {import('./metric-choice.js').Choice} Choice */

const HOUR = 3_600_000;
const EXEMPLARS_SHOWN = 20;
/** @type {Record<string, string>} */
const AGGREGATIONS = { last: 'last value', average: 'average', min: 'lowest', max: 'highest', sum: 'sum of last values',
  rate: 'rate per second', increase: 'increase per step', p50: 'p50', p90: 'p90', p95: 'p95', p99: 'p99' };

/**
 * @param {{choice: Choice, index: number, all: Choice[], listed: Listed | undefined, parameters: URLSearchParams}} properties
 */
export function MetricChart({ choice, index, all, listed, parameters }) {
  const range = timeRange(parameters);
  const query = parameters.get('q') ?? '';
  const by = groupedBy(choice);
  /** @type {import('./ask.js').Polled<Metric>} */
  const { answer, refusal, loading } = usePolled(
    (now) => url(`/api/metrics/${encodeURIComponent(choice.name)}`, { ...bounds(range, now), q: query, by, agg: choice.aggregation }),
    { live: isLive(parameters), everyMillis: range.millis > HOUR ? 30_000 : 5_000 });
  const remove = () => choose(all.filter((_, i) => i !== index));
  const set = (/** @type {Partial<Choice>} */ part) => choose(all.map((each, i) => (i === index ? { ...each, ...part } : each)));
  const title = oneLine(choice.name, 120);
  const misread = refusal?.status === 400 && refusal.position !== null;
  const tell = index === 0 && h(Refused, { refusal: misread ? refusal : null });
  if (refusal) {
    return t.section({ class: 'metric-card' }, tell, t.header(null, t.h2(null, title), h(Remove, { title, remove })),
      t.p({ class: 'metric-words', role: 'alert' }, misread ? 'The query cannot be read.' : refusal.message));
  }
  if (answer === null) return t.section({ class: 'metric-card' }, tell, t.p({ class: 'empty skeleton' }, `Reading ${title} …`));
  return t.section({ class: classes('metric-card', loading && 'refreshing'), 'aria-label': title }, tell,
    t.header(null,
      t.h2(null, title),
      t.span({ class: 'muted' }, [answer.kind, unitText(answer.unit)].filter(Boolean).join(' ')),
      h(Choosing, { answer, choice, listed, by, set }),
      h(Remove, { title, remove })),
    answer.description !== '' && t.p({ class: 'muted metric-description' }, oneLine(answer.description, 200)),
    h(Picture, { answer, query, listed, table: parameters.get('view') === 'table' }));
}

/** Tells the search bar at which character the query goes wrong. */
/** @param {{refusal: import('./ask.js').Refusal | null}} properties */
function Refused({ refusal }) {
  useRefusal(refusal);
  return null;
}

/** @param {{title: string, remove: () => void}} properties */
const Remove = ({ title, remove }) => t.button({ type: 'button', class: 'quiet metric-remove', 'aria-label': `Put ${title} away`,
  title: 'Put away', onClick: remove }, icon('close', 14));

/**
 * @param {{answer: Metric, choice: Choice, listed: Listed | undefined, by: string, set: (part: Partial<Choice>) => void}} properties
 */
function Choosing({ answer, choice, listed, by, set }) {
  const keys = listed?.attributes ?? [];
  const resourceKeys = (listed?.resourceAttributes ?? []).filter((key) => key !== 'service.name');
  const known = by === '' || by === 'service.name' || keys.includes(by) || resourceKeys.includes(by);
  const options = (/** @type {string[]} */ names) => names.map((name) => t.option({ key: name, value: name }, oneLine(name, 60)));
  return t.div({ class: 'metric-choosing' },
    t.label(null, t.span({ class: 'unseen' }, 'Show'),
      t.select({ value: answer.aggregation, onChange: (event) => set({ aggregation: event.currentTarget.value }) },
        ...answer.aggregations.map((name) => t.option({ key: name, value: name }, AGGREGATIONS[name] ?? name)))),
    t.label(null, t.span({ class: 'muted' }, 'by'),
      t.select({ value: choice.by === NOTHING ? NOTHING : by, onChange: (event) => set({ by: event.currentTarget.value }) },
        t.option({ value: NOTHING }, 'nothing'), t.option({ value: 'service.name' }, 'service.name'),
        !known && t.option({ value: by }, oneLine(by, 60)),
        keys.length > 0 && t.optgroup({ label: 'Attributes' }, ...options(keys)),
        resourceKeys.length > 0 && t.optgroup({ label: 'Resource' }, ...options(resourceKeys)))));
}

/** @param {{answer: Metric, query: string, listed: Listed | undefined, table: boolean}} properties */
function Picture({ answer, query, listed, table }) {
  const points = answer.lines.reduce((sum, line) => sum + line.points.length, 0);
  if (points === 0) return t.p({ class: 'metric-words' }, nothing(answer, query, listed));
  const { starts, lines, dots, top } = drawn(answer);
  const format = formatOf(answer);
  const window = { from: epochMillis(answer.fromUnixNano), to: epochMillis(answer.toUnixNano) };
  return [
    table ? h(Values, { answer, starts, lines, format })
      : h(Chart, { key: answer.aggregation, title: AGGREGATIONS[answer.aggregation] ?? answer.aggregation, words: inWords(answer, lines, format),
        starts, range: window, lines, marks: [], format, increments: increments(answer), dots, top }),
    t.p({ class: 'muted metric-notes' }, notes(answer, points).join(' ')),
    h(Exemplars, { answer }),
  ];
}

/** Why there is no line. @param {Metric} answer @param {string} query @param {Listed | undefined} listed */
function nothing(answer, query, listed) {
  if (answer.lines.length > 0 && answer.kind === 'summary' && answer.aggregation.startsWith('p')) return `Its senders report no ${answer.aggregation}.`;
  if (answer.lines.length > 0 && ['rate', 'increase'].includes(answer.aggregation)) {
    return 'It takes two points to know what was counted between them; there is one so far.';
  }
  if (answer.lines.length > 0) return 'Nothing was measured in this time.';
  if (query !== '') return 'No series matches the query in this time.';
  return listed ? `Nobody sent it in this time. It was last seen at ${minute(epochMillis(listed.lastUnixNano))}.` : 'Nobody sent it in this time.';
}

/** What one has to know of the picture. @param {Metric} answer @param {number} points */
function notes(answer, points) {
  const said = [];
  if (answer.groups > answer.lines.length) said.push(`The ${count(answer.lines.length)} largest of ${counted(answer.groups, 'group')}.`);
  if (points === 1) said.push('One point so far.');
  if (answer.truncated) said.push(`There were too many points: what was before ${minute(epochMillis(answer.countedFromUnixNano ?? '0'))} is left out.`);
  if (!answer.complete) said.push('The store ran out of time before it had looked everywhere.');
  if (answer.uncounted > 0) said.push(`${counted(answer.uncounted, 'point')} of still more series left out.`);
  if (answer.unlike > 0) said.push(`${counted(answer.unlike, 'point')} left out: under this name another sender measures another kind of metric.`);
  return said;
}

/** @param {Metric} answer @param {import('./service-charts.js').Line[]} lines @param {(value: number) => string} format */
function inWords(answer, lines, format) {
  const lasts = lines.slice(0, 5).map(({ name, values }) => {
    const last = values.findLast((value) => value !== null);
    return `${name} ${last === null || last === undefined ? 'nothing' : format(last)}`;
  });
  return `${oneLine(answer.name, 80)}, ${AGGREGATIONS[answer.aggregation] ?? answer.aggregation}, lastly ${lasts.join(', ')}`;
}

/** The dots for the keyboard, the highest first. @param {{answer: Metric}} properties */
function Exemplars({ answer }) {
  const all = exemplars(answer);
  if (all.length === 0) return null;
  return t.details({ class: 'metric-exemplars' },
    t.summary(null, `${counted(all.length, 'trace')} behind it`),
    t.ul(null, ...all.slice(0, EXEMPLARS_SHOWN).map(({ line, traceId, at, value, target }) => t.li({ key: `${traceId} ${at} ${value}` },
      t.a({ href: target }, t.b(null, value), ' ', t.span({ class: 'when' }, at), ' ', t.span({ class: 'muted' }, line))))));
}

/**
 * The chart for whoever would rather read, newest first.
 * @param {{answer: Metric, starts: number[], lines: import('./service-charts.js').Line[], format: (value: number) => string}} properties
 */
function Values({ answer, starts, lines, format }) {
  const rows = starts.map((start, i) => ({ start, i })).filter(({ i }) => lines.some(({ values }) => values[i] !== null)).reverse();
  return t.div({ class: 'card step-table', tabIndex: 0, role: 'region', 'aria-label': `${oneLine(answer.name, 80)} in steps of time` },
    t.table({ class: 'list' },
      t.thead(null, t.tr(null, t.th({ scope: 'col' }, 'Start'), ...lines.map(({ name }) => t.th({ key: name, scope: 'col', class: 'number' }, name)))),
      t.tbody(null, ...rows.map(({ start, i }) => t.tr({ key: start },
        t.th({ scope: 'row', class: 'when' }, answer.stepMillis < 60_000 ? clock(start).slice(0, 8) : minute(start)),
        ...lines.map(({ name, values }) => t.td({ key: name, class: 'number' }, values[i] === null ? '–' : format(/** @type {number} */ (values[i])))))))));
}
