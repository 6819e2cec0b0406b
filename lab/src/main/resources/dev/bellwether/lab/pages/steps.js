// The steps through a challenge: check, hint, skip, solve, and the time they take.
import { useEffect, useState } from 'preact/hooks';
import { ask, challengePath, words } from './ask.js';
import { Assignment } from './assignment.js';
import { icon } from './icons.js';
import { h, t } from './ui.js';

/** @typedef {import('./ask.js').Challenge} Challenge */
/** @typedef {import('./ask.js').Outcome} Outcome */
/** @typedef {import('./assignment.js').Actions} Actions */

/**
 * @param {{track: string, challenge: Challenge, actions: Actions, next: (() => void) | null,
 *   changed: (challenge: Challenge) => void}} properties
 */
export function Steps({ track, challenge, actions, next, changed }) {
  const [busy, setBusy] = useState('');
  const [outcome, setOutcome] = useState(/** @type {Outcome | null} */ (
    challenge.output ? { passed: false, output: `The preparation failed.\n${challenge.output}` } : null));

  /** @param {'check' | 'solve' | 'skip' | 'hint'} step */
  async function go(step) {
    setBusy(step);
    if (step !== 'hint') setOutcome(null);
    try {
      const answer = await ask('POST', `${challengePath(track, challenge.slug)}/${step}`);
      if (step === 'check' || step === 'solve') {
        setOutcome(step === 'solve' && answer.passed
          ? { passed: true, output: answer.output || 'Solved. Check it to go on.' } : answer);
        changed({ ...challenge, state: answer.state });
      } else {
        changed(answer);
        if (step === 'skip') next?.();
      }
    } catch (failure) {
      setOutcome({ passed: false, output: words(failure) });
    } finally {
      setBusy('');
    }
  }

  const done = challenge.state === 'DONE';
  const hintsLeft = challenge.hintsTotal - challenge.hints.length;
  return t.div({ class: 'steps' },
    challenge.hints.length > 0 && t.ol({ class: 'hints', 'aria-label': 'Hints' },
      ...challenge.hints.map((hint, number) => t.li(null,
        t.p({ class: 'callout-kind' }, `Hint ${number + 1}`), h(Assignment, { markup: hint, actions })))),
    t.div({ role: 'status' }, outcome && h(Verdict, { outcome })),
    t.div({ class: 'step-buttons' },
      t.button({ type: 'button', class: done ? 'button' : 'button main-button', disabled: busy !== '', onClick: () => go('check') },
        busy === 'check' ? 'Checking…' : challenge.checked ? 'Check' : 'Mark as done'),
      done && next && t.button({ type: 'button', class: 'button main-button', onClick: next }, 'Next challenge', icon('later', 14)),
      hintsLeft > 0 && t.button({ type: 'button', class: 'button', disabled: busy !== '', onClick: () => go('hint') },
        challenge.hints.length === 0 ? `Hint (${hintsLeft})` : `Next hint (${hintsLeft})`),
      challenge.solvable && hintsLeft === 0 && !done && t.button(
        { type: 'button', class: 'button', disabled: busy !== '', onClick: () => go('solve') },
        busy === 'solve' ? 'Solving…' : 'Solve it for me'),
      !done && challenge.state !== 'SKIPPED' && next && t.button(
        { type: 'button', class: 'text', disabled: busy !== '', onClick: () => go('skip') }, 'Skip')));
}

/** @param {{outcome: Outcome}} properties */
function Verdict({ outcome }) {
  return t.div({ class: 'verdict', 'data-passed': String(outcome.passed) },
    t.p({ class: 'verdict-word' }, icon(outcome.passed ? 'ok' : 'failing', 14), outcome.passed ? 'Done' : 'Not yet'),
    outcome.output && t.pre({ tabIndex: 0 }, ...linked(outcome.output)));
}

/** Addresses become links: a check points to its witness. */
/** @param {string} text */
const linked = (text) => text.split(/(https?:\/\/[^\s<>"']+)/).map((part, index) =>
  index % 2 ? t.a({ href: part, target: '_blank', rel: 'noopener noreferrer' }, part) : part);

/** @param {{challenge: Challenge}} properties */
export function Timer({ challenge }) {
  const [now, setNow] = useState(Date.now());
  const runs = challenge.state === 'STARTED';
  useEffect(() => {
    if (!runs) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [runs]);
  if (!challenge.startedMillis) return null;
  const seconds = Math.max(0, Math.round(((challenge.endedMillis || now) - challenge.startedMillis) / 1000));
  const left = challenge.timeLimitSeconds - seconds;
  const over = challenge.timeLimitSeconds > 0 && left < 0;
  const label = challenge.timeLimitSeconds === 0 || !runs ? `${clock(seconds)} spent`
    : over ? `${clock(-left)} over time` : `${clock(left)} left`;
  return t.span({ class: over ? 'timer has-errors' : 'timer', role: 'timer' }, label);
}

/** @param {number} seconds */
function clock(seconds) {
  const hours = Math.floor(seconds / 3600);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  return (hours ? `${hours}:` : '') + parts.join(':');
}
