// Single keys, as in the help dialog. They never fire while somebody writes or holds a modifier.
import { useEffect, useRef } from 'preact/hooks';

/** @typedef {Record<string, (event: KeyboardEvent) => void>} Keys by key, or `g m` for two in a row */

/** How long after `g` its second key may come. */
const SEQUENCE_MILLIS_MAX = 1000;

/** @type {Set<{current: Keys}>} */
const layers = new Set();
let first = { key: '', at: 0 };

/** @param {Keys} keys */
export function useKeys(keys) {
  const layer = useRef(keys);
  layer.current = keys;
  useEffect(() => {
    layers.add(layer);
    return () => { layers.delete(layer); };
  }, []);
}

/** @param {EventTarget | null} target */
const writing = (target) => target instanceof HTMLElement
  && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** What was laid on last comes first: a page before the frame. */
/** @param {string} key */
const actionFor = (key) => [...layers].reverse().map((layer) => layer.current[key]).find(Boolean);

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (writing(event.target)) {
    if (event.key === 'Escape') /** @type {HTMLElement} */ (event.target).blur();
    return;
  }
  const sequence = performance.now() - first.at < SEQUENCE_MILLIS_MAX ? `${first.key} ${event.key}` : '';
  first = { key: event.key, at: performance.now() };
  const action = actionFor(sequence) ?? actionFor(event.key);
  if (!action) return;
  event.preventDefault();
  action(event);
});
