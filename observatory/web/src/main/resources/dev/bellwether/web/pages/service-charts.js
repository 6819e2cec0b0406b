// Charts over time by uPlot. Those on one page share a cursor: what is pointed at in one is read off
// all of them. Dragging over one narrows the range of time.
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { change } from './address.js';
import { dots } from './chart-dots.js';
import { onThemeChange, resolved } from './colours.js';
import { clock } from './format.js';
import { t } from './ui.js';

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {(number | null)[]} values one for each step
 * @property {string} colour name of a custom property
 * @property {boolean} [dashed]
 * @property {boolean} [filled]
 * @property {number} [width]
 */
/** @typedef {{at: number, text: string}} Mark epoch milliseconds */
/**
 * @typedef {object} Properties
 * @property {string} title
 * @property {string} words what it shows, for those who do not see it
 * @property {number[]} starts epoch milliseconds of the steps
 * @property {{from: number, to: number}} range epoch milliseconds
 * @property {Line[]} lines
 * @property {Mark[]} marks
 * @property {(value: number) => string} format
 * @property {number} [top] the axis reaches this far at least
 * @property {number[]} [increments] what the axis may count in, where not in powers of ten
 * @property {import('./chart-dots.js').Dot[]} [dots] measurements to look into
 * @property {import('./ui.js').Children} [children] beside the title
 */

const HEIGHT = 190;
const AXIS_WIDTH = 58;
const SHARED_CURSOR = 'service';
const COLOURS = /** @type {const} */ (['muted', 'line', 'line-strong', 'accent', 'text', 'panel']);

/** @param {Properties} properties */
export function Chart(properties) {
  const { title, words, starts, lines, format } = properties;
  const [width, setWidth] = useState(0);
  const [pointed, point] = useState(/** @type {number | null} */ (null));
  const [theme, retheme] = useState(0);
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const plot = useRef(/** @type {uPlot | null} */ (null));
  const latest = useRef(properties);
  latest.current = properties;
  const shape = lines.map((line) => `${line.name} ${line.colour}`).join();

  useEffect(() => {
    const element = /** @type {HTMLDivElement} */ (place.current);
    const resizing = new ResizeObserver(() => setWidth(element.clientWidth));
    resizing.observe(element);
    return () => resizing.disconnect();
  }, []);
  useEffect(() => onThemeChange(() => retheme((turn) => turn + 1)), []);
  useEffect(() => {
    if (width === 0) return undefined;
    const element = /** @type {HTMLDivElement} */ (place.current);
    const made = new uPlot(options(latest, width, element, point), dataOf(latest.current), element);
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [shape, theme, width > 0]);
  useEffect(() => { if (width > 0) plot.current?.setSize({ width, height: HEIGHT }); }, [width]);
  useEffect(() => plot.current?.setData(dataOf(properties)));

  const at = pointed !== null && pointed < starts.length ? pointed : null;
  return t.figure({ class: 'chart' },
    t.figcaption(null, t.h2(null, title), properties.children,
      t.span({ class: 'chart-at muted' }, at === null ? '' : clock(starts[at]).slice(0, 8))),
    t.div({ class: 'chart-lines' }, ...lines.map((line) => t.span({ key: line.name, class: line.dashed ? 'dashed' : '',
      style: { '--line-colour': `var(--${line.colour})` } }, line.name,
    at !== null && t.b(null, ' ', line.values[at] === null ? '–' : format(/** @type {number} */ (line.values[at])))))),
    t.div({ class: 'chart-place', ref: place, role: 'img', 'aria-label': words }));
}

/** @param {Properties} properties @returns {uPlot.AlignedData} */
const dataOf = ({ starts, lines }) => [starts.map((start) => start / 1000), ...lines.map((line) => line.values)];

/**
 * @param {{current: Properties}} latest @param {number} width @param {HTMLElement} element
 * @param {(index: number | null) => void} point
 * @returns {uPlot.Options}
 */
function options(latest, width, element, point) {
  const colours = resolved(element, COLOURS);
  const { lines } = latest.current;
  const lineColours = resolved(element, lines.map((line) => line.colour));
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: colours.muted, font, ticks: { show: false } };
  return {
    width, height: HEIGHT, legend: { show: false }, padding: [10, 10, 0, 0],
    scales: {
      x: { range: () => [latest.current.range.from / 1000, latest.current.range.to / 1000] },
      y: { range: (_, least, most) => [Math.min(0, (least ?? 0) * 1.08), Math.max(latest.current.top ?? 0, (most ?? 0) * 1.08) || 1] },
    },
    axes: [
      { ...axis, space: 70, size: 26, grid: { show: false }, values: (_, splits) => splits.map((split) => timeOf(split * 1000, splits)) },
      { ...axis, space: 34, size: AXIS_WIDTH, incrs: latest.current.increments, grid: { stroke: colours.line, width: 1 },
        values: (_, splits) => splits.map((split) => (split === 0 ? '0' : latest.current.format(split).replace(/\.0+(?=[ /])/, ''))) },
    ],
    series: [{}, ...lines.map((line) => ({
      label: line.name, stroke: lineColours[line.colour], width: line.width ?? 1.5, dash: line.dashed ? [4, 4] : undefined,
      fill: line.filled ? translucent(lineColours[line.colour]) : undefined,
      // A step between two without requests has no line to be seen by.
      points: { show: true, size: 4, fill: lineColours[line.colour], filter: alone },
    }))],
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 7 }, sync: { key: SHARED_CURSOR } },
    plugins: latest.current.dots ? [dots(latest, lineColours)] : [],
    hooks: {
      setCursor: [(plot) => point(plot.cursor.idx ?? null)],
      setSelect: [(plot) => narrow(plot)],
      draw: [(plot) => drawMarks(plot, latest.current.marks, colours, font)],
    },
  };
}

/**
 * The other charts are told what the mouse does, without its event, and may have missed a part of it
 * between two answers: only the one that was dragged over takes the step.
 * @param {uPlot} plot
 */
function narrow(plot) {
  const { left, width } = plot.select;
  if (width < 4) return;
  const from = Math.floor(plot.posToVal(left, 'x') * 1000);
  const to = Math.ceil(plot.posToVal(left + width, 'x') * 1000);
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  if (plot.cursor.event) change({ t: `${from}..${Math.max(from + 1, to)}` }, 'step');
}

/** @param {uPlot} plot @param {number} series @returns {number[]} */
function alone(plot, series) {
  const values = plot.data[series];
  const found = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null) found.push(i);
  }
  return found;
}

/** @param {uPlot} plot @param {Mark[]} marks @param {Record<typeof COLOURS[number], string>} colours @param {string} font */
function drawMarks(plot, marks, colours, font) {
  const { ctx: context, bbox } = plot;
  const ratio = devicePixelRatio || 1;
  context.save();
  context.font = font.replace('11px', `${11 * ratio}px`);
  context.textBaseline = 'top';
  for (const mark of marks) {
    const x = Math.round(plot.valToPos(mark.at / 1000, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    context.fillStyle = colours.accent;
    for (let y = bbox.top; y < bbox.top + bbox.height; y += 6 * ratio) context.fillRect(x, y, ratio, 3 * ratio);
    const right = x + context.measureText(mark.text).width + 6 * ratio > bbox.left + bbox.width;
    context.textAlign = right ? 'right' : 'left';
    context.fillText(mark.text, x + (right ? -4 : 4) * ratio, bbox.top + ratio);
  }
  context.restore();
}

/** @param {string} colour as the browser resolves it: `rgb(…)` or `color(srgb …)` */
const translucent = (colour) => colour.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.14)').replace(/^color\((.*)\)$/, 'color($1 / 0.14)');

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** A date at midnight, seconds where they matter. @param {number} epoch @param {number[]} splits in seconds */
function timeOf(epoch, splits) {
  const time = clock(epoch);
  if (splits.length > 1 && splits[1] - splits[0] < 60) return time.slice(0, 8);
  return time.startsWith('00:00') ? DAY.format(epoch) : time.slice(0, 5);
}
