// Tables that can be sorted by any column: the address says by which, `sort=p95` the greatest first,
// `sort=-p95` the smallest first.
import { icon } from './icons.js';
import { t } from './ui.js';

/**
 * @template Row
 * @typedef {{name: string, title: string, number?: boolean, hint?: string, by: null | ((row: Row) => number | string)}} Column
 *   `by`: absent where there is nothing to sort by
 */
/** @typedef {{column: string, reversed: boolean}} Sort */

/**
 * @template Row
 * @param {URLSearchParams} parameters @param {Column<Row>[]} columns @param {string} byDefault
 * @returns {Sort}
 */
export function sortOf(parameters, columns, byDefault) {
  const text = parameters.get('sort') ?? '';
  const name = text.replace(/^-/, '');
  return columns.some((column) => column.name === name && column.by)
    ? { column: name, reversed: text.startsWith('-') } : { column: byDefault, reversed: false };
}

/**
 * Numbers the greatest first, texts from a to z; equal ones stay as they came.
 * @template Row
 * @param {Row[]} rows @param {Column<Row>[]} columns @param {Sort} sort
 */
export function sorted(rows, columns, { column, reversed }) {
  const by = columns.find((candidate) => candidate.name === column)?.by;
  if (!by) return rows;
  const sign = reversed ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [by(a), by(b)];
    return sign * (typeof one === 'number' && typeof other === 'number'
      ? other - one : String(one).localeCompare(String(other)));
  });
}

/**
 * @param {{columns: Column<any>[], sort: Sort, choose: (sort: string) => void}} properties
 */
export function SortableHead({ columns, sort, choose }) {
  return t.thead(null, t.tr(null, ...columns.map((column) => {
    const here = sort.column === column.name;
    return t.th({ key: column.name, scope: 'col', class: column.number ? 'number' : '', title: column.hint,
      'aria-sort': here ? (sort.reversed ? 'ascending' : 'descending') : undefined },
    column.by === null ? column.title
      : t.button({ type: 'button', class: 'sort', onClick: () => choose(here && !sort.reversed ? `-${column.name}` : column.name) },
        column.title, here && icon(sort.reversed ? 'up' : 'down', 10)));
  })));
}
