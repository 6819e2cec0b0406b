// A live list must not move under the hand that points at it. New rows wait at the door while the
// pointer is on the list, a row has the focus, or the list is scrolled; otherwise they come in.
import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * @template Row
 * @param {Row[] | null} latest newest first
 * @param {(row: Row) => string} identity
 * @param {string} question the list starts afresh when it changes
 * @param {HTMLElement | null} list
 * @returns {{rows: Row[] | null, waiting: number, letIn: () => void}}
 */
export function useNewcomers(latest, identity, question, list) {
  const [shown, show] = useState(/** @type {{rows: Row[] | null, question: string}} */ ({ rows: null, question }));
  const newest = useRef(latest);
  newest.current = latest;

  useEffect(() => {
    if (latest === null) return;
    if (shown.rows === null || shown.question !== question || !inUse(list)) {
      show({ rows: latest, question });
    }
  }, [latest, question]);

  const known = new Set(shown.rows?.map(identity));
  const waiting = latest === null || shown.rows === null || latest === shown.rows
    ? 0 : latest.filter((row) => !known.has(identity(row))).length;
  return { rows: shown.rows, waiting, letIn: () => show({ rows: newest.current, question }) };
}

/** @param {HTMLElement | null} list */
const inUse = (list) => list !== null
  && (list.scrollTop > 8 || list.matches(':hover') || list.querySelector('tbody :focus, [aria-expanded="true"]') !== null);
