// The address bar is the state of the page: whatever changes what is seen is in here, so that every
// view can be shared, reloaded and gone back to.
import { useEffect, useState } from 'preact/hooks';

/** @typedef {{path: string, parameters: URLSearchParams}} Address */
/** @typedef {Record<string, string | string[] | null | undefined>} Parameters `null` removes, a list repeats */

/** What goes along from page to page. */
const CARRIED = ['t', 'live', 'theme'];

/** @type {Set<() => void>} */
const listeners = new Set();

const changed = () => listeners.forEach((listener) => listener());

/** @returns {Address} */
export const address = () => ({
  path: location.pathname, parameters: new URLSearchParams(location.search),
});

/** Renders again whenever the address changes. */
export function useAddress() {
  const [now, update] = useState(address);
  useEffect(() => {
    const listener = () => update(address());
    listeners.add(listener);
    listener();
    return () => { listeners.delete(listener); };
  }, []);
  return now;
}

/**
 * The link to a page, keeping the time range.
 * @param {string} path @param {Parameters} [parameters]
 */
export function href(path, parameters = {}) {
  const all = new URLSearchParams();
  const current = address().parameters;
  for (const name of CARRIED) {
    const value = current.get(name);
    if (value !== null) all.set(name, value);
  }
  merge(all, parameters);
  return all.size ? `${path}?${readable(all)}` : path;
}

/** Goes to a page: a step that Back undoes. @param {string} target from `href` */
export function go(target) {
  history.pushState(null, '', target);
  changed();
  scrollTo(0, 0);
}

/**
 * Changes parameters of this page.
 * @param {Parameters} parameters
 * @param {'step' | 'adjust'} [kind] a step can be undone with Back; adjusting, as zooming, cannot
 */
export function change(parameters, kind = 'adjust') {
  const all = new URLSearchParams(location.search);
  merge(all, parameters);
  const target = location.pathname + (all.size ? `?${readable(all)}` : '');
  if (target === location.pathname + location.search) return;
  if (kind === 'step') history.pushState(null, '', target);
  else history.replaceState(null, '', target);
  changed();
}

/** @param {URLSearchParams} all @param {Parameters} parameters */
function merge(all, parameters) {
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined || value === '') all.delete(name);
    else if (Array.isArray(value)) repeat(all, name, value);
    else all.set(name, value);
  }
}

/** @param {URLSearchParams} all @param {string} name @param {string[]} values */
function repeat(all, name, values) {
  all.delete(name);
  values.forEach((value) => all.append(name, value));
}

/** Colons, commas and slashes may stand in a query as they are; only URLSearchParams escapes them. */
/** @param {URLSearchParams} all */
const readable = (all) => all.toString()
  .replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/');

/** Turns clicks on links inside the pages into steps without a reload. */
export function followLinks() {
  addEventListener('popstate', changed);
  document.addEventListener('click', (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest('a');
    if (!link || event.defaultPrevented || event.button !== 0 || link.target || link.hasAttribute('download')
      || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
      || link.origin !== location.origin) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
