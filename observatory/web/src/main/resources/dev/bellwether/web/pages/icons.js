// All pictures, drawn on a grid of 16. Colour is the text's colour.
import { t } from './ui.js';

/** @typedef {'ok' | 'degraded' | 'failing' | 'unknown'} Health */

/**
 * @param {string[]} paths stroked, not filled
 * @param {number} size
 */
const stroked = (paths, size) => t.svg(
  { class: 'icon', viewBox: '0 0 16 16', width: size, height: size, 'aria-hidden': 'true' },
  ...paths.map((d) => t.path({ d })));

/** @type {Record<string, string[]>} */
const PATHS = {
  // health
  ok: ['M3.2 8.4l3 3 6.6-6.8'],
  degraded: ['M8 2.8v6.4', 'M8 12.6v.4'],
  failing: ['M3.8 3.8l8.4 8.4', 'M12.2 3.8l-8.4 8.4'],
  unknown: ['M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9'],
  // kinds
  service: ['M8 1.8l5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9z', 'M2.8 5L8 8l5.2-3', 'M8 8v6'],
  database: [
    'M2.8 4c0-1.2 2.3-2.2 5.2-2.2s5.2 1 5.2 2.2-2.3 2.2-5.2 2.2S2.8 5.2 2.8 4z',
    'M2.8 4v8c0 1.2 2.3 2.2 5.2 2.2s5.2-1 5.2-2.2V4',
    'M2.8 8c0 1.2 2.3 2.2 5.2 2.2s5.2-1 5.2-2.2'],
  messaging: ['M2 5h9', 'M8.5 2.5L11 5l-2.5 2.5', 'M14 11H5', 'M7.5 8.5L5 11l2.5 2.5'],
  external: [
    'M4.6 12.5a3 3 0 0 1-.3-6 4 4 0 0 1 7.6-.6 3.3 3.3 0 0 1-.4 6.6z'],
  client: ['M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8z', 'M2.8 14c.4-2.7 2.5-4 5.2-4s4.8 1.3 5.2 4'],
  // actions
  close: ['M4 4l8 8', 'M12 4l-8 8'],
  fit: ['M2.5 6V2.5H6', 'M10 2.5h3.5V6', 'M13.5 10v3.5H10', 'M6 13.5H2.5V10'],
  plus: ['M8 3v10', 'M3 8h10'],
  minus: ['M3 8h10'],
  tidy: ['M2.5 3h4v3h-4z', 'M9.5 2.5h4v3h-4z', 'M9.5 10.5h4v3h-4z', 'M6.5 4.5h3', 'M8 4.5V12h1.5'],
  table: ['M2.5 3h11v10h-11z', 'M2.5 6.5h11', 'M2.5 9.8h11', 'M6.5 6.5V13'],
  map: ['M2 3.5h4.5v3H2z', 'M9.5 9.5H14v3H9.5z', 'M6.5 5c4 0 0 6 3 6'],
  traces: ['M2 3.5h8', 'M4.5 8h8', 'M7.5 12.5H14'],
  logs: ['M2.5 3.5h11', 'M2.5 6.5h8', 'M2.5 9.5h11', 'M2.5 12.5h6'],
  attributes: ['M2.5 2.5h5.2l5.8 5.8-5.2 5.2-5.8-5.8z', 'M5.4 5.4v.1'],
  explain: ['M5.8 11.4C4.4 10.6 3.5 9.2 3.5 7.4a4.5 4.5 0 0 1 9 0c0 1.8-.9 3.2-2.3 4', 'M6 11.5h4', 'M6.6 14h2.8'],
  metrics: ['M2.5 2.5v11h11', 'M4.8 10.5l2.7-3.6 2.2 1.9 3.6-5'],
  status: ['M1.5 8.5h3l2-5 3 9 2-4h3'],
  sun: ['M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z', 'M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1'],
  moon: ['M13.3 9.8A5.8 5.8 0 0 1 6.2 2.7 5.8 5.8 0 1 0 13.3 9.8z'],
  help: ['M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z', 'M6.2 6.3c0-2.4 3.7-2.3 3.7 0 0 1.5-1.9 1.5-1.9 3', 'M8 11.5v.3'],
  earlier: ['M10 3.5L5.5 8l4.5 4.5'],
  later: ['M6 3.5L10.5 8 6 12.5'],
  down: ['M3.5 6L8 10.5 12.5 6'],
  up: ['M3.5 10L8 5.5l4.5 4.5'],
  pause: ['M5.5 3.5v9', 'M10.5 3.5v9'],
  copy: ['M5.5 5.5h8v8h-8z', 'M10.5 5.5v-3h-8v8h3'],
  only: ['M2.5 3h11l-4.2 5v5l-2.6-1.4V8z'],
  group: ['M2.5 13.5v-4', 'M6.2 13.5V5', 'M9.8 13.5V7.5', 'M13.5 13.5v-11'],
  search: ['M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z', 'M10.3 10.3l3.2 3.2'],
  link: ['M6.5 9.5l3-3', 'M7.5 4.5l1.8-1.8a2.8 2.8 0 0 1 4 4L11.5 8.5', 'M8.5 11.5l-1.8 1.8a2.8 2.8 0 0 1-4-4L4.5 7.5'],
};

/** @param {string} name @param {number} [size] */
export const icon = (name, size = 16) => stroked(Object.hasOwn(PATHS, name) ? PATHS[name] : PATHS.unknown, size);

/** The health's sign: shape and colour, and its word for those who see neither. */
/** @param {string} health @param {number} [size] */
export const healthIcon = (health, size = 14) =>
  t.span({ class: 'health', 'data-health': health, role: 'img', 'aria-label': health, title: health },
    icon(health, size));

/** @param {number} size */
export const bell = (size) => t.svg(
  { class: 'bell', viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true' },
  t.path({
    class: 'bell-body',
    d: 'M12 2.2c.9 0 1.6.7 1.6 1.6v.5c2.7.7 4.3 3 4.5 6.1.2 3.4.9 5 2.3 6.4.5.5.1 1.3-.6 1.3'
      + 'H4.2c-.7 0-1.1-.8-.6-1.3 1.4-1.4 2.1-3 2.3-6.4.2-3.1 1.8-5.4 4.5-6.1v-.5'
      + 'c0-.9.7-1.6 1.6-1.6z',
  }),
  t.path({ class: 'bell-clapper', d: 'M9.4 19.4h5.2a2.6 2.6 0 0 1-5.2 0z' }));
