// Dots on a chart: single measurements that open their trace. One that is too high for the axis is
// drawn at its upper end, one whose value is no value of the axis at the lower one.
import { go } from './address.js';

/** @typedef {import('uplot')} Plot */
/**
 * @typedef {object} Dot
 * @property {number} at epoch milliseconds
 * @property {number | null} value null where the axis shows something else
 * @property {string} colour name of a custom property, one of the lines'
 * @property {string} target where a click leads
 * @property {string} text
 */

const RADIUS = 3.5;
/** Where they only say that there is something to look into. */
const SMALL_RADIUS = 2;
/** As far from a dot as a click still means it. */
const REACH = 12;

/**
 * @param {{current: {dots?: Dot[]}}} latest @param {Record<string, string>} colours
 * @returns {import('uplot').Plugin}
 */
export function dots(latest, colours) {
  return { hooks: {
    draw: (plot) => draw(plot, latest.current.dots ?? [], colours),
    ready: (plot) => {
      const { over } = plot;
      over.addEventListener('mousemove', (event) => {
        const dot = nearest(plot, latest.current.dots ?? [], event);
        over.style.cursor = dot ? 'pointer' : '';
        over.title = dot ? dot.text : '';
      });
      over.addEventListener('click', (event) => {
        const dot = plot.select.width < REACH ? nearest(plot, latest.current.dots ?? [], event) : null;
        if (dot) go(dot.target);
      });
    },
  } };
}

/** On the canvas, or within the plot. @param {Plot} plot @param {Dot} dot @param {boolean} onCanvas */
function place(plot, dot, onCanvas) {
  const { min, max } = plot.scales.y;
  const above = dot.value !== null && max !== undefined && dot.value > max;
  const value = dot.value === null ? min ?? 0 : Math.max(min ?? 0, Math.min(max ?? dot.value, dot.value));
  return { x: plot.valToPos(dot.at / 1000, 'x', onCanvas), y: plot.valToPos(value, 'y', onCanvas), above };
}

/** @param {Plot} plot @param {Dot[]} all @param {Record<string, string>} colours */
function draw(plot, all, colours) {
  const { ctx: context, bbox } = plot;
  const ratio = devicePixelRatio || 1;
  context.save();
  context.lineWidth = 1.5 * ratio;
  for (const dot of all) {
    const { x, y, above } = place(plot, dot, true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    context.strokeStyle = colours[dot.colour];
    context.fillStyle = colours[dot.colour];
    context.beginPath();
    if (above) {
      context.moveTo(x, y + ratio);
      context.lineTo(x + RADIUS * ratio, y + 2 * RADIUS * ratio);
      context.lineTo(x - RADIUS * ratio, y + 2 * RADIUS * ratio);
      context.closePath();
      context.fill();
    } else {
      context.arc(x, y, (dot.value === null ? SMALL_RADIUS : RADIUS) * ratio, 0, 2 * Math.PI);
      context.globalAlpha = 0.25;
      context.fill();
      context.globalAlpha = 1;
      context.stroke();
    }
  }
  context.restore();
}

/** @param {Plot} plot @param {Dot[]} all @param {MouseEvent} event @returns {Dot | null} */
function nearest(plot, all, event) {
  const box = plot.over.getBoundingClientRect();
  let best = null;
  let least = REACH;
  for (const dot of all) {
    const { x, y } = place(plot, dot, false);
    if (x < 0 || x > box.width) continue;
    const distance = Math.hypot(x - (event.clientX - box.left), y - (event.clientY - box.top));
    if (distance < least) {
      best = dot;
      least = distance;
    }
  }
  return best;
}
