// What is around every page: navigation, search, time range, theme, help, and the bar that says when
// the observatory does not answer.
import { useEffect, useRef, useState } from 'preact/hooks';
import { go, href } from './address.js';
import { useConnection } from './ask.js';
import { clock, minute } from './format.js';
import { bell, icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { SearchBar } from './search.js';
import { switchLive, TimePicker } from './time-picker.js';
import { absolute, timeRange } from './time-range.js';
import { h, t } from './ui.js';
import { ValueMenu } from './value-menu.js';

/** @typedef {import('./ui.js').Children} Children */

const PAGES = [
  { path: '/map', name: 'Map', key: 'm', icon: 'map' },
  { path: '/services', name: 'Services', key: 's', icon: 'service' },
  { path: '/traces', name: 'Traces', key: 't', icon: 'traces' },
  { path: '/logs', name: 'Logs', key: 'l', icon: 'logs' },
  { path: '/attributes', name: 'Attributes', key: 'a', icon: 'attributes' },
  { path: '/explain', name: 'Explain', key: 'x', icon: 'explain' },
  { path: '/metrics', name: 'Metrics', key: 'e', icon: 'metrics' },
  { path: '/status', name: 'Status', key: 'u', icon: 'status' },
];

/** @param {{path: string, parameters: URLSearchParams, children?: Children}} properties */
export function Frame({ path, parameters, children }) {
  const [help, showHelp] = useState(false);
  const range = timeRange(parameters);
  useKeys({
    ...Object.fromEntries(PAGES.map((page) => [`g ${page.key}`, () => go(href(page.path))])),
    '/': () => /** @type {HTMLElement | null} */ (document.querySelector('[data-search]'))?.focus(),
    '?': () => showHelp(true),
    d: switchTheme,
  });
  return t.div({ class: 'frame' },
    t.a({ class: 'skip', href: '#page' }, 'Skip to the page'),
    t.header({ class: 'top' },
      t.a({ class: 'brand', href: href('/map'), 'aria-label': 'Bellwether, to the map' },
        bell(22), t.span(null, 'Bellwether')),
      h(Navigation, { path }),
      t.div({ class: 'top-end' },
        h(ShareButton, null),
        t.button({ class: 'quiet', type: 'button', onClick: switchTheme, title: 'Light or dark (d)',
          'aria-label': 'Switch between light and dark' },
          t.span({ class: 'when-light' }, icon('moon')), t.span({ class: 'when-dark' }, icon('sun'))),
        t.button({ class: 'quiet', type: 'button', onClick: () => showHelp(true), title: 'Help (?)',
          'aria-label': 'Help: keys and queries' }, icon('help')))),
    t.div({ class: 'bar-search', role: 'search' },
      h(SearchBar, { path, parameters, help: () => showHelp(true) }),
      h(TimePicker, { parameters })),
    h(ConnectionBar, null),
    range.fixed && !path.startsWith('/trace/') && h(FixedWindow, { parameters }),
    t.main({ id: 'page', tabIndex: -1 }, children, h(ValueMenu, null)),
    help && h(HelpDialog, { close: () => showHelp(false) }));
}

/** @param {{path: string}} properties */
function Navigation({ path }) {
  return t.nav({ class: 'navigation', 'aria-label': 'Pages' },
    ...PAGES.map((page) => {
      const here = path === page.path || (page.path === '/traces' && path.startsWith('/trace/'))
        || (page.path === '/services' && path.startsWith('/service/'));
      return t.a({ href: href(page.path), 'aria-current': here ? 'page' : undefined,
        title: `g ${page.key}` }, icon(page.icon), t.span(null, page.name));
    }));
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('bellwether.theme', root.dataset.theme);
}

function ShareButton() {
  const [copied, setCopied] = useState(false);
  const share = async () => {
    const target = new URL(location.href);
    target.searchParams.set('t', absolute(timeRange(target.searchParams), Date.now()));
    await navigator.clipboard.writeText(target.href.replaceAll('%3A', ':'));
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return t.button({ class: 'quiet', type: 'button', onClick: share,
    title: 'Copy a link that shows everybody this moment', 'aria-label': 'Copy link' },
    icon(copied ? 'ok' : 'link'), t.span({ class: 'unseen', role: 'status' }, copied ? 'Link copied' : ''));
}

function ConnectionBar() {
  const connection = useConnection();
  return t.div({ role: 'status' }, connection.lost && t.p({ class: 'bar bar-lost' }, icon('degraded', 14),
    `The observatory does not answer. Trying again; what you see is as of ${clock(connection.asOf).slice(0, 8)}.`));
}

/** @param {{parameters: URLSearchParams}} properties */
function FixedWindow({ parameters }) {
  const range = timeRange(parameters);
  if (!range.fixed) return null;
  return t.p({ class: 'bar' },
    `You are looking at a fixed window, ${minute(range.fixed.from)} to ${minute(range.fixed.to)}.`,
    t.button({ class: 'text', type: 'button', onClick: switchLive }, 'Go live'));
}

const KEYS = [
  { title: 'Everywhere', keys: [
    ['/', 'to the query'], ['t', 'choose a range of time'], ['[ · ]', 'earlier, later'],
    ['.', 'live or paused'], ['d', 'light or dark'], ['?', 'this help']] },
  { title: 'Go to', keys: PAGES.map((page) => [`g ${page.key}`, page.name]) },
  { title: 'Map', keys: [
    ['← ↑ → ↓', 'to the next node that way'], ['Enter', 'select'], ['f', 'fit all'], ['+ · −', 'zoom'],
    ['v', 'picture or table'], ['Esc', 'deselect']] },
  { title: 'Trace', keys: [
    ['j · k', 'next, previous row'], ['h · l', 'collapse, expand'], ['e · E', 'next, previous error'],
    ['/', 'find in the trace'], ['n · N', 'next, previous match'], ['c', 'critical path'],
    ['z · 0', 'zoom to the span, to all'], ['Esc', 'close the panel']] },
  { title: 'Services', keys: [
    ['j · k', 'next, previous service'], ['Enter', 'open'], ['v', 'charts or table'], ['Esc', 'all operations']] },
  { title: 'Metrics', keys: [
    ['m', 'find a metric'], ['v', 'charts or tables']] },
  { title: 'Traces and logs', keys: [
    ['j · k', 'next, previous row'], ['Enter', 'open'], ['p', 'pause the logs'], ['v', 'lines or patterns']] },
];

const EXAMPLES = [
  'service.name : trader and status : error',
  'duration > 200ms',
  'com.example.customer_id : "l.hall"',
  'not service.name : (monkey or router)',
  'http.response.status_code >= 500',
  'severity : error',
  'com.example.region : *',
  '"insufficient funds"',
];

/** @param {{close: () => void}} properties */
function HelpDialog({ close }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => dialog.current?.showModal(), []);
  return t.dialog({ ref: dialog, class: 'help', onClose: close, 'aria-labelledby': 'help-title',
    onClick: (event) => { if (event.target === dialog.current) close(); } },
    t.div({ class: 'help-body' },
      t.div({ class: 'help-head' }, t.h1({ id: 'help-title' }, 'Keys and queries'),
        t.button({ class: 'quiet', type: 'button', onClick: close, 'aria-label': 'Close' }, icon('close'))),
      t.div({ class: 'help-columns' },
        ...KEYS.map((group) => t.section(null, t.h2(null, group.title),
          t.dl(null, ...group.keys.flatMap(([key, meaning]) =>
            [t.dt(null, t.kbd(null, key)), t.dd(null, meaning)]))))),
      t.section(null, t.h2(null, 'Queries'),
        t.p({ class: 'muted' }, 'The same language on every page, in the API and in the lab.'),
        t.ul({ class: 'examples' }, ...EXAMPLES.map((example) => t.li(null,
          t.a({ href: href(example.startsWith('severity') || example.startsWith('"') ? '/logs' : '/traces',
            { q: example }), onClick: close }, t.code(null, example))))))));
}
