// A click on a value, anywhere: only this, everything else, group by its key, explain failures with
// it, or copy it. One menu for all pages.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { address, change, go, href } from './address.js';
import { icon } from './icons.js';
import { clause, withClause } from './query.js';
import { oneLine } from './text.js';
import { h, t } from './ui.js';

/** @typedef {{field: string, value: string, x: number, y: number, opener: HTMLElement}} Asked */

/** @type {(asked: Asked | null) => void} */
let show = () => {};

/**
 * A value that can be clicked.
 * @param {{field: string, value: string, children?: import('./ui.js').Children, class?: string}} properties
 */
export function Value({ field, value, children, class: name }) {
  return t.button({ type: 'button', class: `value-button ${name ?? ''}`, 'aria-haspopup': 'menu',
    title: `${field}: only this, exclude, group, explain, copy`, onClick: (event) => {
      event.stopPropagation();
      if (String(getSelection())) return;
      const box = event.currentTarget.getBoundingClientRect();
      show({ field, value, opener: event.currentTarget,
        x: event.detail === 0 ? box.left : event.clientX, y: event.detail === 0 ? box.bottom : event.clientY });
    } }, children ?? oneLine(value));
}

/** Lists whose query the menu changes; from other pages it leads to the first. */
const LISTS = ['/traces', '/logs'];

/** What a record has without carrying it as an attribute. */
const FIELDS = new Set(['severity', 'status', 'status.message', 'name', 'kind', 'scope.name', 'event.name', 'trace.id', 'span.id']);

/** What is the same for no two records. */
const SINGLE = new Set(['trace.id', 'span.id', 'parent.id', 'status.message']);

/** What a record tells of how it ended is no cause. */
const UNEXPLAINED = new Set([...SINGLE, 'severity', 'status', 'kind', 'scope.name', 'event.name']);

/** Stands once in the frame. */
export function ValueMenu() {
  const [asked, setAsked] = useState(/** @type {Asked | null} */ (null));
  useEffect(() => {
    show = setAsked;
    const close = () => setAsked(null);
    addEventListener('popstate', close);
    addEventListener('resize', close);
    return () => { removeEventListener('popstate', close); removeEventListener('resize', close); };
  }, []);
  return asked && h(Menu, { key: `${asked.field} ${asked.x} ${asked.y}`, asked, close: () => {
    setAsked(null);
    asked.opener.focus({ preventScroll: true });
  } });
}

/** @param {{asked: Asked, close: () => void}} properties */
function Menu({ asked, close }) {
  const menu = useRef(/** @type {HTMLDivElement | null} */ (null));
  const only = clause(asked.field, asked.value);
  const here = LISTS.includes(address().path);
  const look = (/** @type {string} */ path, /** @type {string} */ more) => () => {
    close();
    if (path === address().path) change({ q: withClause(address().parameters.get('q') ?? '', more), limit: null }, 'step');
    else go(href(path, { q: more }));
  };
  const items = here
    ? [{ text: 'Only this', sign: 'only', act: look(address().path, only) },
      { text: 'Exclude', sign: 'close', act: look(address().path, `not ${only}`) },
      ...LISTS.filter((path) => path !== address().path).map((path) =>
        ({ text: `${path === '/logs' ? 'Logs' : 'Traces'} with it`, sign: path.slice(1), act: look(path, only) }))]
    : [{ text: 'Traces with it', sign: 'traces', act: look('/traces', only) },
      { text: 'Logs with it', sign: 'logs', act: look('/logs', only) },
      { text: 'Traces without it', sign: 'close', act: look('/traces', `not ${only}`) }];
  const query = here ? address().parameters.get('q') ?? '' : '';
  if (here && !SINGLE.has(asked.field) && address().parameters.get('by') !== asked.field) {
    items.push({ text: 'Group by this key', sign: 'group', act: () => { close(); change({ by: asked.field }, 'step'); } });
  }
  if (!UNEXPLAINED.has(asked.field)) {
    // Conditions on log records match no span.
    const spans = address().path === '/traces' ? query : '';
    items.push({ text: 'Explain failures by this key', sign: 'explain',
      act: () => { close(); go(href('/explain', { q: spans, key: asked.field })); } });
  }
  if (!FIELDS.has(asked.field)) {
    items.push({ text: 'Coverage of this key', sign: 'attributes', act: () => { close(); go(href('/attributes', { key: asked.field })); } });
  }
  items.push({ text: 'Copy the value', sign: 'copy', act: () => { navigator.clipboard.writeText(asked.value); close(); } });

  useLayoutEffect(() => {
    const element = /** @type {HTMLDivElement} */ (menu.current);
    element.style.left = `${Math.max(4, Math.min(asked.x, innerWidth - element.offsetWidth - 8))}px`;
    element.style.top = `${Math.max(4, Math.min(asked.y + 4, innerHeight - element.offsetHeight - 8))}px`;
    /** @type {HTMLElement} */ (element.querySelector('button')).focus();
  }, []);
  useEffect(() => {
    const away = (/** @type {Event} */ event) => {
      if (!menu.current?.contains(/** @type {Node} */ (event.target))) close();
    };
    addEventListener('pointerdown', away, true);
    addEventListener('wheel', away, true);
    return () => { removeEventListener('pointerdown', away, true); removeEventListener('wheel', away, true); };
  }, []);

  return t.div({ class: 'menu', ref: menu, role: 'menu', 'aria-label': `${asked.field}: ${oneLine(asked.value, 60)}`,
    onKeyDown: (event) => {
      event.stopPropagation();
      const buttons = [...event.currentTarget.querySelectorAll('button')];
      const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by) {
        event.preventDefault();
        buttons[(at + by + buttons.length) % buttons.length].focus();
      } else if (event.key === 'Escape' || event.key === 'Tab') {
        event.preventDefault();
        close();
      }
    } },
  t.p({ class: 'menu-title' }, t.span({ class: 'muted' }, asked.field), ' ', oneLine(asked.value, 120)),
  ...items.map((item) => t.button({ key: item.text, type: 'button', role: 'menuitem', onClick: item.act },
    icon(item.sign, 13), item.text)));
}
