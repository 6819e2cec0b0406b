// The edges of the map on two canvases: lines below, which change when the data or the view does, and
// dots above, which move at most 20 times a second. A dot is a call: more dots are more calls, faster
// dots are faster calls, red dots are failing calls.
import { onThemeChange, resolved } from './colours.js';

/** @typedef {import('./api.d.ts').ServiceMapJson} ServiceMap */
/** @typedef {ServiceMap['nodes'][number]} Node */
/** @typedef {ServiceMap['edges'][number]} Edge */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {{edge: Edge, id: string, points: Point[], length: number, width: number,
 *   dots: number, speed: number, seed: number, failing: boolean}} Line */
/** @typedef {{id: string | null, node: string | null}} Highlight an edge, or all edges of a node */

export const NODE_WIDTH = 168;
export const NODE_HEIGHT = 64;

/** 20 frames a second are enough for dots, and a third of the work of 60. */
const FRAME_MILLIS = 50;
/** Above this many edges in view the dots say nothing any more and cost the most. */
const ANIMATED_EDGES_MAX = 150;
/** Points per curve: enough to look round at the greatest zoom. */
const STEPS = 28;
const COLOURS = /** @type {const} */ (['edge', 'edge-strong', 'bad', 'dot', 'ground']);

/** @param {Edge} edge */
export const edgeId = (edge) => `${edge.source}>${edge.target}`;

/**
 * @param {HTMLCanvasElement} lineCanvas
 * @param {HTMLCanvasElement} dotCanvas
 */
export function createEdges(lineCanvas, dotCanvas) {
  const lineContext = /** @type {CanvasRenderingContext2D} */ (lineCanvas.getContext('2d'));
  const dotContext = /** @type {CanvasRenderingContext2D} */ (dotCanvas.getContext('2d'));
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  /** @type {Line[]} */
  let lines = [];
  /** @type {Line[]} */
  let visible = [];
  let view = { x: 0, y: 0, k: 1 };
  /** @type {Highlight} */
  let highlight = { id: null, node: null };
  let colours = resolved(document.body, COLOURS);
  let moving = false;
  let frame = 0;
  let lastFrame = 0;

  const stopWatching = onThemeChange(() => {
    colours = resolved(document.body, COLOURS);
    drawLines();
  });

  /** @param {Line} line */
  const emphasis = (line) =>
    highlight.id === line.id || (highlight.node !== null
      && (line.edge.source === highlight.node || line.edge.target === highlight.node));

  function drawLines() {
    prepare(lineCanvas, lineContext);
    visible = lines.filter((line) => inView(line));
    const anything = highlight.id !== null || highlight.node !== null;
    for (const line of visible) {
      const strong = emphasis(line);
      lineContext.globalAlpha = anything && !strong ? 0.25 : 1;
      lineContext.strokeStyle = lineContext.fillStyle =
        line.failing ? colours.bad : strong ? colours['edge-strong'] : colours.edge;
      lineContext.lineWidth = line.width + (strong ? 0.75 : 0);
      lineContext.setLineDash(line.edge.kind === 'async' ? [7, 5] : line.edge.inferred ? [2, 4] : []);
      stroke(line);
      lineContext.setLineDash([]);
      arrow(line);
    }
    lineContext.globalAlpha = 1;
    if (!moving) drawDots(0);
  }

  /** @param {Line} line */
  function stroke(line) {
    lineContext.beginPath();
    const last = line.points.length - 1;
    lineContext.moveTo(line.points[0].x, line.points[0].y);
    for (let i = 1; i <= last; i++) lineContext.lineTo(line.points[i].x, line.points[i].y);
    lineContext.stroke();
  }

  /** @param {Line} line */
  function arrow(line) {
    const tip = line.points[line.points.length - 1];
    const before = line.points[line.points.length - 3];
    const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
    const size = 5 + line.width * 1.4;
    lineContext.beginPath();
    lineContext.moveTo(tip.x, tip.y);
    lineContext.lineTo(tip.x - size * Math.cos(angle - 0.42), tip.y - size * Math.sin(angle - 0.42));
    lineContext.lineTo(tip.x - size * Math.cos(angle + 0.42), tip.y - size * Math.sin(angle + 0.42));
    lineContext.fill();
  }

  /** @param {number} seconds */
  function drawDots(seconds) {
    prepare(dotCanvas, dotContext);
    if (still.matches || visible.length > ANIMATED_EDGES_MAX || !moving) return;
    const anything = highlight.id !== null || highlight.node !== null;
    for (const line of visible) {
      dotContext.globalAlpha = anything && !emphasis(line) ? 0.2 : 1;
      for (let i = 0; i < line.dots; i++) drawDot(line, i, seconds);
    }
    dotContext.globalAlpha = 1;
  }

  /** @param {Line} line @param {number} i @param {number} seconds */
  function drawDot(line, i, seconds) {
    const travelled = seconds * line.speed / line.length + i / line.dots + line.seed;
    const round = Math.floor(travelled);
    const along = (travelled - round) * (line.points.length - 1);
    const at = Math.floor(along);
    const a = line.points[at];
    const b = line.points[at + 1];
    dotContext.fillStyle = unlucky(line, round * line.dots + i) ? colours.bad : colours.dot;
    dotContext.beginPath();
    dotContext.arc(a.x + (b.x - a.x) * (along - at), a.y + (b.y - a.y) * (along - at),
      2 + line.width * 0.45, 0, 6.2832);
    dotContext.fill();
  }

  /** @param {number} now */
  function tick(now) {
    frame = requestAnimationFrame(tick);
    if (now - lastFrame < FRAME_MILLIS - 4) return;
    lastFrame = now;
    drawDots(now / 1000);
  }

  function animate() {
    cancelAnimationFrame(frame);
    if (moving && !still.matches && visible.length <= ANIMATED_EDGES_MAX) frame = requestAnimationFrame(tick);
    else drawDots(0);
  }

  /** @param {HTMLCanvasElement} canvas @param {CanvasRenderingContext2D} context */
  function prepare(canvas, context) {
    const ratio = devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(view.k * ratio, 0, 0, view.k * ratio, view.x * ratio, view.y * ratio);
  }

  /** @param {Line} line */
  function inView({ points: [first], points }) {
    const last = points[points.length - 1];
    const left = -view.x / view.k - 60;
    const top = -view.y / view.k - 60;
    const right = left + lineCanvas.clientWidth / view.k + 120;
    const bottom = top + lineCanvas.clientHeight / view.k + 120;
    return Math.max(first.x, last.x) > left && Math.min(first.x, last.x) < right
      && Math.max(first.y, last.y) > top - 200 && Math.min(first.y, last.y) < bottom + 200;
  }

  return {
    /**
     * @param {ServiceMap} map @param {number} seconds that the figures cover
     * @param {boolean} down whether calls go downwards and not to the right
     */
    update: (map, seconds, down) => { lines = route(map, seconds, down); drawLines(); animate(); },
    /** @param {import('./viewport.js').View} next */
    look: (next) => { view = next; drawLines(); },
    /** @param {Highlight} next */
    highlight: (next) => { highlight = next; drawLines(); },
    /** @param {boolean} live */
    animate: (live) => { moving = live; animate(); },
    resize: () => { drawLines(); animate(); },
    /** @param {number} x @param {number} y on the screen @returns {Line | null} */
    at: (x, y) => nearest(visible, { x: (x - view.x) / view.k, y: (y - view.y) / view.k }, 9 / view.k),
    /** Where a label of the edge belongs, on the screen. */
    /** @param {string} id @returns {Point | null} */
    middle: (id) => {
      const line = lines.find((candidate) => candidate.id === id);
      if (!line) return null;
      const point = line.points[Math.floor(line.points.length / 2)];
      return { x: point.x * view.k + view.x, y: point.y * view.k + view.y };
    },
    stop: () => { cancelAnimationFrame(frame); stopWatching(); },
  };
}

/**
 * The edges to draw red, by id: those on which more than one call in a hundred fails and that touch
 * a node which the server calls ill. It knows what is usual and what is chance; the page does not.
 * @param {ServiceMap} map @returns {Set<string>}
 */
export function failingEdges(map) {
  const ill = new Set(map.nodes.filter(({ health }) => health === 'failing' || health === 'degraded').map(({ id }) => id));
  return new Set(map.edges
    .filter((edge) => edge.errors > 0.01 * edge.requests && (ill.has(edge.source) || ill.has(edge.target)))
    .map(edgeId));
}

/** Whether this dot is a failing call. The same dot of the same edge always is the same. */
/** @param {Line} line @param {number} dot */
function unlucky(line, dot) {
  if (line.edge.errors === 0) return false;
  const scattered = Math.sin((dot + 1) * 12.9898 + line.seed * 78.233) * 43758.5453;
  return scattered - Math.floor(scattered) < Math.max(0.04, line.edge.errors / line.edge.requests);
}

/** @param {ServiceMap} map @param {number} seconds @param {boolean} down @returns {Line[]} */
function route(map, seconds, down) {
  const nodes = new Map(map.nodes.map((node) => [node.id, node]));
  const drawn = map.edges.filter((edge) => nodes.has(edge.source) && nodes.has(edge.target));
  const ports = spread(drawn, nodes, down);
  const failing = failingEdges(map);
  return drawn.map((edge, i) => {
    const points = curve(/** @type {Node} */ (nodes.get(edge.source)), /** @type {Node} */ (nodes.get(edge.target)),
      ports[i], map.nodes);
    const rate = edge.requests / Math.max(1, seconds);
    return {
      edge, id: edgeId(edge), points, length: lengthOf(points),
      width: Math.min(4, 1.25 + Math.max(0, Math.log10(rate * 10)) * 0.55),
      dots: rate === 0 ? 0 : Math.round(Math.min(7, Math.max(1, 2 + Math.log10(rate) * 1.6))),
      speed: Math.min(150, Math.max(28, 5000 / Math.max(1, edge.p95Millis ?? 50))),
      seed: i * 0.618 % 1,
      failing: failing.has(edgeId(edge)),
    };
  });
}

/** @typedef {{edge: number, end: 'out' | 'into', shift: number}} End how far aside it goes */
/** @typedef {{side: 'right' | 'left' | 'below' | 'above' | 'self', out: number, into: number}} Ports */

/** @param {Node} source @param {Node} target @param {boolean} down @returns {Ports['side']} */
function sideOf(source, target, down) {
  if (source === target) return 'self';
  const beside = Math.abs(target.x - source.x) > NODE_WIDTH;
  const beneath = Math.abs(target.y - source.y) > NODE_HEIGHT;
  if (beside && !(down && beneath)) return target.x > source.x ? 'right' : 'left';
  return target.y > source.y ? 'below' : 'above';
}

/**
 * Edges that leave or reach a node on one side share it, ordered by where they go, so that they
 * neither overlap nor cross right at the node.
 * @param {Edge[]} edges @param {Map<string, Node>} nodes @param {boolean} down @returns {Ports[]}
 */
function spread(edges, nodes, down) {
  const ports = edges.map((edge) => /** @type {Ports} */ ({
    side: sideOf(/** @type {Node} */ (nodes.get(edge.source)), /** @type {Node} */ (nodes.get(edge.target)), down),
    out: 0, into: 0,
  }));
  /** @type {Record<string, string>} */
  const facing = { right: 'left', left: 'right', below: 'above', above: 'below', self: 'self' };
  /** @type {Map<string, End[]>} */
  const sides = new Map();
  edges.forEach((edge, i) => {
    const across = ports[i].side === 'right' || ports[i].side === 'left' ? 'y' : 'x';
    const source = /** @type {Node} */ (nodes.get(edge.source));
    const target = /** @type {Node} */ (nodes.get(edge.target));
    add(`${edge.source} ${ports[i].side}`, { edge: i, end: 'out', shift: target[across] - source[across] });
    add(`${edge.target} ${facing[ports[i].side]}`, { edge: i, end: 'into', shift: source[across] - target[across] });
  });
  for (const ends of sides.values()) {
    ends.sort((a, b) => a.shift - b.shift || a.edge - b.edge);
    // The one that goes straight keeps the middle, so that a chain of calls is a straight line.
    const straight = ends.findIndex(({ shift }) => Math.abs(shift) < 1);
    const middle = straight < 0 ? (ends.length - 1) / 2 : straight;
    const gap = Math.min(12, (NODE_HEIGHT / 2 - 12) / Math.max(1, middle, ends.length - 1 - middle));
    ends.forEach((end, i) => { ports[end.edge][end.end] = (i - middle) * gap; });
  }
  return ports;

  /** @param {string} side @param {End} end */
  function add(side, end) {
    const ends = sides.get(side);
    if (ends) ends.push(end);
    else sides.set(side, [end]);
  }
}

/**
 * A curve from border to border; it bows around nodes that lie in between.
 * @param {Node} source @param {Node} target @param {Ports} ports @param {Node[]} nodes
 * @returns {Point[]}
 */
function curve(source, target, ports, nodes) {
  const half = { x: NODE_WIDTH / 2, y: NODE_HEIGHT / 2 };
  if (ports.side === 'self') {
    const x = source.x + half.x - 30;
    const y = source.y - half.y;
    return sample({ x: x - 12, y }, { x: x - 22, y: y - 46 }, { x: x + 32, y: y - 46 }, { x: x + 18, y });
  }
  const flat = ports.side === 'right' || ports.side === 'left';
  const way = ports.side === 'right' || ports.side === 'below' ? 1 : -1;
  const start = flat ? { x: source.x + way * half.x, y: source.y + ports.out }
    : { x: source.x + ports.out, y: source.y + way * half.y };
  const end = flat ? { x: target.x - way * (half.x + 1), y: target.y + ports.into }
    : { x: target.x + ports.into, y: target.y - way * (half.y + 1) };
  const gap = flat ? Math.abs(end.x - start.x) : Math.abs(end.y - start.y);
  const bend = way * Math.max(28, gap * 0.45);
  const between = nodes.filter((node) => node !== source && node !== target);
  let best = /** @type {Point[]} */ ([]);
  for (const bow of [0, -80, 80, -150, 150, -240, 240]) {
    const points = flat
      ? sample(start, { x: start.x + bend, y: start.y + bow }, { x: end.x - bend, y: end.y + bow }, end)
      : sample(start, { x: start.x + bow, y: start.y + bend }, { x: end.x + bow, y: end.y - bend }, end);
    if (bow === 0) best = points;
    if (!between.some((node) => points.some((point) => inside(point, node)))) return points;
  }
  return best;
}

/** @param {Point} point @param {Node} node */
const inside = (point, node) => Math.abs(point.x - node.x) < NODE_WIDTH / 2 + 6
  && Math.abs(point.y - node.y) < NODE_HEIGHT / 2 + 6;

/** Points of a cubic Bézier curve. */
/** @param {Point} a @param {Point} b @param {Point} c @param {Point} d @returns {Point[]} */
function sample(a, b, c, d) {
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const s = i / STEPS;
    const r = 1 - s;
    const [p, q, u, v] = [r * r * r, 3 * r * r * s, 3 * r * s * s, s * s * s];
    return { x: p * a.x + q * b.x + u * c.x + v * d.x, y: p * a.y + q * b.y + u * c.y + v * d.y };
  });
}

/** @param {Point[]} points */
function lengthOf(points) {
  let length = 0;
  for (let i = 1; i < points.length; i++) {
    length += Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
  }
  return Math.max(1, length);
}

/** @param {Line[]} lines @param {Point} point @param {number} within */
function nearest(lines, point, within) {
  let found = null;
  let closest = within;
  for (const line of lines) {
    for (let i = 1; i < line.points.length; i++) {
      const distance = toSegment(point, line.points[i - 1], line.points[i]);
      if (distance < closest) {
        closest = distance;
        found = line;
      }
    }
  }
  return found;
}

/** @param {Point} p @param {Point} a @param {Point} b */
function toSegment(p, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}
