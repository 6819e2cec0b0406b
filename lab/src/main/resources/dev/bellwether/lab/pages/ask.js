// Questions to the workbench, and what it answers.

/** @typedef {'OPEN' | 'STARTED' | 'DONE' | 'SKIPPED'} State */
/** @typedef {{slug: string | null, title: string, state: State, problem: string | null}} Entry */
/** @typedef {{slug: string, title: string, teaser: string, challenges: Entry[]}} Track */
/** @typedef {{tag: string, attributes: Record<string, string>, text: string, children: Markup[]}} Markup */
/** @typedef {{title: string, type: 'service' | 'code' | 'terminal' | 'problem', hostname: string, port: number, path: string}} Tab */
/**
 * @typedef {{slug: string, title: string, difficulty: string, timeLimitSeconds: number,
 *   state: State, startedMillis: number, endedMillis: number, assignment: Markup, notes: Markup[],
 *   hints: Markup[], hintsTotal: number, checked: boolean, solvable: boolean, tabs: Tab[],
 *   output: string}} Challenge
 */
/** @typedef {{passed: boolean, output: string}} Outcome */
/** @typedef {{id: string, text: string, position: number}} Snapshot */

/**
 * @param {string} method
 * @param {string} path
 * @param {{parameters?: Record<string, string | number>, body?: string}} [options]
 * @returns {Promise<any>} the answer's document; null where it has none
 * @throws {Error} with the words of the problem
 */
export async function ask(method, path, { parameters, body } = {}) {
  const query = parameters
    ? '?' + new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)])) : '';
  const response = await fetch(path + query, { method, body, cache: 'no-store' });
  const text = await response.text();
  if (!response.ok) throw new Error(detailOf(text) ?? `HTTP ${response.status}`);
  return text === '' ? null : JSON.parse(text);
}

/** @param {string} text @returns {string | undefined} */
function detailOf(text) {
  try {
    return JSON.parse(text).detail;
  } catch {
    return undefined;
  }
}

/** @param {unknown} failure */
export const words = (failure) => failure instanceof TypeError
  ? 'The workbench does not answer.' : failure instanceof Error ? failure.message : String(failure);

/** @param {string} track */
export const trackPath = (track) => `/api/tracks/${encodeURIComponent(track)}`;

/** @param {string} track @param {string} challenge */
export const challengePath = (track, challenge) =>
  `${trackPath(track)}/challenges/${encodeURIComponent(challenge)}`;
