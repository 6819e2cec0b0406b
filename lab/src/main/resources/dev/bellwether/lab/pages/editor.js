// A code tab: the files of a service, or of a folder, in an editor.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, trackPath, words } from './ask.js';
import { icon } from './icons.js';
import { classes, t } from './ui.js';

/** @type {any} the editor is no module */
const ace = /** @type {any} */ (window).ace;
// Style sheets come with the page; none is made by a script.
ace.config.set('useStrictCSP', true);

/** Colours are in tools.css, from the design tokens, for light and dark at once. */
const THEME = { isDark: false, cssClass: 'ace-bellwether', cssText: '', $id: 'bellwether' };

/** @type {Record<string, string>} */
const MODES = {
  java: 'java', yml: 'yaml', yaml: 'yaml', xml: 'xml', sh: 'sh', sql: 'sql', properties: 'properties', options: 'properties',
};

/** A tab shows the whole service that its file belongs to. */
/** @param {string} path */
const topOf = (path) => path.split('/').slice(0, 2).join('/');

/** @param {{track: string, path: string, shown: boolean}} properties */
export function Editor({ track, path, shown }) {
  const element = useRef(/** @type {HTMLDivElement | null} */ (null));
  const editor = useRef(/** @type {any} */ (null));
  /** What is open, with its undo history, and the text as it is on disk. */
  const sessions = useRef(/** @type {Map<string, {session: any, saved: string}>} */ (new Map()));
  const [files, setFiles] = useState(/** @type {string[]} */ ([]));
  const [file, setFile] = useState('');
  const [dirty, setDirty] = useState(false);
  const [rebuilds, setRebuilds] = useState(() => localStorage.getItem('bellwether.rebuild') === 'yes');
  const [message, setMessage] = useState({ bad: false, text: '' });
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    const made = ace.edit(element.current, {
      showPrintMargin: false, useSoftTabs: true, tabSize: 2, fontSize: 13, highlightActiveLine: true,
      enableKeyboardAccessibility: true, fixedWidthGutter: true, scrollPastEnd: 0.3,
    });
    made.setTheme(THEME);
    made.session.setUseWorker(false);
    editor.current = made;
    list();
    return () => made.destroy();
  }, []);

  useEffect(() => { if (shown) { editor.current.resize(); refresh(); } }, [shown]);
  useEffect(() => {
    addEventListener('focus', refresh);
    return () => removeEventListener('focus', refresh);
  });
  useEffect(() => {
    editor.current.commands.addCommand({ name: 'save', bindKey: { win: 'Ctrl-S', mac: 'Command-S' }, exec: save });
  });

  async function list() {
    try {
      const answer = await ask('GET', `${trackPath(track)}/files`, { parameters: { path: topOf(path) } });
      setFiles(answer.files);
      await open(answer.files.includes(path) ? path : answer.files[0]);
    } catch (failure) {
      say(true, words(failure));
    }
  }

  /** @param {string} next */
  async function open(next) {
    try {
      if (!sessions.current.has(next)) {
        const { text } = await ask('GET', `${trackPath(track)}/file`, { parameters: { path: next } });
        const mode = MODES[next.split('.').at(-1) ?? ''] ?? 'text';
        const session = ace.createEditSession(text, `ace/mode/${mode}`);
        session.setUseWorker(false);
        session.on('change', () => setDirty(session.getValue() !== sessions.current.get(next)?.saved));
        sessions.current.set(next, { session, saved: text });
      }
      const opened = sessions.current.get(next);
      editor.current.setSession(opened?.session);
      setFile(next);
      setDirty(opened?.session.getValue() !== opened?.saved);
      say(false, '');
    } catch (failure) {
      say(true, words(failure));
    }
  }

  /** Somebody else, a script or a shell, may have changed the file: shown, unless it was edited here. */
  async function refresh() {
    const opened = sessions.current.get(file);
    if (!shown || !opened || opened.session.getValue() !== opened.saved) return;
    try {
      const { text } = await ask('GET', `${trackPath(track)}/file`, { parameters: { path: file } });
      if (text !== opened.saved && opened.session.getValue() === opened.saved) {
        opened.saved = text;
        const { row, column } = opened.session.selection.getCursor();
        opened.session.doc.setValue(text);
        opened.session.selection.moveTo(row, column);
        setDirty(false);
      }
    } catch {
      // The next save says what is wrong.
    }
  }

  async function save() {
    const opened = sessions.current.get(file);
    if (!opened || busy) return;
    const text = opened.session.getValue();
    try {
      await ask('PUT', `${trackPath(track)}/file`, { parameters: { path: file }, body: text });
      opened.saved = text;
      setDirty(opened.session.getValue() !== text);
      say(false, 'Saved.');
      if (rebuilds) await rebuild();
    } catch (failure) {
      say(true, words(failure));
    }
  }

  const service = /^trading\/([a-z]+)\//.exec(file)?.[1] ?? '';

  async function rebuild() {
    setBusy(true);
    say(false, `Rebuilding ${service}…`);
    try {
      const { passed, output } = await ask('POST', `${trackPath(track)}/rebuild`, { parameters: { service } });
      say(!passed, output);
    } catch (failure) {
      say(true, words(failure));
    } finally {
      setBusy(false);
    }
  }

  /** @param {boolean} bad @param {string} text */
  const say = (bad, text) => setMessage({ bad, text });

  /** @param {boolean} wanted */
  function rebuildOnSave(wanted) {
    setRebuilds(wanted);
    localStorage.setItem('bellwether.rebuild', wanted ? 'yes' : 'no');
  }

  return t.div({ class: 'tool' },
    t.div({ class: 'tool-bar' },
      t.select({ 'aria-label': 'File', class: 'file', value: file, onChange: (event) => open(event.currentTarget.value) },
        ...groups(files).map(([folder, names]) => t.optgroup({ label: folder },
          ...names.map((name) => t.option({ value: name }, name.slice(name.lastIndexOf('/') + 1)))))),
      t.span({ class: 'muted unsaved' }, dirty ? 'not saved' : ''),
      t.span({ class: 'tool-end' },
        service && t.label({ class: 'check' }, t.input({ type: 'checkbox', checked: rebuilds,
          onChange: (event) => rebuildOnSave(event.currentTarget.checked) }), 'Rebuild on save'),
        service && t.button({ type: 'button', class: 'button', disabled: busy || dirty, onClick: rebuild,
          title: dirty ? 'Save it first' : undefined }, 'Rebuild'),
        t.button({ type: 'button', class: 'button main-button', disabled: !dirty, onClick: save, title: 'Ctrl+S' }, 'Save'))),
    t.div({ ref: element, class: 'editor' }),
    t.div({ role: 'status', class: 'tool-message' },
      message.text && t.div({ class: classes('message', message.bad && 'has-errors') },
        message.bad ? t.pre({ tabIndex: 0 }, message.text) : t.span(null, message.text),
        t.button({ type: 'button', class: 'quiet', 'aria-label': 'Close', onClick: () => say(false, '') }, icon('close', 14)))));
}

/** By folder, in order. */
/** @param {string[]} files @returns {[string, string[]][]} */
function groups(files) {
  /** @type {Map<string, string[]>} */
  const folders = new Map();
  for (const name of files) {
    const folder = name.slice(0, name.lastIndexOf('/'));
    folders.set(folder, [...folders.get(folder) ?? [], name]);
  }
  return [...folders];
}
