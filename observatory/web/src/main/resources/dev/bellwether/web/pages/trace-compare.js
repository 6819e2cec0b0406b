import { t } from './ui.js';
/** @param {string} first @param {string} second @returns {(properties: {parameters: URLSearchParams}) => import('./ui.js').Markup} */
export const comparePage = (first, second) => () => t.p(null, first, second);
