// When it happened and how long it took: columns of counts above, spans by start and duration below,
// on one axis of time. Drag to narrow the time, or time and duration at once; click a point to open
// its trace. The list under it is the same in words.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { address, change, go, href } from './address.js';
import { onThemeChange } from './colours.js';
import { clock, count, counted, epochMillis, nanos } from './format.js';
import { withClause, withoutField } from './query.js';
import { draw, heightOf, placeOf } from './timeline-drawing.js';
import { t } from './ui.js';

/** @typedef {import('./api.d.ts').TimelineJson} Answer */
/** @typedef {Answer['points'][number]} Point */
/** @typedef {{x: number, y: number}} Spot */

/** A pointer this near is on the point. */
const REACH = 9;

/** Keeps its room until it comes, so that the list under it does not jump. @param {{points: boolean}} properties */
export const TimelineAwaited = ({ points }) => t.div({ class: 'timeline', style: { height: `${heightOf(points)}px` } });

/** @param {{answer: Answer, what: string}} properties `what` is counted: `trace`, `span`, `log record` */
export function Timeline({ answer, what }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [width, setWidth] = useState(0);
  const [from, setFrom] = useState(/** @type {Spot | null} */ (null));
  const [at, setAt] = useState(/** @type {Spot | null} */ (null));
  const place = placeOf(answer, width);
  const box = from && at && (Math.abs(at.x - from.x) > 4 || Math.abs(at.y - from.y) > 4) ? boxOf(from, at, place) : null;
  const point = at && !from ? nearest(answer, place, at) : null;

  useEffect(() => {
    const element = /** @type {HTMLCanvasElement} */ (canvas.current);
    const resizing = new ResizeObserver(() => setWidth(element.clientWidth));
    resizing.observe(element);
    return () => resizing.disconnect();
  }, []);
  const paint = () => { if (canvas.current && width > 0) draw(canvas.current, answer, place, { at, box, point }); };
  useLayoutEffect(paint);
  const latest = useRef(paint);
  latest.current = paint;
  useEffect(() => onThemeChange(() => latest.current()), []);

  /** @param {PointerEvent} event @returns {Spot} */
  const spot = (event) => {
    const bounds = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
  };
  return t.figure({ class: 'timeline', style: { height: `${place.height}px` } },
    t.canvas({ ref: canvas, role: 'img', 'aria-label': inWords(answer, what),
      style: { height: `${place.height}px`, cursor: point ? 'pointer' : 'crosshair' },
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(spot(event));
        setAt(spot(event));
      },
      onPointerMove: (event) => setAt(spot(event)),
      onPointerLeave: () => { if (!from) setAt(null); },
      onPointerCancel: () => { setFrom(null); setAt(null); },
      onPointerUp: (event) => {
        const released = spot(event);
        setFrom(null);
        if (box) narrow(answer, place, box);
        else {
          const hit = nearest(answer, place, released);
          if (hit) go(href(`/trace/${hit.traceId}`, { span: hit.spanId }));
        }
      } }),
    at && width > 0 && tip(answer, place, at, box, point),
    t.figcaption({ class: 'unseen' }, 'Drag over it to narrow the range of time.'));
}

/** @typedef {ReturnType<typeof placeOf>} Place */
/** @typedef {{left: number, right: number, top: number, bottom: number, withDuration: boolean}} Box */

/** From the columns only time is chosen, from the points time and duration. */
/** @param {Spot} from @param {Spot} at @param {Place} place @returns {Box} */
function boxOf(from, at, place) {
  const withDuration = place.points !== null && from.y > place.columns.bottom;
  const clamp = (/** @type {number} */ x) => Math.max(place.left, Math.min(place.right, x));
  const [top, bottom] = withDuration && place.points
    ? [Math.max(place.points.top, Math.min(from.y, at.y)), Math.min(place.points.bottom, Math.max(from.y, at.y))]
    : [place.columns.top, place.height - 18];
  return { left: clamp(Math.min(from.x, at.x)), right: clamp(Math.max(from.x, at.x)), top, bottom, withDuration };
}

/** @param {Answer} answer @param {Place} place @param {Box} box */
function narrow(answer, place, box) {
  const from = Math.floor(place.timeAt(box.left));
  const to = Math.max(from + 1, Math.ceil(place.timeAt(box.right)));
  const query = address().parameters.get('q') ?? '';
  change({ t: `${from}..${to}`, ...(box.withDuration ? { q: withDurations(query, answer, place, box) } : {}) }, 'step');
}

/** @param {string} query @param {Answer} answer @param {Place} place @param {Box} box */
function withDurations(query, answer, place, box) {
  const least = literalOf(place.durationAt(box.bottom), Math.floor);
  const most = literalOf(place.durationAt(box.top), Math.ceil);
  const rest = withoutField(query, 'duration');
  return withClause(withClause(answer.roots ? withClause(rest, 'not parent.id : *') : rest,
    `duration >= ${least}`), `duration <= ${most}`);
}

/** @param {number} durationNanos @param {(value: number) => number} round */
function literalOf(durationNanos, round) {
  if (durationNanos >= 10e6) return `${round(durationNanos / 1e6)}ms`;
  return durationNanos >= 10e3 ? `${round(durationNanos / 1e3)}us` : `${round(durationNanos)}ns`;
}

/** @param {Answer} answer @param {Place} place @param {Spot} at @returns {Point | null} */
function nearest(answer, place, at) {
  if (!place.points || at.y < place.points.top - REACH) return null;
  let found = null;
  let least = REACH * REACH;
  for (const point of answer.points) {
    const dx = place.xOf(epochMillis(point.startUnixNano)) - at.x;
    if (dx > REACH || dx < -REACH) continue;
    const dy = place.yOf(point.durationNano) - at.y;
    const distance = dx * dx + dy * dy;
    if (distance < least) [found, least] = [point, distance];
  }
  return found;
}

/** @param {Answer} answer @param {Place} place @param {Spot} at @param {Box | null} box @param {Point | null} point */
function tip(answer, place, at, box, point) {
  const lines = box ? boxLines(place, box) : point ? pointLines(answer, point) : columnLines(answer, place, at);
  if (lines.length === 0) return null;
  const onRight = at.x > place.right - 240;
  return t.div({ class: 'timeline-tip', 'aria-hidden': 'true', style: { top: `${Math.max(2, Math.min(at.y - 10, place.height - 60))}px`,
    ...(onRight ? { right: `${place.width - at.x + 14}px` } : { left: `${at.x + 14}px` }) } },
  ...lines.map((line, i) => (i === 0 ? t.b(null, line) : t.span(null, line))));
}

/** @param {Place} place @param {Box} box */
const boxLines = (place, box) => [`${clock(place.timeAt(box.left)).slice(0, 8)} – ${clock(place.timeAt(box.right)).slice(0, 8)}`,
  ...(box.withDuration ? [`${nanos(place.durationAt(box.bottom))} – ${nanos(place.durationAt(box.top))}`] : []), 'release to narrow'];

/** @param {Answer} answer @param {Point} point */
function pointLines(answer, point) {
  const { service, name } = answer.operations[point.operation];
  return [`${nanos(point.durationNano)}${point.failed ? ', failed' : ''}`, `${service} ${name}`.slice(0, 60),
    clock(epochMillis(point.startUnixNano)), ...(point.spans > 1 ? [`and ${count(point.spans - 1)} more just here`] : [])];
}

/** @param {Answer} answer @param {Place} place @param {Spot} at */
function columnLines(answer, place, at) {
  const step = place.stepAt(at.x);
  const lines = answer.series.filter((series) => series.counts[step] > 0)
    .map((series) => `${count(series.counts[step])} ${series.name}`);
  return lines.length === 0 ? [] : [clock(place.startOf(step)).slice(0, answer.stepMillis < 1000 ? 12 : 8), ...lines];
}

/** @param {Answer} answer @param {string} what */
function inWords(answer, what) {
  const sums = answer.series.map((series) => `${count(series.counts.reduce((sum, each) => sum + each, 0))} ${series.name}`);
  return `${counted(answer.records, what)} over time${sums.length ? `: ${sums.join(', ')}` : ''}`
    + `${answer.points.length ? `; slowest ${nanos(Math.max(...answer.points.map((point) => point.durationNano)))}` : ''}`;
}
