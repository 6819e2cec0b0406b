// From one trace to the comparison with another: one of the same operation, or any by its id.
import { useEffect, useRef, useState } from 'preact/hooks';
import { go, href } from './address.js';
import { ask, url } from './ask.js';
import { clock, counted, epochMillis, nanos } from './format.js';
import { icon } from './icons.js';
import { clause } from './query.js';
import { h, t } from './ui.js';

/** @typedef {import('./api.d.ts').TracesJson} Traces */
/** @typedef {import('./api.d.ts').TraceJsonSpan} Span */

const OFFERED_MAX = 6;

/** @param {{traceId: string, root: Span}} properties */
export function CompareWith({ traceId, root }) {
  const [open, setOpen] = useState(false);
  const box = useRef(/** @type {HTMLSpanElement | null} */ (null));
  useEffect(() => {
    if (!open) return undefined;
    const away = (/** @type {PointerEvent} */ event) => {
      if (!box.current?.contains(/** @type {Node} */ (event.target))) setOpen(false);
    };
    addEventListener('pointerdown', away);
    return () => removeEventListener('pointerdown', away);
  }, [open]);
  return t.span({ class: 'compare-with', ref: box, onKeyDown: (event) => { if (event.key === 'Escape') setOpen(false); } },
    t.button({ class: 'button', type: 'button', 'aria-expanded': open, onClick: () => setOpen(!open) },
      icon('traces', 13), 'Compare'),
    open && h(Choices, { traceId, root }));
}

/** @param {{traceId: string, root: Span}} properties */
function Choices({ traceId, root }) {
  const [alike, setAlike] = useState(/** @type {Traces['traces'] | null} */ (null));
  const [id, setId] = useState('');
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    input.current?.focus();
    const abort = new AbortController();
    const start = epochMillis(root.startUnixNano);
    ask(url('/api/traces', { from: String(Math.floor(start) - 900_000), to: String(Math.ceil(start) + 900_000), limit: '50',
      q: `${clause('service.name', root.service)} and ${clause('name', root.name)}${root.parentSpanId ? '' : ' and not parent.id : *'}` }),
    { signal: abort.signal })
      .then((reply) => setAlike(/** @type {{body: Traces}} */ (reply).body.traces.filter((trace) => trace.traceId !== traceId)),
        () => { if (!abort.signal.aborted) setAlike([]); });
    return () => abort.abort();
  }, []);
  const valid = /^[0-9a-f]{32}$/.test(id) && id !== traceId;
  return t.div({ class: 'compare-choices' },
    t.form({ onSubmit: (event) => { event.preventDefault(); if (valid) go(href(`/trace/${traceId}/vs/${id}`)); } },
      t.input({ ref: input, type: 'text', value: id, placeholder: 'Id of another trace', spellcheck: false, autocomplete: 'off',
        'aria-label': 'Id of the other trace', onInput: (event) => setId(event.currentTarget.value.trim().toLowerCase()) }),
      t.button({ class: 'button', type: 'submit', disabled: !valid }, 'Compare')),
    t.h2({ class: 'small' }, 'The same operation, within 15 minutes'),
    alike === null ? t.p({ class: 'muted skeleton' }, 'Looking …')
      : alike.length === 0 ? t.p({ class: 'muted' }, 'None was found.')
        : t.ul(null, ...telling(alike).map((trace) => t.li({ key: trace.traceId },
          t.a({ href: href(`/trace/${traceId}/vs/${trace.traceId}`) },
            t.span({ class: 'when' }, clock(epochMillis(trace.startUnixNano))), t.b(null, nanos(trace.durationNano)),
            t.span({ class: trace.errorCount > 0 ? 'has-errors' : 'muted' },
              trace.errorCount > 0 ? counted(trace.errorCount, 'error') : counted(trace.spanCount, 'span')))))));
}

/** The fastest, the slowest and the middle tell more than the newest six. */
/** @param {Traces['traces']} traces */
function telling(traces) {
  const byDuration = [...traces].sort((a, b) => a.durationNano - b.durationNano);
  if (byDuration.length <= OFFERED_MAX) return byDuration;
  return Array.from({ length: OFFERED_MAX }, (_, i) => byDuration[Math.round(i * (byDuration.length - 1) / (OFFERED_MAX - 1))]);
}
