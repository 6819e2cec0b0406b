// A terminal tab: xterm in front of a shell that the workbench keeps, also while no page is open.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, challengePath, words } from './ask.js';
import { hear } from './events.js';
import { t } from './ui.js';

/** @type {any} the terminal is no module */
const Terminal = /** @type {any} */ (window).Terminal;

/** The tokens that the sixteen colours of a terminal are made of; text has 4.5:1 on the ground. */
const COLOURS = {
  background: '--panel', foreground: '--text', cursor: '--accent', cursorAccent: '--panel', selection: '--selection',
  black: '--term-black', red: '--bad', green: '--ok', yellow: '--warn', blue: '--accent', magenta: '--service-7',
  cyan: '--service-9', white: '--term-white', brightBlack: '--muted', brightRed: '--bad', brightGreen: '--ok',
  brightYellow: '--warn', brightBlue: '--accent', brightMagenta: '--service-7', brightCyan: '--service-9',
  brightWhite: '--text',
};

/** As the terminal wants them: a token may depend on the theme, a colour of the terminal cannot. */
/** @param {HTMLElement} element */
function colours(element) {
  const probe = element.appendChild(document.createElement('span'));
  const resolved = Object.fromEntries(Object.entries(COLOURS).map(([name, token]) => {
    probe.style.color = `var(${token})`;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
  return resolved;
}

/**
 * @param {{track: string, challenge: string, number: number, shown: boolean,
 *   typed: {code: string, turn: number} | null}} properties
 */
export function TerminalTab({ track, challenge, number, shown, typed }) {
  const element = useRef(/** @type {HTMLDivElement | null} */ (null));
  const shell = useRef(/** @type {ReturnType<typeof connect> | null} */ (null));
  const lastTurn = useRef(typed?.turn ?? 0);
  const [problem, setProblem] = useState('');
  const [readable, setReadable] = useState(() => localStorage.getItem('bellwether.readable') === 'yes');

  useEffect(() => {
    const path = `${challengePath(track, challenge)}/tabs/${number}/terminal`;
    shell.current = connect(/** @type {HTMLElement} */ (element.current), path, setProblem);
    if (typed) shell.current.run(typed.code);
    return () => shell.current?.close();
  }, []);
  useEffect(() => { shell.current?.read(readable); }, [readable]);
  useEffect(() => { if (shown) shell.current?.show(); }, [shown]);
  useEffect(() => {
    if (typed && typed.turn !== lastTurn.current) {
      lastTurn.current = typed.turn;
      shell.current?.run(typed.code);
    }
  }, [typed]);

  /** @param {boolean} wanted */
  function switchReadable(wanted) {
    setReadable(wanted);
    localStorage.setItem('bellwether.readable', wanted ? 'yes' : 'no');
  }

  return t.div({ class: 'tool' },
    t.div({ class: 'tool-bar' },
      t.span({ class: 'muted' }, 'Copy: Ctrl+Shift+C · Paste: Ctrl+Shift+V · Leave: F6'),
      t.span({ class: 'tool-end' }, t.label({ class: 'check' }, t.input({ type: 'checkbox', checked: readable,
        onChange: (event) => switchReadable(event.currentTarget.checked) }), 'For screen readers'))),
    t.div({ ref: element, class: 'terminal-frame' }),
    t.div({ role: 'status', class: 'tool-message' },
      problem && t.div({ class: 'message has-errors' }, t.span(null, problem))));
}

/**
 * A terminal in the element, connected to the shell that `path` opens.
 *
 * @param {HTMLElement} element
 * @param {string} path
 * @param {(problem: string) => void} complain
 */
function connect(element, path, complain) {
  const terminal = new Terminal({
    theme: colours(element), fontSize: 13, lineHeight: 1.2, scrollback: 5000, cursorBlink: true, drawBoldTextInBrightColors: false,
    fontFamily: getComputedStyle(element).fontFamily,
  });
  terminal.open(element);
  /** @type {{id: string, position: number, ended: boolean}} */
  const state = { id: '', position: 0, ended: false };
  /** Output that came before we knew which shell is ours. */
  /** @type {import('./ask.js').Snapshot[]} */
  let early = [];
  /** What was written before: a question in it was answered then. */
  let replaying = false;
  /** The mode for screen readers reads what is drawn from then on: it begins behind the replay. */
  let readable = false;
  let unsent = '';
  let sending = false;

  async function open() {
    try {
      const { columns, rows } = size();
      terminal.resize(columns, rows);
      /** @type {import('./ask.js').Snapshot} */
      const snapshot = await ask('POST', path, { parameters: { columns, rows } });
      Object.assign(state, { id: snapshot.id, position: snapshot.position, ended: false });
      terminal.reset();
      replaying = true;
      terminal.write(snapshot.text, () => {
        replaying = false;
        terminal.setOption('screenReaderMode', readable);
      });
      const waiting = early;
      early = [];
      waiting.forEach(write);
      complain('');
      send();
    } catch (failure) {
      complain(words(failure));
    }
  }

  /** @param {import('./ask.js').Snapshot} output */
  function write(output) {
    if (state.id === '') early.push(output);
    else if (output.id === state.id && output.position > state.position) {
      state.position = output.position;
      terminal.write(output.text);
    }
  }

  /** One request at a time keeps the order; what is typed meanwhile goes with the next. */
  async function send() {
    if (sending || unsent === '' || state.id === '') return;
    sending = true;
    const body = unsent;
    unsent = '';
    try {
      await ask('POST', '/api/terminal/input', { parameters: { id: state.id }, body });
      complain('');
    } catch (failure) {
      complain(words(failure));
    }
    sending = false;
    send();
  }

  /** @param {string} text */
  function type(text) {
    if (state.ended) {
      if (text === '\r') open();
      return;
    }
    unsent += text;
    send();
  }

  function size() {
    const { actualCellWidth: width, actualCellHeight: height } = terminal._core._renderService.dimensions;
    const columns = Math.floor((element.clientWidth - 20) / width);
    const rows = Math.floor((element.clientHeight - 8) / height);
    return { columns: Math.min(1000, Math.max(2, columns || 80)), rows: Math.min(1000, Math.max(1, rows || 24)) };
  }

  function fit() {
    if (element.clientWidth === 0) return;
    const { columns, rows } = size();
    if (columns === terminal.cols && rows === terminal.rows) return;
    terminal.resize(columns, rows);
    if (state.id && !state.ended) {
      ask('POST', '/api/terminal/size', { parameters: { id: state.id, columns, rows } }).catch(() => {});
    }
  }

  terminal.onData((/** @type {string} */ text) => { if (!replaying) type(text); });
  terminal.attachCustomKeyEventHandler((/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'F6') return false;
    if (!event.ctrlKey || !event.shiftKey || event.type !== 'keydown') return true;
    if (event.code === 'KeyC') navigator.clipboard.writeText(terminal.getSelection());
    else if (event.code === 'KeyV') navigator.clipboard.readText().then((text) => terminal.paste(text));
    else return true;
    event.preventDefault();
    return false;
  });
  const stops = [
    hear('output', write),
    hear('missed', open),
    hear('ended', ({ id, exitCode }) => {
      if (id !== state.id) return;
      state.ended = true;
      terminal.write(`\r\n\x1b[2mThe shell has ended (${exitCode}). Press Enter for a new one.\x1b[0m\r\n`);
    }),
  ];
  const sizes = new ResizeObserver(fit);
  sizes.observe(element);
  const repaint = () => terminal.setOption('theme', colours(element));
  const themes = new MutationObserver(repaint);
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', repaint);
  open();

  return {
    /** Takes the focus, but not from somebody who goes through the tabs with the keyboard. */
    show: () => {
      fit();
      if (!document.activeElement?.matches('[role="tab"]:focus-visible')) terminal.focus();
    },
    /** @param {string} code */
    run: (code) => { type(code.replace(/\n+$/, '').replaceAll('\n', '\r') + '\r'); terminal.focus(); },
    /** @param {boolean} wanted */
    read: (wanted) => {
      readable = wanted;
      if (state.id !== '') terminal.setOption('screenReaderMode', wanted);
    },
    close: () => {
      stops.forEach((stop) => stop());
      sizes.disconnect();
      themes.disconnect();
      scheme.removeEventListener('change', repaint);
      terminal.dispose();
    },
  };
}
