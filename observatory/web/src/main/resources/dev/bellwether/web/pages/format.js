// Numbers as people read them: three significant digits, a unit, a thin rule for every kind.

/** @param {number} value */
const threeDigits = (value) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** @param {number | null | undefined} millis @returns {string} `412 ms`, `1.20 s`, `–` */
export function millis(millis) {
  if (millis === null || millis === undefined) return '–';
  if (millis >= 60_000) return `${Math.floor(millis / 60_000)} min ${Math.round(millis % 60_000 / 1000)} s`;
  if (millis >= 999.5) return `${threeDigits(millis / 1000)} s`;
  if (millis >= 1) return `${threeDigits(millis)} ms`;
  if (millis >= 0.001) return `${threeDigits(millis * 1000)} µs`;
  return millis === 0 ? '0 ms' : `${Math.round(millis * 1e6)} ns`;
}

/** @param {number} nanos */
export const nanos = (nanos) => millis(nanos / 1e6);

/** @param {number} perSecond @returns {string} `88.0/s`, `12/min` */
export function rate(perSecond) {
  if (perSecond === 0) return '0/s';
  if (perSecond < 0.1) return `${threeDigits(perSecond * 60)}/min`;
  return perSecond >= 10_000 ? `${threeDigits(perSecond / 1000)} k/s` : `${threeDigits(perSecond)}/s`;
}

/** @param {number} part @param {number} whole @returns {string} `12.0 %`; never 0 % for something */
export function percent(part, whole) {
  if (whole === 0 || part === 0) return '0 %';
  const share = 100 * part / whole;
  if (share < 0.01) return '<0.01 %';
  return part === whole ? '100 %' : `${share >= 99.95 ? '99.9' : share >= 10 ? share.toFixed(1) : share.toFixed(2)} %`;
}

const INTEGER = new Intl.NumberFormat('en-GB');

/** @param {number} value @returns {string} `1,204` */
export const count = (value) => INTEGER.format(value);

/** @param {number} value @param {string} one @param {string} [many] */
export const counted = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** @param {string} unixNano @returns {number} epoch milliseconds, with a fraction */
export const epochMillis = (unixNano) =>
  Number(BigInt(unixNano) / 1_000_000n) + Number(BigInt(unixNano) % 1_000_000n) / 1e6;

/** @param {number} value @param {number} [width] */
const two = (value, width = 2) => String(value).padStart(width, '0');

/** @param {number} epoch in milliseconds @returns {string} `13:07:12.412`, local time */
export function clock(epoch) {
  const date = new Date(epoch);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
    + `.${two(date.getMilliseconds(), 3)}`;
}

/** @param {number} epoch @returns {string} `13:07`, with the date where it is not today's */
export function minute(epoch) {
  const date = new Date(epoch);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return date.toDateString() === new Date().toDateString()
    ? time : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

/** @param {number} epoch @returns {string} `2026-11-22 13:07:12.412`, local time */
export function dateAndClock(epoch) {
  const date = new Date(epoch);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock(epoch)}`;
}

/** @param {number} seconds @returns {string} `3 h 12 min` */
export function span(seconds) {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? `${hours} h ${Math.floor(seconds % 3600 / 60)} min` : `${Math.floor(hours / 24)} days`;
}
