// The workbench: which track and challenge, the assignment at the left, its tabs at the right.
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, challengePath, trackPath, words } from './ask.js';
import { Assignment } from './assignment.js';
import { hear } from './events.js';
import { bell, icon } from './icons.js';
import { Steps, Timer } from './steps.js';
import { Tabs } from './tabs.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./ask.js').Track} Track */
/** @typedef {import('./ask.js').Challenge} Challenge */
/** @typedef {import('./ask.js').Entry} Entry */

const SHARE_MIN = 22;
const SHARE_MAX = 70;

function App() {
  const [tracks, setTracks] = useState(/** @type {Track[] | null} */ (null));
  const [problem, setProblem] = useState('');
  const [place, setPlace] = useState(placeInAddress());
  const load = () => ask('GET', '/api/tracks')
    .then((answer) => { setTracks(answer.tracks); setProblem(''); }, (failure) => setProblem(words(failure)));
  useEffect(() => { load(); }, []);
  useEffect(() => hear('missed', load), []);

  const track = tracks?.find((one) => one.slug === place.track) ?? tracks?.[0];
  const entry = track && (track.challenges.find((one) => nameOf(one) === place.challenge) ?? firstOpen(track));

  /** @param {string} trackSlug @param {string} challenge */
  function go(trackSlug, challenge) {
    const next = { track: trackSlug, challenge };
    history.replaceState(null, '', `?${new URLSearchParams(next)}`);
    localStorage.setItem('bellwether.lab', JSON.stringify(next));
    setPlace(next);
  }

  return t.div({ class: 'workbench' },
    t.a({ class: 'skip', href: '#assignment' }, 'Skip to the assignment'),
    t.header({ class: 'top' },
      t.span({ class: 'brand' }, bell(22), 'Bellwether Lab'),
      tracks && track && t.label(null, t.span({ class: 'unseen' }, 'Track'),
        t.select({ value: track.slug, onChange: (event) => go(event.currentTarget.value, '') },
          ...tracks.map((one) => t.option({ value: one.slug }, one.title)))),
      track && entry && h(Stepper, { track, entry, go }),
      h(Connection, null),
      t.div({ class: 'top-end' },
        t.a({ class: 'quiet', href: '/desk', target: '_blank' }, 'Trading desk'),
        track && h(Reset, { track, done: () => location.reload() }),
        t.button({ class: 'quiet', type: 'button', onClick: switchTheme, 'aria-label': 'Switch between light and dark' },
          t.span({ class: 'when-light' }, icon('moon')), t.span({ class: 'when-dark' }, icon('sun'))))),
    problem && t.p({ class: 'empty', role: 'alert' }, problem),
    tracks && !track && t.p({ class: 'empty' }, 'There is no track that can be read; the log of the workbench says why.'),
    track && entry && (entry.problem !== null
      ? t.main({ class: 'broken' }, t.h1(null, 'This challenge cannot be opened'), t.pre(null, entry.problem))
      : h(ChallengePage, { key: `${track.slug} ${entry.slug}`, track, slug: entry.slug ?? '', go, changed: load })));
}

/** @param {Entry} entry */
const nameOf = (entry) => entry.slug ?? entry.title;

/** @param {Track} track */
const firstOpen = (track) =>
  track.challenges.find((one) => one.state === 'OPEN' || one.state === 'STARTED') ?? track.challenges[0];

/** In the address; else where somebody was the last time. */
function placeInAddress() {
  const parameters = new URLSearchParams(location.search);
  const track = parameters.get('track');
  if (track !== null) return { track, challenge: parameters.get('challenge') ?? '' };
  try {
    return { track: '', challenge: '', ...JSON.parse(localStorage.getItem('bellwether.lab') ?? '{}') };
  } catch {
    return { track: '', challenge: '' };
  }
}

const WORDS = { OPEN: 'not begun', STARTED: 'begun', DONE: 'done', SKIPPED: 'skipped' };

/** @param {{track: Track, entry: Entry, go: (track: string, challenge: string) => void}} properties */
function Stepper({ track, entry, go }) {
  return t.nav({ 'aria-label': 'Challenges', class: 'stepper' },
    t.ol(null, ...track.challenges.map((one, number) => {
      const word = one.problem === null ? WORDS[one.state] : 'cannot be opened';
      return t.li(null, t.button({
        type: 'button', class: classes('step', one.problem !== null && 'step-broken'), 'data-state': one.state,
        'aria-current': one === entry ? 'step' : undefined, title: `${one.title}: ${word}`,
        'aria-label': `Challenge ${number + 1}, ${one.title}: ${word}`, onClick: () => go(track.slug, nameOf(one)),
      }, one.problem !== null ? '!' : one.state === 'DONE' ? icon('ok', 14) : String(number + 1)));
    })));
}

/**
 * @param {{track: Track, slug: string, go: (track: string, challenge: string) => void, changed: () => void}} properties
 */
function ChallengePage({ track, slug, go, changed }) {
  const [challenge, setChallenge] = useState(/** @type {Challenge | null} */ (null));
  const [problem, setProblem] = useState('');
  const [tab, setTab] = useState(0);
  const [typed, setTyped] = useState(/** @type {{code: string, turn: number} | null} */ (null));
  const [share, setShare] = useState(() => Number(localStorage.getItem('bellwether.share')) || 38);

  useEffect(() => {
    ask('POST', `${challengePath(track.slug, slug)}/open`)
      .then((opened) => { setChallenge(opened); changed(); }, (failure) => setProblem(words(failure)));
  }, []);
  useEffect(() => { document.title = `${challenge?.title ?? track.title} · Bellwether Lab`; }, [challenge]);
  useEffect(() => { localStorage.setItem('bellwether.share', String(share)); }, [share]);

  const actions = {
    openTab: setTab,
    /** In the first terminal, or the one that is shown. */
    run: (/** @type {string} */ code) => {
      const tabs = challenge?.tabs ?? [];
      const terminal = tabs[tab]?.type === 'terminal' ? tab : tabs.findIndex((one) => one.type === 'terminal');
      if (terminal < 0) return;
      setTab(terminal);
      setTyped((before) => ({ code, turn: (before?.turn ?? 0) + 1 }));
    },
  };
  const index = track.challenges.findIndex((one) => one.slug === slug);
  const following = track.challenges.slice(index + 1).find((one) => one.problem === null);
  const next = following ? () => go(track.slug, nameOf(following)) : null;

  if (problem) return t.p({ class: 'empty', role: 'alert' }, problem);
  if (!challenge) {
    return t.p({ class: 'empty skeleton', role: 'status' }, 'Preparing the challenge…');
  }
  return t.div({ class: 'halves', style: { '--share': `${share}%` } },
    t.main({ id: 'assignment', class: 'left', tabIndex: -1, 'data-pane': '' },
      t.div({ class: 'reading' },
        t.p({ class: 'meta' }, [track.title, challenge.difficulty].filter(Boolean).join(' · '), h(Timer, { challenge })),
        t.h1(null, challenge.title),
        h(Assignment, { markup: challenge.assignment, actions })),
      h(Steps, { track: track.slug, challenge, actions, next, changed: (after) => { setChallenge(after); changed(); } })),
    t.section({ class: 'right', 'aria-label': 'Tools', 'data-pane': '' },
      h(Divider, { share, setShare }),
      h(Tabs, { track: track.slug, challenge: challenge.slug, tabs: challenge.tabs, selected: tab, select: setTab, typed })));
}

/** Drawn or moved with the arrow keys. */
/** @param {{share: number, setShare: (share: number) => void}} properties */
function Divider({ share, setShare }) {
  const [dragging, drag] = useState(false);
  /** @param {number} wanted */
  const move = (wanted) => setShare(Math.min(SHARE_MAX, Math.max(SHARE_MIN, wanted)));
  return t.div({
    class: classes('divider', dragging && 'dragging'), role: 'separator', tabIndex: 0, 'aria-orientation': 'vertical',
    'aria-label': 'Width of the assignment', 'aria-valuenow': Math.round(share), 'aria-valuemin': SHARE_MIN, 'aria-valuemax': SHARE_MAX,
    onPointerDown: (event) => { event.currentTarget.setPointerCapture(event.pointerId); drag(true); },
    onPointerUp: () => drag(false),
    onPointerMove: (event) => { if (dragging) move((event.clientX / innerWidth) * 100); },
    onKeyDown: (event) => {
      if (event.key === 'ArrowLeft') move(share - 2);
      else if (event.key === 'ArrowRight') move(share + 2);
    },
  });
}

/** @param {{track: Track, done: () => void}} properties */
function Reset({ track, done }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [problem, setProblem] = useState('');
  const reset = () => ask('POST', `${trackPath(track.slug)}/reset`).then(done, (failure) => setProblem(words(failure)));
  return t.span(null,
    t.button({ type: 'button', class: 'quiet', onClick: () => dialog.current?.showModal() }, 'Start over'),
    t.dialog({ ref: dialog, class: 'question', 'aria-labelledby': 'reset-title' },
      t.h2({ id: 'reset-title' }, `Start ${track.title} over?`),
      t.p(null, 'Your changes to the work copy and your progress are thrown away, and its terminals end.'),
      problem && t.p({ class: 'has-errors' }, problem),
      t.div({ class: 'step-buttons' },
        t.button({ type: 'button', class: 'button main-button', onClick: reset }, 'Start over'),
        t.button({ type: 'button', class: 'button', onClick: () => dialog.current?.close() }, 'Keep everything'))));
}

function Connection() {
  const [connected, setConnected] = useState(true);
  useEffect(() => hear('connection', setConnected), []);
  return t.span({ role: 'status', class: 'connection' },
    !connected && t.span({ class: 'has-errors' }, 'The workbench does not answer. Trying again…'));
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('bellwether.theme', root.dataset.theme);
}

/** F6 goes around: assignment, tools. It also leads out of the editor and the terminal. */
addEventListener('keydown', (event) => {
  if (event.key !== 'F6') return;
  event.preventDefault();
  const panes = [...document.querySelectorAll('[data-pane]')];
  const here = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(here + 1) % panes.length];
  const target = next?.id === 'assignment' ? next : next?.querySelector('[role="tab"][aria-selected="true"]');
  /** @type {HTMLElement | null | undefined} */ (target)?.focus();
}, true);

render(h(App, null), /** @type {HTMLElement} */ (document.getElementById('app')));
