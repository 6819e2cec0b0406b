// What happens in the workbench without being asked for, on one connection for the whole page.

/** @typedef {(data: any) => void} Hearer */

/** @type {Map<string, Set<Hearer>>} */
const hearers = new Map();

const source = new EventSource('/api/events');

for (const name of ['output', 'ended']) {
  source.addEventListener(name, (event) => tell(name, JSON.parse(event.data)));
}
source.addEventListener('hello', () => {
  // Whoever asked something before this may have missed what came of it, the first time as well.
  tell('missed', null);
  tell('connection', true);
});
source.addEventListener('error', () => tell('connection', false));

/** @param {string} name @param {any} data */
function tell(name, data) {
  hearers.get(name)?.forEach((hearer) => hearer(data));
}

/**
 * @param {'output' | 'ended' | 'missed' | 'connection'} name
 * @param {Hearer} hearer
 * @returns {() => void} stops it
 */
export function hear(name, hearer) {
  const all = hearers.get(name) ?? new Set();
  hearers.set(name, all.add(hearer));
  return () => { all.delete(hearer); };
}
