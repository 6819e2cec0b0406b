// Everything the pages show comes from here: GET with an ETag, again and again while live.
import { useEffect, useRef, useState } from 'preact/hooks';

/** The answer was an error that the reader can understand (RFC 9457). */
export class Refusal extends Error {
  /** @param {number} status @param {string} detail @param {number | null} position in the query */
  constructor(status, detail, position) {
    super(detail);
    this.status = status;
    this.position = position;
  }
}

/** @typedef {{lost: boolean, asOf: number}} Connection when the last answer came, epoch millis */

/** @type {Connection} */
let connection = { lost: false, asOf: Date.now() };
/** @type {Set<(connection: Connection) => void>} */
const watchers = new Set();

/** @param {boolean} lost */
function connected(lost) {
  const before = connection;
  connection = { lost, asOf: lost ? before.asOf : Date.now() };
  if (lost !== before.lost) watchers.forEach((watcher) => watcher(connection));
}

export function useConnection() {
  const [now, update] = useState(connection);
  useEffect(() => {
    watchers.add(update);
    return () => { watchers.delete(update); };
  }, []);
  return now;
}

/**
 * @param {string} url
 * @param {{signal?: AbortSignal, etag?: string, method?: string}} [options]
 * @returns {Promise<{body: any, etag: string} | 'unchanged'>}
 * @throws {Refusal} or TypeError when nobody answers
 */
export async function ask(url, { signal, etag, method = 'GET' } = {}) {
  /** @type {Record<string, string>} */
  const headers = { accept: 'application/json' };
  if (etag) headers['if-none-match'] = etag;
  const response = await fetch(url, { method, headers, signal, cache: 'no-store' });
  if (response.status === 304) return 'unchanged';
  const text = await response.text();
  if (!response.ok) throw refusalOf(response.status, text);
  return { body: text === '' ? null : JSON.parse(text), etag: response.headers.get('etag') ?? '' };
}

/** @param {number} status @param {string} text a problem document, or whatever a proxy says */
function refusalOf(status, text) {
  try {
    const { detail, position } = JSON.parse(text);
    return new Refusal(status, detail, typeof position === 'number' ? position : null);
  } catch {
    return new Refusal(status, `HTTP ${status}`, null);
  }
}

/** @param {string} path @param {Record<string, string | undefined>} parameters */
export function url(path, parameters) {
  const present = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  return present.length
    ? `${path}?${new URLSearchParams(/** @type {[string, string][]} */ (present))}` : path;
}

/**
 * @template Answer
 * @typedef {{answer: Answer | null, refusal: Refusal | null, loading: boolean, settled: boolean, again: () => void}} Polled
 *   `settled`: the answer is to this question and not to the one before
 */

/**
 * Asks now, and again every so often while `live`. Old answers stay until a new one is here; a
 * hidden tab asks nothing.
 *
 * @template Answer
 * @param {(now: number) => string} addressAt for a range that moves with the clock
 * @param {{live: boolean, everyMillis: number, method?: string}} options
 * @returns {Polled<Answer>}
 */
export function usePolled(addressAt, { live, everyMillis, method }) {
  const [state, update] = useState(
    /** @type {{answer: Answer | null, refusal: Refusal | null, loading: boolean, answered: string | null}} */ (
      { answer: null, refusal: null, loading: true, answered: null }));
  const [turn, next] = useState(0);
  const latest = useRef(addressAt);
  latest.current = addressAt;
  // The same question at a fixed moment tells whether it is still the same question.
  const question = addressAt(0);

  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    let known = { url: '', etag: '' };
    update((before) => ({ ...before, loading: true }));

    async function poll() {
      const started = performance.now();
      try {
        const address = latest.current(Date.now());
        const reply = await ask(address, {
          method, signal: abort.signal, etag: known.url === address ? known.etag : undefined,
        });
        connected(false);
        if (reply !== 'unchanged') {
          known = { url: address, etag: reply.etag };
          update({ answer: reply.body, refusal: null, loading: false, answered: question });
        }
      } catch (failure) {
        if (abort.signal.aborted) return;
        const refusal = failure instanceof Refusal && failure.status < 500 ? failure : null;
        connected(refusal === null);
        update((before) => ({ ...before, refusal, loading: refusal === null && before.loading }));
      }
      if (live && !abort.signal.aborted) {
        timer = setTimeout(whenVisible, Math.max(50, everyMillis - (performance.now() - started)));
      }
    }

    function whenVisible() {
      if (!document.hidden) poll();
      else document.addEventListener('visibilitychange', whenVisible, { once: true, signal: abort.signal });
    }

    poll();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [question, live, everyMillis, turn]);

  return { ...state, settled: state.answered === question, again: () => next(turn + 1) };
}
