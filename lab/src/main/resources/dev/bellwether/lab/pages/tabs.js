// What is beside the assignment. A tab that was opened once stays: its page, its cursor, its shell.
import { useEffect, useState } from 'preact/hooks';
import { Editor } from './editor.js';
import { icon } from './icons.js';
import { TerminalTab } from './terminal.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./ask.js').Tab} Tab */

const SIGNS = { service: 'map', code: 'logs', terminal: 'later', problem: 'degraded' };

/**
 * @param {{track: string, challenge: string, tabs: Tab[], selected: number,
 *   select: (tab: number) => void, typed: {code: string, turn: number} | null}} properties
 */
export function Tabs({ track, challenge, tabs, selected, select, typed }) {
  const [opened, setOpened] = useState(() => new Set([selected]));
  useEffect(() => setOpened((before) => before.has(selected) ? before : new Set([...before, selected])), [selected]);

  /** @param {KeyboardEvent} event */
  function move(event) {
    const to = { ArrowLeft: selected - 1, ArrowRight: selected + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = (to + tabs.length) % tabs.length;
    select(tab);
    document.getElementById(`tab-${tab}`)?.focus();
  }

  if (tabs.length === 0) return t.p({ class: 'empty' }, 'This challenge needs nothing but reading.');
  return t.div({ class: 'tabs' },
    t.div({ class: 'tab-list', role: 'tablist', 'aria-label': 'Beside the assignment', onKeyDown: move },
      ...tabs.map((tab, number) => t.button({
        type: 'button', role: 'tab', id: `tab-${number}`, 'aria-controls': `panel-${number}`,
        'aria-selected': number === selected, tabIndex: number === selected ? 0 : -1,
        onClick: () => select(number),
      }, icon(SIGNS[tab.type], 14), tab.title))),
    ...tabs.map((tab, number) => t.div({
      role: 'tabpanel', id: `panel-${number}`, 'aria-labelledby': `tab-${number}`, hidden: number !== selected,
      class: classes('tab-panel', `tab-${tab.type}`),
    }, (number === selected || opened.has(number))
      && content({ track, challenge, tab, number, shown: number === selected, typed }))));
}

/**
 * @param {{track: string, challenge: string, tab: Tab, number: number, shown: boolean,
 *   typed: {code: string, turn: number} | null}} properties
 */
function content({ track, challenge, tab, number, shown, typed }) {
  switch (tab.type) {
    case 'service': return h(Service, { tab });
    case 'code': return h(Editor, { track, path: tab.path, shown });
    case 'terminal': return h(TerminalTab, { track, challenge, number, shown, typed: shown ? typed : null });
    default: return t.p({ class: 'empty' }, tab.path);
  }
}

/** The page of a process, under the name that the browser knows this machine by. */
/** @param {{tab: Tab}} properties */
function Service({ tab }) {
  const [turn, again] = useState(0);
  const address = new URL(tab.path, tab.port === 0 ? location.origin : `http://${location.hostname}:${tab.port}`).href;
  return t.div({ class: 'tool' },
    t.div({ class: 'tool-bar' },
      t.code({ class: 'muted' }, address),
      t.span({ class: 'tool-end' },
        t.button({ type: 'button', class: 'text', onClick: () => again(turn + 1) }, 'Reload'),
        t.a({ href: address, target: '_blank', rel: 'noopener' }, 'Open by itself'))),
    t.iframe({ key: turn, src: address, title: tab.title, class: 'service' }));
}
