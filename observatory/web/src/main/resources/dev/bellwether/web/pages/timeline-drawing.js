// The picture of the timeline: where everything goes, and how it is drawn on the canvas.
import { resolved, serviceColourName } from './colours.js';
import { count, epochMillis, minute, nanos } from './format.js';

/** @typedef {import('./api.d.ts').TimelineJson} Answer */
/** @typedef {{top: number, bottom: number}} Band */

const LEFT = 58;
const RIGHT = 16;
const COLUMNS_HEIGHT = 54;
const POINTS_HEIGHT = 116;
const AXIS_HEIGHT = 20;
const GAP = 24;

/** How much room it takes. @param {boolean} withPoints */
export const heightOf = (withPoints) => 8 + COLUMNS_HEIGHT + (withPoints ? GAP + POINTS_HEIGHT : 0) + AXIS_HEIGHT;

/** @param {Answer} answer @param {number} width */
export function placeOf(answer, width) {
  const from = epochMillis(answer.fromUnixNano);
  const to = Math.max(from + 1, epochMillis(answer.toUnixNano));
  const start = epochMillis(answer.startUnixNano);
  const right = Math.max(LEFT + 1, width - RIGHT);
  const columns = { top: 8, bottom: 8 + COLUMNS_HEIGHT };
  const hasPoints = answer.points.length > 0;
  /** @type {Band | null} */
  const points = hasPoints ? { top: columns.bottom + GAP, bottom: columns.bottom + GAP + POINTS_HEIGHT } : null;
  const [least, most] = decades(answer.points.map((point) => point.durationNano));
  const bottom = points?.bottom ?? 0;
  return {
    width, left: LEFT, right, columns, points, from, to, least, most,
    height: heightOf(hasPoints),
    xOf: (/** @type {number} */ millis) => LEFT + (millis - from) / (to - from) * (right - LEFT),
    timeAt: (/** @type {number} */ x) => from + (x - LEFT) / (right - LEFT) * (to - from),
    yOf: (/** @type {number} */ duration) =>
      bottom - (Math.log10(Math.max(1, duration)) - least) / (most - least) * POINTS_HEIGHT,
    durationAt: (/** @type {number} */ y) => 10 ** (least + (bottom - y) / POINTS_HEIGHT * (most - least)),
    startOf: (/** @type {number} */ step) => start + step * answer.stepMillis,
    stepAt: (/** @type {number} */ x) =>
      Math.floor((from + (x - LEFT) / (right - LEFT) * (to - from) - start) / answer.stepMillis),
  };
}

/** The powers of ten around the durations, with room above and below. */
/** @param {number[]} durations */
function decades(durations) {
  let [least, most] = [Infinity, 1];
  for (const duration of durations) {
    least = Math.min(least, Math.max(1, duration));
    most = Math.max(most, duration);
  }
  const low = Math.log10(Number.isFinite(least) ? least : 1) - 0.15;
  const high = Math.log10(most) + 0.15;
  return high - low < 1 ? [low - (1 - high + low) / 2, high + (1 - high + low) / 2] : [low, high];
}

/** @type {Record<string, string>} */
const COLOUR_OF = { failed: 'bad', ok: 'bars', fatal: 'bad', error: 'bad', warn: 'warn', info: 'bars', debug: 'line-strong',
  trace: 'line-strong', unspecified: 'line-strong' };
const COLOURS = /** @type {const} */ (['bad', 'warn', 'bars', 'points', 'line', 'line-strong', 'muted', 'panel', 'accent', 'raised']);

/** Of the values of a key; what is no value is grey. */
const GROUP_COLOURS = ['service-0', 'service-6', 'service-3', 'service-7', 'service-4', 'service-1'];

/** @param {Answer} answer @param {number} i @returns {string} name of a colour */
export function seriesColour({ series, by }, i) {
  const { name } = series[i];
  if (by === null) return COLOUR_OF[name] ?? 'bars';
  if (name === '(others)') return 'line-strong';
  if (name === '(without it)') return 'line';
  return by === 'service.name' ? serviceColourName(name) : GROUP_COLOURS[i % GROUP_COLOURS.length];
}

/**
 * @param {HTMLCanvasElement} canvas @param {Answer} answer @param {ReturnType<typeof placeOf>} place
 * @param {{at: {x: number, y: number} | null, point: Answer['points'][number] | null,
 *   box: {left: number, right: number, top: number, bottom: number} | null}} pointed
 */
export function draw(canvas, answer, place, { at, point, box }) {
  const ratio = devicePixelRatio || 1;
  const [width, height] = [Math.round(place.width * ratio), Math.round(place.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const colours = resolved(document.body, [...COLOURS, ...answer.series.map((_, i) => seriesColour(answer, i))]);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, place.width, place.height);
  context.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  drawGrid(context, answer, place, colours);
  drawUncounted(context, answer, place, colours);
  drawColumns(context, answer, place, colours);
  drawPoints(context, answer, place, colours, point);
  if (box) {
    context.globalAlpha = 0.16;
    context.fillStyle = colours.accent;
    context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.globalAlpha = 1;
    context.strokeStyle = colours.accent;
    context.strokeRect(box.left + 0.5, box.top + 0.5, box.right - box.left, box.bottom - box.top);
  } else if (at && at.x >= place.left && at.x <= place.right) {
    context.fillStyle = colours['line-strong'];
    context.fillRect(Math.round(at.x), place.columns.top, 1, place.height - AXIS_HEIGHT - place.columns.top);
  }
}

/** @typedef {Record<string, string>} Colours */

/** @param {CanvasRenderingContext2D} context @param {Answer} answer @param {ReturnType<typeof placeOf>} place @param {Colours} colours */
function drawGrid(context, answer, place, colours) {
  context.fillStyle = colours.line;
  context.fillRect(place.left, place.columns.bottom, place.right - place.left, 1);
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  if (place.points) {
    context.fillStyle = colours.muted;
    context.textAlign = 'left';
    context.fillText(answer.roots ? 'traces, by start and duration' : 'spans that match, by start and duration',
      place.left, place.points.top - 10);
    context.textAlign = 'right';
    for (let power = Math.ceil(place.least); power <= place.most; power++) {
      const y = Math.round(place.yOf(10 ** power));
      context.fillStyle = colours.line;
      context.fillRect(place.left, y, place.right - place.left, 1);
      context.fillStyle = colours.muted;
      context.fillText(nanos(10 ** power).replace(/\.0+ /, ' '), place.left - 8, y);
    }
  }
  const bottom = place.height - AXIS_HEIGHT;
  context.fillStyle = colours.line;
  context.fillRect(place.left, bottom, place.right - place.left, 1);
  context.textBaseline = 'top';
  context.textAlign = 'center';
  for (const { at, text } of timeTicks(place.from, place.to, Math.max(2, Math.floor((place.right - place.left) / 110)))) {
    const x = Math.round(place.xOf(at));
    context.fillStyle = colours['line-strong'];
    context.fillRect(x, bottom, 1, 4);
    context.fillStyle = colours.muted;
    if (x > place.left + 18 && x < place.right - 18) context.fillText(text, x, bottom + 6);
  }
}

const SECOND = 1000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800]
  .map((seconds) => seconds * SECOND);

/** @param {number} from @param {number} to @param {number} most */
function timeTicks(from, to, most) {
  const step = STEPS.find((candidate) => (to - from) / candidate <= most) ?? (to - from) / most;
  // Steps count from local midnight, so that they are round on the reader's clock.
  const zone = new Date(from).getTimezoneOffset() * 60_000;
  const ticks = [];
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) {
    const seconds = new Date(at).getSeconds();
    ticks.push({ at, text: step < 60 * SECOND ? `${minute(at).slice(-5)}:${String(seconds).padStart(2, '0')}` : minute(at) });
  }
  return ticks;
}

/** What was not counted, because there is more than is counted at once. */
/** @param {CanvasRenderingContext2D} context @param {Answer} answer @param {ReturnType<typeof placeOf>} place @param {Colours} colours */
function drawUncounted(context, answer, place, colours) {
  if (answer.countedFromUnixNano === null || answer.records === 0) return;
  const until = Math.min(place.right, place.xOf(epochMillis(answer.countedFromUnixNano)));
  if (until - place.left < 2) return;
  context.fillStyle = colours.raised;
  context.fillRect(place.left, place.columns.top, until - place.left, place.height - AXIS_HEIGHT - place.columns.top);
  if (until - place.left > 120) {
    context.fillStyle = colours.muted;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText('not counted', (place.left + until) / 2, (place.columns.top + place.columns.bottom) / 2);
  }
}

/** @param {CanvasRenderingContext2D} context @param {Answer} answer @param {ReturnType<typeof placeOf>} place @param {Colours} colours */
function drawColumns(context, answer, place, colours) {
  const steps = answer.series[0]?.counts.length ?? 0;
  const sums = Array.from({ length: steps }, (_, i) => answer.series.reduce((sum, series) => sum + series.counts[i], 0));
  const most = Math.max(1, ...sums);
  const scale = COLUMNS_HEIGHT / most;
  const full = place.xOf(place.startOf(1)) - place.xOf(place.startOf(0));
  const hatch = hatching(context, colours.panel);
  for (let i = 0; i < steps; i++) {
    const left = Math.max(place.left, place.xOf(place.startOf(i)));
    const right = Math.min(place.right, place.xOf(place.startOf(i)) + full);
    const width = Math.max(1, right - left - (full > 4 ? 1 : 0));
    let y = place.columns.bottom;
    for (const [number, series] of answer.series.entries()) {
      if (series.counts[i] === 0 || right <= left) continue;
      const height = Math.max(1.5, series.counts[i] * scale);
      const name = seriesColour(answer, number);
      context.fillStyle = colours[name];
      context.fillRect(left, y - height, width, height);
      if (name === 'bad' && hatch) {
        context.fillStyle = hatch;
        context.fillRect(left, y - height, width, height);
      }
      y -= height;
    }
  }
  context.fillStyle = colours.muted;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  if (sums.some((sum) => sum > 0)) context.fillText(count(most), place.left - 8, place.columns.top + 3);
}

/** Failure is told by stripes as well as by colour. */
/** @param {CanvasRenderingContext2D} context @param {string} colour */
function hatching(context, colour) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 5;
  const drawing = /** @type {CanvasRenderingContext2D} */ (tile.getContext('2d'));
  drawing.strokeStyle = colour;
  drawing.globalAlpha = 0.55;
  drawing.lineWidth = 1;
  for (const by of [-5, 0, 5]) {
    drawing.moveTo(by, 5);
    drawing.lineTo(by + 5, 0);
  }
  drawing.stroke();
  return context.createPattern(tile, 'repeat');
}

/**
 * Failed spans are crosses. @param {CanvasRenderingContext2D} context @param {Answer} answer
 * @param {ReturnType<typeof placeOf>} place @param {Colours} colours @param {Answer['points'][number] | null} pointed
 */
function drawPoints(context, answer, place, colours, pointed) {
  for (const point of answer.points) {
    const x = place.xOf(epochMillis(point.startUnixNano));
    const y = place.yOf(point.durationNano);
    const size = point.spans > 1 ? Math.min(4, 2 + Math.log10(point.spans)) : 2;
    if (point.failed) {
      context.strokeStyle = colours.bad;
      context.lineWidth = 1.5;
      context.beginPath();
      context.moveTo(x - size - 0.5, y - size - 0.5);
      context.lineTo(x + size + 0.5, y + size + 0.5);
      context.moveTo(x + size + 0.5, y - size - 0.5);
      context.lineTo(x - size - 0.5, y + size + 0.5);
      context.stroke();
    } else {
      context.globalAlpha = 0.6;
      context.fillStyle = colours.points;
      context.beginPath();
      context.arc(x, y, size, 0, 2 * Math.PI);
      context.fill();
      context.globalAlpha = 1;
    }
  }
  if (pointed) {
    context.strokeStyle = colours.accent;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(place.xOf(epochMillis(pointed.startUnixNano)), place.yOf(pointed.durationNano), 7, 0, 2 * Math.PI);
    context.stroke();
  }
  context.lineWidth = 1;
}
