// The map as a picture: nodes are buttons, edges are drawn below them. Where a node is comes from the
// server and is never changed here, so everybody sees the same picture and nothing jumps.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { change } from './address.js';
import { serviceColour } from './colours.js';
import { millis, percent, rate } from './format.js';
import { healthIcon, icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { NODE_HEIGHT, NODE_WIDTH, createEdges, edgeId, failingEdges } from './service-map-edges.js';
import { classes, h, t } from './ui.js';
import { createViewport } from './viewport.js';

/** @typedef {import('./service-map-edges.js').ServiceMap} ServiceMap */
/** @typedef {import('./service-map-edges.js').Node} Node */
/** @typedef {import('./service-map-edges.js').Edge} Edge */

/** Below this zoom figures cannot be read: nodes show their names only, larger. */
const FAR = 0.6;
/**
 * From the server's map, on which calls go to the right, to one on which they go down. Neighbours in
 * a rank come to lie side by side, so the one is stretched to a node's width and the other shrunk to
 * its height.
 */
const TURN = { across: (NODE_WIDTH + 24) / (NODE_HEIGHT + 36), down: (NODE_HEIGHT + 46) / (NODE_WIDTH + 96) };

/**
 * @param {{map: ServiceMap, seconds: number, selection: string | null, live: boolean,
 *   savedView: string | null, select: (selection: string | null) => void}} properties
 */
export function ServiceMapPicture({ map: laidOut, seconds, selection, live, savedView, select }) {
  const upright = useUpright();
  const map = useMemo(() => (upright ? turned(laidOut) : laidOut), [laidOut, upright]);
  const stage = useRef(/** @type {HTMLDivElement | null} */ (null));
  const world = useRef(/** @type {HTMLDivElement | null} */ (null));
  const lineCanvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const dotCanvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const tools = useRef(/** @type {Tools | null} */ (null));
  const [hovered, hover] = useState(/** @type {string | null} */ (null));
  const [moved, setMoved] = useState(0);
  const latest = useRef(map);
  latest.current = map;
  const pointed = hovered ?? selection;

  useLayoutEffect(() => {
    const made = createTools(need(stage), need(world), need(lineCanvas), need(dotCanvas),
      () => latest.current, () => setMoved((n) => n + 1));
    tools.current = made;
    const saved = savedView?.split(',').map(Number) ?? [];
    if (saved.length === 3 && saved.every(Number.isFinite)) {
      made.viewport.set({ x: saved[0], y: saved[1], k: saved[2] });
    } else made.fit(false);
    return made.stop;
  }, []);
  useLayoutEffect(() => {
    tools.current?.edges.update(map, seconds, upright);
  }, [map, seconds, upright]);
  useLayoutEffect(() => {
    if (tools.current && !tools.current.viewport.touched()) tools.current.fitWhenOutside();
  }, [map.nodes.length, upright]);
  useEffect(() => tools.current?.bringIntoSight(selection), [selection]);
  useEffect(() => tools.current?.edges.animate(live), [live]);
  useEffect(() => tools.current?.edges.highlight(highlightOf(pointed)), [pointed]);

  useKeys({
    f: () => tools.current?.fit(true),
    '+': () => tools.current?.viewport.zoom(1.25),
    '=': () => tools.current?.viewport.zoom(1.25),
    '-': () => tools.current?.viewport.zoom(0.8),
    Escape: () => select(null),
    ArrowRight: () => step(latest.current, 1, 0), ArrowLeft: () => step(latest.current, -1, 0),
    ArrowDown: () => step(latest.current, 0, 1), ArrowUp: () => step(latest.current, 0, -1),
  });

  const near = neighbours(map, pointed);
  const failing = failingEdges(map);
  return t.div({ class: 'picture', ref: stage,
    onPointerMove: (event) => {
      if (event.target === dotCanvas.current) hover(edgeUnder(tools.current, event));
    },
    onPointerLeave: () => hover(null),
    onClick: (event) => {
      if (event.target !== dotCanvas.current || tools.current?.viewport.dragged()) return;
      select(edgeUnder(tools.current, event));
    } },
    t.canvas({ ref: lineCanvas, 'aria-hidden': 'true' }),
    t.canvas({ ref: dotCanvas, class: classes('dots', hovered?.startsWith('edge:') && 'on-edge'), 'aria-hidden': 'true' }),
    t.div({ class: 'world', ref: world },
      ...map.nodes.map((node) => h(NodeCard, { key: node.id, node, seconds,
        selected: selection === `node:${node.id}`, dim: near !== null && !near.has(node.id),
        hover, select: () => { if (!tools.current?.viewport.dragged()) select(`node:${node.id}`); } }))),
    // Labels stand on the edge under the pointer and, without being asked, on those that fail. What
    // is selected is told by the panel: a label would lie over nodes for nothing.
    ...map.edges.filter((edge) => failing.has(edgeId(edge)) || hovered === `edge:${edgeId(edge)}`).map((edge) =>
      h(EdgeLabel, { key: edgeId(edge), edge, seconds, failing: failing.has(edgeId(edge)), at: tools.current?.edges.middle(edgeId(edge)) ?? null,
        zoom: tools.current?.viewport.view().k ?? 1, full: hovered === `edge:${edgeId(edge)}`, moved })),
    t.div({ class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
      t.button({ type: 'button', class: 'quiet', title: 'Zoom in (+)', 'aria-label': 'Zoom in',
        onClick: () => tools.current?.viewport.zoom(1.25) }, icon('plus')),
      t.button({ type: 'button', class: 'quiet', title: 'Zoom out (−)', 'aria-label': 'Zoom out',
        onClick: () => tools.current?.viewport.zoom(0.8) }, icon('minus')),
      t.button({ type: 'button', class: 'quiet', title: 'Fit all (f)', 'aria-label': 'Fit all',
        onClick: () => tools.current?.fit(true) }, icon('fit'))));
}

/** Whether the screen is so much higher than wide that the map should be, too. */
function useUpright() {
  const [query] = useState(() => matchMedia('(max-width: 760px) and (orientation: portrait)'));
  const [upright, update] = useState(query.matches);
  useEffect(() => {
    const listener = () => update(query.matches);
    query.addEventListener('change', listener);
    return () => query.removeEventListener('change', listener);
  }, []);
  return upright;
}

/** @param {ServiceMap} map @returns {ServiceMap} */
const turned = (map) => ({
  ...map, nodes: map.nodes.map((node) => ({ ...node, x: node.y * TURN.across, y: node.x * TURN.down })),
});

/** @typedef {ReturnType<typeof createTools>} Tools */

/**
 * @param {HTMLElement} stage @param {HTMLElement} world
 * @param {HTMLCanvasElement} lineCanvas @param {HTMLCanvasElement} dotCanvas
 * @param {() => ServiceMap} latest @param {() => void} onMoved
 */
function createTools(stage, world, lineCanvas, dotCanvas, latest, onMoved) {
  const edges = createEdges(lineCanvas, dotCanvas);
  const viewport = createViewport(stage, {
    onMove: (view) => {
      world.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.k})`;
      world.classList.toggle('far', view.k < FAR);
      edges.look(view);
      onMoved();
    },
    onRest: ({ x, y, k }) => change({ vp: `${Math.round(x)},${Math.round(y)},${k.toFixed(3)}` }),
  });
  let window = `${innerWidth} ${innerHeight}`;
  const resizing = new ResizeObserver(() => {
    edges.resize();
    // A panel that opens must not move the map; a window that changes its size may.
    const now = `${innerWidth} ${innerHeight}`;
    if (now !== window && !viewport.touched()) fit(false);
    window = now;
  });
  resizing.observe(stage);

  /** @param {boolean} byHand */
  function fit(byHand) {
    const box = boxOf(latest().nodes);
    if (!box) return;
    const narrow = stage.clientWidth < 640;
    const beside = narrow ? 16 : 48;
    viewport.fit(box, { left: beside, right: beside, top: narrow ? 60 : 72, bottom: narrow ? 100 : 96 }, byHand);
  }

  return {
    edges, viewport, fit,
    /** New nodes may lie outside of what is seen; as long as nobody moved the map, they are fetched. */
    fitWhenOutside: () => {
      const { x, y, k } = viewport.view();
      const outside = latest().nodes.some((node) => {
        const [left, top] = [(node.x - NODE_WIDTH / 2) * k + x, (node.y - NODE_HEIGHT / 2) * k + y];
        return left < 0 || top < 0 || left + NODE_WIDTH * k > stage.clientWidth
          || top + NODE_HEIGHT * k > stage.clientHeight;
      });
      if (outside) fit(false);
    },
    /** A panel may lie over what was selected: then, and only then, the map gives way. */
    /** @param {string | null} selection */
    bringIntoSight: (selection) => {
      const node = latest().nodes.find((candidate) => `node:${candidate.id}` === selection);
      if (!node) return;
      const view = viewport.view();
      const panel = stage.parentElement?.querySelector('.panel')?.getBoundingClientRect();
      const bounds = stage.getBoundingClientRect();
      const bottom = panel && panel.left <= bounds.left ? panel.top - bounds.top : bounds.height - 40;
      const half = { x: NODE_WIDTH / 2 * view.k + 12, y: NODE_HEIGHT / 2 * view.k + 12 };
      const at = { x: node.x * view.k + view.x, y: node.y * view.k + view.y };
      const to = {
        x: Math.max(half.x, Math.min(bounds.width - half.x, at.x)),
        y: Math.max(half.y, Math.min(bottom - half.y, at.y)),
      };
      if (to.x !== at.x || to.y !== at.y) {
        viewport.set({ x: view.x + to.x - at.x, y: view.y + to.y - at.y, k: view.k });
      }
    },
    stop: () => { resizing.disconnect(); viewport.stop(); edges.stop(); },
  };
}

/**
 * @param {{node: Node, seconds: number, selected: boolean, dim: boolean,
 *   hover: (id: string | null) => void, select: () => void}} properties
 */
function NodeCard({ node, seconds, selected, dim, hover, select }) {
  const rateText = rate(node.requests / seconds);
  const errors = percent(node.errors, node.requests);
  return t.button({ type: 'button', class: classes('node', dim && 'dim'), 'data-node': node.id,
    'data-health': node.health, 'data-kind': node.kind, 'aria-pressed': selected,
    style: { left: `${node.x - NODE_WIDTH / 2}px`, top: `${node.y - NODE_HEIGHT / 2}px`,
      '--service': serviceColour(node.id) },
    'aria-label': `${node.name}, ${node.kind}, ${node.health}: ${node.reason}. ${rateText}, 95 % within ${
      millis(node.p95Millis)}, ${errors} errors`,
    title: node.reason,
    onPointerEnter: () => hover(`node:${node.id}`), onPointerLeave: () => hover(null), onClick: select },
    t.span({ class: 'node-head' },
      t.span({ class: 'node-kind' }, icon(node.kind, 15)),
      t.span({ class: classes('node-name', shortName(node).length > 12 && 'long') }, shortName(node)),
      healthIcon(node.health, 13)),
    node.requests === 0 ? t.span({ class: 'node-figures' }, 'calls, is not called') : t.span({ class: 'node-figures' },
      t.span(null, rateText), t.span(null, millis(node.p95Millis)),
      t.span({ class: node.errors > 0 ? 'has-errors' : '' }, errors)));
}

/** The icon already says that it is a database: `postgresql/trades` is `trades`. */
/** @param {Node} node */
const shortName = ({ kind, name }) => (kind === 'service' ? name : name.slice(name.indexOf('/') + 1));

/**
 * @param {{edge: Edge, seconds: number, at: import('./service-map-edges.js').Point | null,
 *   zoom: number, full: boolean, failing: boolean, moved: number}} properties `moved` changes with
 *   the view, and with it where the label stands
 */
function EdgeLabel({ edge, seconds, at, zoom, full, failing }) {
  if (!at || (!full && zoom < FAR)) return null;
  const errors = percent(edge.errors, edge.requests);
  return t.div({ class: 'edge-label', role: full ? 'tooltip' : undefined, 'aria-hidden': full ? undefined : 'true',
    'data-failing': failing, style: { left: `${at.x}px`, top: `${at.y}px`,
      '--zoom': full ? 1 : Math.min(1, zoom) } },
    full
      ? [t.b(null, `${edge.source} → ${edge.target}`),
        t.span(null, `${rate(edge.requests / seconds)} · p50 ${millis(edge.p50Millis)} · p95 ${
          millis(edge.p95Millis)} · ${errors} errors`),
        (edge.kind === 'async' || edge.inferred) && t.span({ class: 'muted' },
          [edge.kind === 'async' && 'asynchronous', edge.inferred && 'inferred: the call itself was not seen']
            .filter(Boolean).join(', '))]
      : t.span(null, errors));
}

/** @param {string | null} pointed @returns {import('./service-map-edges.js').Highlight} */
function highlightOf(pointed) {
  return {
    id: pointed?.startsWith('edge:') ? pointed.slice(5) : null,
    node: pointed?.startsWith('node:') ? pointed.slice(5) : null,
  };
}

/** @param {ServiceMap} map @param {string | null} pointed @returns {Set<string> | null} */
function neighbours(map, pointed) {
  if (pointed === null) return null;
  const { id, node } = highlightOf(pointed);
  const edges = map.edges.filter((edge) =>
    edgeId(edge) === id || edge.source === node || edge.target === node);
  return new Set([...(node === null ? [] : [node]), ...edges.flatMap((edge) => [edge.source, edge.target])]);
}

/** @param {Tools | null} tools @param {MouseEvent} event @returns {string | null} */
function edgeUnder(tools, event) {
  const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  const line = tools?.edges.at(event.clientX - box.left, event.clientY - box.top);
  return line ? `edge:${line.id}` : null;
}

/** Focuses the nearest node in a direction; sideways counts double. */
/** @param {ServiceMap} map @param {number} dx @param {number} dy */
function step(map, dx, dy) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.node;
  const from = map.nodes.find((node) => node.id === focused);
  const reach = (/** @type {Node} */ node) => {
    if (!from) return node.x + node.y;
    const ahead = (node.x - from.x) * dx + (node.y - from.y) * dy;
    return ahead <= 4 ? Infinity : ahead + 2 * Math.abs((node.x - from.x) * dy + (node.y - from.y) * dx);
  };
  const next = [...map.nodes].sort((a, b) => reach(a) - reach(b))[0];
  if (!next || reach(next) === Infinity) return;
  /** @type {HTMLElement | null} */ (document.querySelector(`[data-node="${CSS.escape(next.id)}"]`))?.focus();
}

/** @param {Node[]} nodes @returns {import('./viewport.js').Box | null} */
function boxOf(nodes) {
  if (nodes.length === 0) return null;
  const xs = nodes.map((node) => node.x);
  const ys = nodes.map((node) => node.y);
  return {
    left: Math.min(...xs) - NODE_WIDTH / 2, right: Math.max(...xs) + NODE_WIDTH / 2,
    top: Math.min(...ys) - NODE_HEIGHT / 2, bottom: Math.max(...ys) + NODE_HEIGHT / 2,
  };
}

/** @template Kind @param {{current: Kind | null}} reference @returns {Kind} */
function need(reference) {
  if (reference.current === null) throw new Error('the picture is not there yet');
  return reference.current;
}
