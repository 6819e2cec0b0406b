// The range of time: how long ago, or from when to when; earlier and later; live or paused.
import { useEffect, useRef, useState } from 'preact/hooks';
import { address, change } from './address.js';
import { minute } from './format.js';
import { icon } from './icons.js';
import { useKeys } from './keyboard.js';
import { RELATIVE, isLive, relativeOf, shift, timeRange } from './time-range.js';
import { h, t } from './ui.js';

/** @typedef {import('./time-range.js').TimeRange} TimeRange */

/** @param {{parameters: URLSearchParams}} properties */
export function TimePicker({ parameters }) {
  const range = timeRange(parameters);
  const live = isLive(parameters);
  const [open, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  useKeys({ t: () => setOpen(true), '.': switchLive, '[': () => shift(range, -1), ']': () => shift(range, 1) });
  useEffect(() => {
    if (!open) return undefined;
    const away = (/** @type {PointerEvent} */ event) => {
      if (!root.current?.contains(/** @type {Node} */ (event.target))) setOpen(false);
    };
    addEventListener('pointerdown', away);
    return () => removeEventListener('pointerdown', away);
  }, [open]);

  function close() {
    setOpen(false);
    /** @type {HTMLElement | null | undefined} */ (root.current?.querySelector('.time-open'))?.focus();
  }

  return t.div({ class: 'time', role: 'group', 'aria-label': 'Time range', ref: root,
    onKeyDown: (event) => { if (open && event.key === 'Escape') { event.stopPropagation(); close(); } } },
    t.button({ class: 'quiet', type: 'button', title: 'Earlier ([)', 'aria-label': 'Earlier',
      onClick: () => shift(range, -1) }, icon('earlier', 14)),
    t.button({ class: 'button time-open', type: 'button', 'aria-expanded': open, title: 'Choose a range of time (t)',
      onClick: () => setOpen(!open) }, rangeName(range), icon('down', 12)),
    t.button({ class: 'quiet', type: 'button', title: 'Later (])', 'aria-label': 'Later',
      disabled: range.fixed === null, onClick: () => shift(range, 1) }, icon('later', 14)),
    t.button({ class: 'live', type: 'button', 'aria-pressed': live, title: 'Follow what happens (.)',
      onClick: switchLive }, t.span({ class: 'live-dot' }), live ? 'Live' : 'Paused'),
    open && h(Choices, { range, close }));
}

/** @param {{range: TimeRange, close: () => void}} properties */
function Choices({ range, close }) {
  const now = Date.now();
  const [from, setFrom] = useState(local(range.fixed?.from ?? now - range.millis));
  const [to, setTo] = useState(local(range.fixed?.to ?? now));
  const first = useRef(/** @type {HTMLButtonElement | null} */ (null));
  useEffect(() => first.current?.focus(), []);
  const chosen = [new Date(from).getTime(), new Date(to).getTime()];
  const valid = chosen[1] > chosen[0];
  return t.div({ class: 'time-choices' },
    t.ul({ 'aria-label': 'Up to now' }, ...RELATIVE.map((text) => t.li({ key: text },
      t.button({ type: 'button', ref: text === range.text || (range.fixed && text === RELATIVE[0]) ? first : undefined,
        'aria-pressed': text === range.text,
        onClick: () => { close(); change({ t: text, live: null }, 'step'); } },
      rangeName(timeRange(new URLSearchParams({ t: text }))))))),
    t.form({ onSubmit: (event) => {
      event.preventDefault();
      if (!valid) return;
      close();
      change({ t: `${chosen[0]}..${chosen[1]}` }, 'step');
    } },
    t.label(null, 'From', t.input({ type: 'datetime-local', step: 1, value: from, required: true,
      onInput: (event) => setFrom(event.currentTarget.value) })),
    t.label(null, 'To', t.input({ type: 'datetime-local', step: 1, value: to, required: true,
      'aria-invalid': valid ? undefined : 'true', onInput: (event) => setTo(event.currentTarget.value) })),
    !valid && t.p({ class: 'has-errors', role: 'alert' }, 'The end is not after the start.'),
    t.button({ type: 'submit', class: 'button', disabled: !valid }, 'Look at this window'),
    t.p({ class: 'muted' }, `Local time, ${zone()}`)));
}

/** @param {TimeRange} range */
function rangeName(range) {
  if (range.fixed) return `${minute(range.fixed.from)} – ${minute(range.fixed.to)}`;
  const unit = { s: 's', m: 'min', h: 'h', d: 'days' }[range.text.slice(-1)];
  return `Last ${range.text.slice(0, -1)} ${unit}`;
}

/** As an input of the kind `datetime-local` wants it. @param {number} epoch */
function local(epoch) {
  const date = new Date(epoch);
  return new Date(epoch - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function switchLive() {
  const { parameters } = address();
  const range = timeRange(parameters);
  if (range.fixed) change({ t: relativeOf(range), live: null }, 'step');
  else change({ live: isLive(parameters) ? '0' : null });
}
