// The trading desk: what one person can do to the market, and what comes of it. A page by itself,
// shown in a tab of the workbench.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ask, words } from './ask.js';
import { Faults } from './desk-faults.js';
import { Order } from './desk-order.js';
import { Trades } from './desk-trades.js';
import { icon } from './icons.js';
import { h, t } from './ui.js';

/** @typedef {{id: string, region: string, browser: string}} Customer */
/** @typedef {{kind: string, where: string, percent: number, amount: number, until: string}} Wrong */
/**
 * @typedef {{observatoryPort: number, instructor: boolean, running: boolean, day: string, tradesPerSecond: number,
 *   regions: string[], symbols: string[], customers: Customer[], wrong: Wrong[]}} Desk
 */

/** What is asked for again while the page is in sight. */
const LOOK_MILLIS = 5000;

const DAYS = { M: 'Monday', Tu: 'Tuesday', W: 'Wednesday', Th: 'Thursday', F: 'Friday' };

function App() {
  const [desk, setDesk] = useState(/** @type {Desk | null} */ (null));
  const [problem, setProblem] = useState('');
  const [sent, setSent] = useState('');
  const load = () => ask('GET', '/api/desk')
    .then((answer) => { setDesk(answer); setProblem(''); }, (failure) => setProblem(words(failure)));

  useEffect(() => {
    load();
    const timer = setInterval(() => { if (!document.hidden) load(); }, LOOK_MILLIS);
    return () => clearInterval(timer);
  }, []);

  return t.div({ class: 'desk' },
    t.a({ class: 'skip', href: '#trades' }, 'Skip to the trades'),
    t.header({ class: 'desk-head' },
      t.h1(null, 'Trading desk'),
      desk && h(Market, { desk, changed: setDesk })),
    problem && t.p({ class: 'desk-problem', role: 'alert' }, icon('degraded', 14), problem),
    desk && t.div({ class: 'desk-halves' },
      t.div({ class: 'desk-left' },
        h(Order, { desk, sent: setSent }),
        desk.instructor && h(Faults, { desk, changed: setDesk })),
      h(Trades, { port: desk.observatoryPort, sent })));
}

/** @param {{desk: Desk, changed: (desk: Desk) => void}} properties */
function Market({ desk, changed }) {
  const [said, say] = useState('');
  const turn = () => ask('POST', `/api/desk/simulation/${desk.running ? 'stop' : 'start'}`)
    .then((after) => { changed(after); say(''); }, (failure) => say(words(failure)));
  const reset = () => ask('POST', '/api/desk/market/reset')
    .then(() => say('Prices begin anew.'), (failure) => say(words(failure)));
  return t.div({ class: 'desk-market' },
    t.span({ class: 'desk-day' }, DAYS[/** @type {keyof typeof DAYS} */ (desk.day)] ?? desk.day),
    t.span({ class: 'muted' }, desk.running
      ? `customers send ${desk.tradesPerSecond.toLocaleString('en')} trades a second` : 'customers pause'),
    t.span({ role: 'status', class: 'muted' }, said),
    t.button({ type: 'button', class: 'button', onClick: turn },
      icon(desk.running ? 'pause' : 'later', 14), desk.running ? 'Pause customers' : 'Let them trade'),
    t.button({ type: 'button', class: 'button', onClick: reset, title: 'Forget prices and moods' }, 'Reset market'));
}

/** The workbench around this page may be switched between light and dark. */
addEventListener('storage', ({ key, newValue }) => {
  if (key === 'bellwether.theme' && newValue !== null) document.documentElement.dataset.theme = newValue;
});

render(h(App, null), /** @type {HTMLElement} */ (document.getElementById('app')));
