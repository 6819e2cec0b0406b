// Values of metrics as people read them: the unit as UCUM writes it decides.
import { millis } from './format.js';

/** How many milliseconds it is. @type {Record<string, number>} */
const TIMES = { ns: 1e-6, us: 1e-3, 'µs': 1e-3, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
/** How many bytes it is. @type {Record<string, number>} */
const SIZES = { By: 1, kBy: 1e3, MBy: 1e6, GBy: 1e9, KiBy: 1024, MiBy: 1024 ** 2, GiBy: 1024 ** 3, bit: 1 / 8 };
/** What counts and not what was measured. */
const COUNTED = new Set(['histogram', 'exponential histogram', 'summary']);

/** @param {number} value @returns {string} `12.3 k`, `0.042`, `-3` */
export function amount(value) {
  const size = Math.abs(value);
  if (size >= 999_500_000) return `${digits(value / 1e9)} G`;
  if (size >= 999_500) return `${digits(value / 1e6)} M`;
  if (size >= 9_999.5) return `${digits(value / 1e3)} k`;
  if (Number.isInteger(value)) return String(value);
  if (size >= 0.001) return digits(value);
  return value === 0 ? '0' : value.toExponential(1);
}

/** @param {number} value @returns {string} three digits, no zeros behind */
const digits = (value) => String(Number(value.toPrecision(3)));

/** @param {number} value @returns {string} `12.5 MiB` */
export function bytes(value) {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let rest = value;
  let name = 0;
  while (Math.abs(rest) >= 1000 && name < names.length - 1) {
    rest /= 1024;
    name += 1;
  }
  return `${digits(rest)} ${names[name]}`;
}

/**
 * @param {{name: string, unit: string, kind: string, aggregation: string}} metric
 * @returns {(value: number) => string}
 */
export function formatOf({ name, unit, kind, aggregation }) {
  const counts = aggregation === 'rate' || aggregation === 'increase';
  const one = counts && COUNTED.has(kind) ? amount : inUnit(name, unit);
  return aggregation === 'rate' ? (value) => `${one(value)}/s` : one;
}

/** What was measured, whatever is drawn. @param {{name: string, unit: string}} metric */
export const measured = ({ name, unit }) => inUnit(name, unit);

/** @param {string} name @param {string} unit @returns {(value: number) => string} */
function inUnit(name, unit) {
  if (Object.hasOwn(TIMES, unit)) return (value) => (value < 0 ? `-${millis(-value * TIMES[unit])}` : millis(value * TIMES[unit]));
  if (Object.hasOwn(SIZES, unit)) return (value) => bytes(value * SIZES[unit]);
  if (unit === '%') return (value) => `${digits(value)} %`;
  if (unit === '1' && /(utilization|ratio)$/.test(name)) return (value) => `${digits(100 * value)} %`;
  return amount;
}

/** Bytes are counted in powers of two. @param {{unit: string, kind: string, aggregation: string}} metric */
export function increments({ unit, kind, aggregation }) {
  const bytes = Object.hasOwn(SIZES, unit) && !(COUNTED.has(kind) && ['rate', 'increase'].includes(aggregation));
  return bytes ? Array.from({ length: 50 }, (_, i) => 2 ** i / SIZES[unit]) : undefined;
}

/** @param {string} unit @returns {string} `in s`, `in requests`; empty where it says nothing */
export function unitText(unit) {
  if (unit === '' || unit === '1') return '';
  const counted = /^\{(.+)\}$/.exec(unit);
  return counted ? `in ${plural(counted[1])}` : unit === 'By' ? 'in bytes' : `in ${unit}`;
}

/** @param {string} word */
const plural = (word) => (/(s|x|ch)$/.test(word) ? `${word}es` : `${word}s`);
