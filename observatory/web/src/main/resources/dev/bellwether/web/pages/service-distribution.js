// How many requests took how long, on a logarithmic axis, with those that failed hatched in red.
// Drag over durations to see their traces.
import { useEffect, useRef, useState } from 'preact/hooks';
import { go, href } from './address.js';
import { count, counted, millis, nanos, percent } from './format.js';
import { clause, ofService } from './query.js';
import { t } from './ui.js';

/** @typedef {import('./api.d.ts').ServiceJson} Service */
/** @typedef {Service['distribution'][number]} Bucket */

const HEIGHT = 220;
const TOP = 26;
const BOTTOM = 24;
const LEFT = 46;
const RIGHT = 14;
/** A drag is longer than a shaky click. */
const DRAG_MIN = 5;

/** @param {{service: Service}} properties */
export function Distribution({ service }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [width, setWidth] = useState(0);
  const [from, setFrom] = useState(/** @type {number | null} */ (null));
  const [at, setAt] = useState(/** @type {number | null} */ (null));
  useEffect(() => {
    const element = /** @type {HTMLDivElement} */ (place.current);
    const resizing = new ResizeObserver(() => setWidth(element.clientWidth));
    resizing.observe(element);
    return () => resizing.disconnect();
  }, []);
  const axes = axesOf(service.distribution, width);
  const pointed = at === null ? null : service.distribution.find((bucket) => axes.xOf(bucket.lowNanos) <= at && at < axes.xOf(bucket.highNanos)) ?? null;
  const dragged = from !== null && at !== null && Math.abs(at - from) >= DRAG_MIN ? [Math.min(from, at), Math.max(from, at)] : null;

  /** @param {PointerEvent} event */
  const xOf = (event) => Math.max(LEFT, Math.min(width - RIGHT,
    event.clientX - /** @type {Element} */ (event.currentTarget).getBoundingClientRect().left));
  return t.section({ class: 'card distribution' },
    t.h2(null, 'Distribution of durations'),
    t.p({ class: 'muted distribution-at' }, dragged ? `${nanos(axes.durationAt(dragged[0]))} – ${nanos(axes.durationAt(dragged[1]))}: release to see the traces`
      : pointed ? bucketWords(pointed) : 'drag over it to see the traces'),
    t.div({ ref: place, class: 'distribution-place' }, width > 0 && t.svg({ width, height: HEIGHT, role: 'img', 'aria-label': inWords(service),
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(xOf(event));
        setAt(xOf(event));
      },
      onPointerMove: (event) => setAt(xOf(event)),
      onPointerLeave: () => { if (from === null) setAt(null); },
      onPointerCancel: () => { setFrom(null); setAt(null); },
      onPointerUp: () => {
        setFrom(null);
        if (dragged) go(tracesOf(service, axes.durationAt(dragged[0]), axes.durationAt(dragged[1])));
        else if (pointed) go(tracesOf(service, pointed.lowNanos, pointed.highNanos));
      } },
    hatching(), ...grid(axes, width), ...bars(service.distribution, axes, pointed), ...marks(service, axes),
    dragged && t.rect({ class: 'distribution-box', x: dragged[0], y: TOP, width: dragged[1] - dragged[0], height: HEIGHT - TOP - BOTTOM }))));
}

/** @typedef {ReturnType<typeof axesOf>} Axes */

/** @param {Bucket[]} buckets @param {number} width */
function axesOf(buckets, width) {
  const least = Math.log10(buckets[0]?.lowNanos ?? 1e6) - 0.05;
  const most = Math.max(Math.log10(buckets.at(-1)?.highNanos ?? 1e9) + 0.05, least + 1);
  const top = Math.max(1, ...buckets.map((bucket) => bucket.requests));
  const across = Math.max(1, width - LEFT - RIGHT);
  return {
    least, most, top,
    xOf: (/** @type {number} */ duration) => LEFT + (Math.log10(Math.max(1, duration)) - least) / (most - least) * across,
    durationAt: (/** @type {number} */ x) => 10 ** (least + (x - LEFT) / across * (most - least)),
    yOf: (/** @type {number} */ requests) => HEIGHT - BOTTOM - requests / top * (HEIGHT - TOP - BOTTOM),
  };
}

const hatching = () => t.defs(null, t.pattern({ id: 'failed-hatching', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
  t.rect({ class: 'hatch-ground', width: 5, height: 5 }), t.rect({ class: 'hatch-line', width: 2, height: 5 })));

/** @param {Bucket[]} buckets @param {Axes} axes @param {Bucket | null} pointed */
const bars = (buckets, axes, pointed) => buckets.flatMap((bucket) => {
  const x = axes.xOf(bucket.lowNanos);
  const width = Math.max(1, axes.xOf(bucket.highNanos) - x - 1);
  /** At least a pixel for something. @param {number} requests */
  const heightOf = (requests) => (requests === 0 ? 0 : Math.max(1.5, HEIGHT - BOTTOM - axes.yOf(requests)));
  const failed = heightOf(bucket.errors);
  const all = Math.max(failed, heightOf(bucket.requests));
  return [
    t.rect({ key: bucket.lowNanos, class: bucket === pointed ? 'bar-all pointed' : 'bar-all', x, y: HEIGHT - BOTTOM - all, width, height: all - failed }),
    failed > 0 && t.rect({ key: `${bucket.lowNanos} failed`, class: 'bar-failed', fill: 'url(#failed-hatching)', x, y: HEIGHT - BOTTOM - failed, width, height: failed }),
  ];
});

/** The axis has 1, 10, 100 …, and 2 and 5 between them where there is room. */
/** @param {Axes} axes @param {number} width */
function grid(axes, width) {
  const room = (width - LEFT - RIGHT) / (axes.most - axes.least);
  const factors = room > 190 ? [1, 2, 5] : room > 110 ? [1, 3] : [1];
  const ticks = [];
  for (let power = Math.floor(axes.least); power <= axes.most; power++) {
    for (const factor of factors) {
      const x = axes.xOf(factor * 10 ** power);
      if (x >= LEFT && x <= width - RIGHT - 14) ticks.push({ x, text: nanos(factor * 10 ** power).replace(/\.0+(?= )/, '') });
    }
  }
  return [
    t.line({ class: 'grid', x1: LEFT, x2: width - RIGHT, y1: HEIGHT - BOTTOM + 0.5, y2: HEIGHT - BOTTOM + 0.5 }),
    t.line({ class: 'grid', x1: LEFT, x2: width - RIGHT, y1: TOP + 0.5, y2: TOP + 0.5 }),
    t.text({ class: 'axis', x: LEFT - 6, y: TOP + 4, 'text-anchor': 'end' }, count(axes.top)),
    t.text({ class: 'axis', x: LEFT - 6, y: HEIGHT - BOTTOM, 'text-anchor': 'end' }, '0'),
    ...ticks.map(({ x, text }) => t.text({ key: text, class: 'axis', x, y: HEIGHT - 8, 'text-anchor': 'middle' }, text)),
  ];
}

/** Where the percentiles are. A name that would stand on the one before it is left out. */
/** @param {Service} service @param {Axes} axes */
function marks({ figures }, axes) {
  let last = -Infinity;
  return (/** @type {const} */ (['p50', 'p95', 'p99'])).flatMap((name) => {
    const p = figures[name];
    if (!p) return [];
    const x = axes.xOf(p.nanos);
    const named = x - last > 28;
    if (named) last = x;
    return [t.line({ key: name, class: 'mark', x1: x, x2: x, y1: TOP - 4, y2: HEIGHT - BOTTOM }),
      named && t.text({ key: `${name} name`, class: 'axis', x, y: TOP - 9, 'text-anchor': 'middle' }, name)];
  });
}

/** @param {Bucket} bucket */
const bucketWords = (bucket) => `${nanos(bucket.lowNanos)} – ${nanos(bucket.highNanos)}: ${counted(bucket.requests, 'request')}`
  + `${bucket.errors > 0 ? `, ${count(bucket.errors)} failed` : ''}`;

/** @param {Service} service @param {number} low @param {number} high */
function tracesOf(service, low, high) {
  const parts = [ofService(service.name), ...(service.operation === null ? [] : [clause('name', service.operation)]),
    `duration >= ${literalOf(low, Math.floor)}`, `duration <= ${literalOf(high, Math.ceil)}`];
  return href('/traces', { q: parts.join(' and ') });
}

/** @param {number} duration @param {(value: number) => number} round */
function literalOf(duration, round) {
  return duration >= 10e6 ? `${round(duration / 1e6)}ms` : duration >= 10e3 ? `${round(duration / 1e3)}us` : `${round(duration)}ns`;
}

/** @param {Service} service */
function inWords({ figures }) {
  const { p50, p99 } = figures;
  if (!p50 || !p99) return 'No request, so no distribution of durations';
  return `Distribution of the durations of ${counted(figures.requests, 'request')}: half took less than ${millis(p50.nanos / 1e6)}, `
    + `99 of 100 less than ${millis(p99.nanos / 1e6)}; ${percent(figures.errors, figures.requests)} failed`;
}
