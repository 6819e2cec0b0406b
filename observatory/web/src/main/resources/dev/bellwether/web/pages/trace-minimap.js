// The whole trace in a strip. Drag over it to look at a part; drag the part to move it.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { onThemeChange, resolved, serviceColour } from './colours.js';
import { t } from './ui.js';

/** @typedef {import('./trace-tree.js').Tree} Tree */
/** @typedef {import('./trace-tree.js').SpanNode} SpanNode */
/** @typedef {{from: number, to: number}} Section nanoseconds after the start of the trace */

const HEIGHT = 56;

/** @param {{tree: Tree, section: Section, zoom: (section: Section | null) => void}} properties */
export function Minimap({ tree, section, zoom }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [size, setSize] = useState(0);
  const grip = useRef(/** @type {{at: number, moving: Section | null} | null} */ (null));
  const [dragged, drag] = useState(/** @type {Section | null} */ (null));
  useEffect(() => {
    const element = /** @type {HTMLCanvasElement} */ (canvas.current);
    const resizing = new ResizeObserver(() => setSize(element.clientWidth));
    resizing.observe(element);
    const stop = onThemeChange(() => draw(element, tree));
    return () => { resizing.disconnect(); stop(); };
  }, [tree]);
  // Once its size is known, which is after the first rows can be read.
  useLayoutEffect(() => { if (canvas.current && size > 0) draw(canvas.current, tree); }, [tree, size]);

  const shown = dragged ?? section;
  const whole = shown.from <= 0 && shown.to >= tree.duration;
  /** @param {PointerEvent} event */
  const timeAt = (event) => {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * tree.duration;
  };

  return t.div({ class: 'minimap', title: 'Drag to look at a part; double-click for all',
    onPointerDown: (event) => {
      const at = timeAt(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      grip.current = { at, moving: !whole && at > section.from && at < section.to ? section : null };
    },
    onPointerMove: (event) => {
      if (!grip.current) return;
      const { at, moving } = grip.current;
      const now = timeAt(event);
      if (moving) drag(moveBy(moving, now - at, tree.duration));
      else if (Math.abs(now - at) > tree.duration / 200) drag({ from: Math.min(at, now), to: Math.max(at, now) });
    },
    onPointerUp: () => {
      grip.current = null;
      if (dragged) zoom(dragged);
      drag(null);
    },
    onDblClick: () => zoom(null) },
  t.canvas({ ref: canvas, 'aria-hidden': 'true' }),
  !whole && t.div({ class: 'minimap-shade', style: { left: '0', width: `${100 * shown.from / tree.duration}%` } }),
  !whole && t.div({ class: 'minimap-shade', style: { left: `${100 * shown.to / tree.duration}%`, right: '0' } }));
}

/** @param {Section} section @param {number} by @param {number} duration @returns {Section} */
function moveBy(section, by, duration) {
  const width = section.to - section.from;
  const from = Math.max(0, Math.min(duration - width, section.from + by));
  return { from, to: from + width };
}

/** @param {HTMLCanvasElement} canvas @param {Tree} tree */
function draw(canvas, tree) {
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(canvas.clientWidth * ratio));
  canvas.height = Math.round(HEIGHT * ratio);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const nodes = depthFirst(tree);
  const rowHeight = (canvas.height - 8 * ratio) / nodes.length;
  const height = Math.max(1, Math.min(3 * ratio, rowHeight - 0.5));
  const colours = resolved(document.body, [...tree.services.map(serviceColour), 'bad']);
  // Colour by colour, errors last: where many spans share a line, the failed one is seen.
  for (const [colour, bars] of byColour(nodes)) {
    context.fillStyle = colours[colour];
    for (const i of bars) {
      const { start, end } = nodes[i];
      context.fillRect(start / tree.duration * canvas.width, 4 * ratio + i * rowHeight,
        Math.max(ratio, (end - start) / tree.duration * canvas.width), height);
    }
  }
}

/** @param {SpanNode[]} nodes @returns {[string, number[]][]} places in `nodes` by the name of a colour */
function byColour(nodes) {
  /** @type {Map<string, number[]>} */
  const services = new Map();
  /** @type {number[]} */
  const failed = [];
  nodes.forEach(({ span }, i) => {
    if (span.status === 'error') failed.push(i);
    else {
      const bars = services.get(span.service);
      if (bars) bars.push(i);
      else services.set(span.service, [i]);
    }
  });
  return [...[...services].map(([service, bars]) => /** @type {[string, number[]]} */ ([serviceColour(service), bars])), ['bad', failed]];
}

/** @param {Tree} tree */
function depthFirst(tree) {
  const nodes = [];
  const stack = [...tree.roots].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    nodes.push(node);
    for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i]);
  }
  return nodes;
}
