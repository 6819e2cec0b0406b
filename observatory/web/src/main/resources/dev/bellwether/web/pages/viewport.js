// Pan and zoom: drag, wheel, two fingers. Works on the element directly, not through rendering: a
// frame of panning must not cost more than a transform.

/** @typedef {{x: number, y: number, k: number}} View screen = world * k + (x, y) */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

export const ZOOM_MIN = 0.15;
export const ZOOM_MAX = 2.5;
/** Never blow a small map up: text at its natural size is the best text. */
const FIT_ZOOM_MAX = 1.15;

/**
 * @param {HTMLElement} element catches the gestures
 * @param {{onMove: (view: View) => void, onRest: (view: View) => void}} callbacks `onRest` when a
 *   gesture has ended
 */
export function createViewport(element, { onMove, onRest }) {
  /** @type {View} */
  let view = { x: 0, y: 0, k: 1 };
  let touched = false;
  let restTimer = 0;
  /** @type {Map<number, {x: number, y: number}>} */
  const pointers = new Map();
  let moved = 0;

  /** @param {View} next @param {boolean} byHand */
  function show(next, byHand) {
    view = next;
    touched ||= byHand;
    onMove(view);
    if (byHand) {
      clearTimeout(restTimer);
      restTimer = setTimeout(() => onRest(view), 250);
    }
  }

  /** @param {number} factor @param {number} x @param {number} y kept where they are */
  function zoomAt(factor, x, y) {
    const k = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, view.k * factor));
    show({ x: x - (x - view.x) * k / view.k, y: y - (y - view.y) * k / view.k, k }, true);
  }

  /** @param {MouseEvent} event */
  function local(event) {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {WheelEvent} event */
  function wheel(event) {
    event.preventDefault();
    const { x, y } = local(event);
    zoomAt(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : event.ctrlKey ? 0.01 : 0.0015)), x, y);
  }

  /** @param {PointerEvent} event */
  function down(event) {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, local(event));
    if (pointers.size === 1) moved = 0;
  }

  /** @param {PointerEvent} event */
  function move(event) {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = local(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    pointers.set(event.pointerId, now);
    if (other) {
      const factor = Math.hypot(now.x - other.x, now.y - other.y)
        / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      zoomAt(factor, (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else if (moved > 4) {
      // From here on it is a drag and not a click: only now the pointer is taken.
      if (!element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId);
      element.classList.add('dragging');
      show({ ...view, x: view.x + now.x - before.x, y: view.y + now.y - before.y }, true);
    }
  }

  /** @param {PointerEvent} event */
  function up(event) {
    pointers.delete(event.pointerId);
    element.classList.remove('dragging');
  }

  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);

  return {
    view: () => view,
    /** Whether somebody moved the map: from then on it does not move by itself. */
    touched: () => touched,
    /** Whether the gesture that ends now was a drag. */
    dragged: () => moved > 4,
    /** @param {View} next */
    set: (next) => { touched = true; show(next, false); },
    /** @param {number} factor */
    zoom: (factor) => zoomAt(factor, element.clientWidth / 2, element.clientHeight / 2),
    /**
     * Shows all of the box, clear of what lies over the edges.
     * @param {Box} box @param {Box} margin @param {boolean} [byHand]
     */
    fit: (box, margin, byHand = false) => {
      const width = element.clientWidth - margin.left - margin.right;
      const height = element.clientHeight - margin.top - margin.bottom;
      const k = Math.max(ZOOM_MIN, Math.min(FIT_ZOOM_MAX,
        width / (box.right - box.left), height / (box.bottom - box.top)));
      show({
        x: margin.left + width / 2 - (box.left + box.right) / 2 * k,
        y: margin.top + height / 2 - (box.top + box.bottom) / 2 * k,
        k,
      }, byHand);
    },
    stop: () => {
      clearTimeout(restTimer);
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
    },
  };
}
