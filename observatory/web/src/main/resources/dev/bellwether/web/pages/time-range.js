// The range of time that all pages share: `t=15m` moves along with the clock, `t=FROM..TO` (epoch
// milliseconds) stands still.
import { change } from './address.js';

/** @typedef {{text: string, millis: number, fixed: null | {from: number, to: number}}} TimeRange */

export const RELATIVE = ['5m', '15m', '1h', '6h', '24h', '7d'];
const DEFAULT = '15m';
/** @type {Record<string, number>} */
const UNIT = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @param {URLSearchParams} parameters @returns {TimeRange} */
export function timeRange(parameters) {
  const text = parameters.get('t') ?? DEFAULT;
  const fixed = /^(\d+)\.\.(\d+)$/.exec(text);
  if (fixed && Number(fixed[2]) > Number(fixed[1])) {
    const from = Number(fixed[1]);
    const to = Number(fixed[2]);
    return { text, millis: to - from, fixed: { from, to } };
  }
  const relative = /^(\d{1,4})([smhd])$/.exec(text);
  return relative
    ? { text, millis: Number(relative[1]) * UNIT[relative[2]], fixed: null }
    : { text: DEFAULT, millis: UNIT.m * 15, fixed: null };
}

/** Whether the page follows what happens. A range that stands still does not. */
/** @param {URLSearchParams} parameters */
export const isLive = (parameters) =>
  parameters.get('live') !== '0' && timeRange(parameters).fixed === null;

/**
 * As parameters of the API. The start of a moving range is rounded, so that an answer that has not
 * changed can be recognised by its ETag.
 * @param {TimeRange} range @param {number} now
 */
export function bounds(range, now) {
  if (range.fixed) return { from: String(range.fixed.from), to: String(range.fixed.to) };
  return { from: String(Math.floor((now - range.millis) / 5000) * 5000) };
}

/** The range as it is at this moment, for a link that shows everybody the same. */
/** @param {TimeRange} range @param {number} now */
export const absolute = (range, now) =>
  range.fixed ? range.text : `${Math.round(now - range.millis)}..${Math.round(now)}`;

/** @param {TimeRange} range @param {-1 | 1} direction */
export function shift(range, direction) {
  const from = (range.fixed?.from ?? Date.now() - range.millis) + direction * range.millis;
  const to = from + range.millis;
  change({ t: to >= Date.now() ? relativeOf(range) : `${Math.round(from)}..${Math.round(to)}` }, 'step');
}

/** @param {TimeRange} range @returns {string} the moving range that is as long */
export function relativeOf(range) {
  const same = RELATIVE.find((text) => timeRange(new URLSearchParams({ t: text })).millis === range.millis);
  return same ?? DEFAULT;
}
