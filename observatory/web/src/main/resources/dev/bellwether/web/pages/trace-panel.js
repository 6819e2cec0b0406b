// The panel beside the waterfall: everything that is known about one span.
import { useState } from 'preact/hooks';
import { href } from './address.js';
import { Attributes } from './attributes.js';
import { serviceColour } from './colours.js';
import { clock, epochMillis, nanos, percent } from './format.js';
import { healthIcon, icon } from './icons.js';
import { clause } from './query.js';
import { Text, oneLine } from './text.js';
import { h, t } from './ui.js';

/** @typedef {import('./trace-tree.js').Tree} Tree */
/** @typedef {import('./trace-tree.js').SpanNode} SpanNode */

/** @typedef {import('./api.d.ts').TraceLinksJson} Links */

/**
 * @param {{tree: Tree, node: SpanNode, linkedFrom: Links | null, close: () => void, zoom: () => void}} properties
 */
export function SpanPanel({ tree, node, linkedFrom, close, zoom }) {
  const { span } = node;
  const from = linkedFrom?.links.filter((link) => link.toSpanId === span.spanId) ?? [];
  const [filter, setFilter] = useState('');
  const duration = node.end - node.start;
  return t.aside({ class: 'panel span-panel', 'aria-label': `Span ${span.name}` },
    t.header(null,
      t.div({ class: 'span-title' },
        t.span({ class: 'service-name', style: { '--service': serviceColour(span.service) } }, oneLine(span.service, 80)),
        t.h2(null, oneLine(span.name, 300))),
      t.button({ class: 'quiet', type: 'button', onClick: zoom, title: 'Zoom to it (z)',
        'aria-label': 'Zoom to the span' }, icon('fit')),
      t.button({ class: 'quiet', type: 'button', onClick: close, title: 'Close (Esc)',
        'aria-label': 'Close the panel' }, icon('close'))),
    t.div({ class: 'panel-body', tabIndex: 0, role: 'region', 'aria-label': 'Details of the span' },
      span.status === 'error' && t.p({ class: 'verdict', 'data-health': 'failing' }, healthIcon('failing'),
        t.span(null, t.b(null, 'failed'), ' ', h(Text, { text: span.statusMessage, most: 600 }))),
      t.dl({ class: 'figures' },
        figure('Duration', nanos(duration), `${percent(duration, tree.duration)} of the trace`),
        figure('Self', nanos(node.self), `${percent(node.self, duration)} of the span`),
        figure('Starts at', `+${nanos(node.start)}`, clock(epochMillis(span.startUnixNano))),
        figure('Kind', span.kind, `status ${span.status}`)),
      node.logs.length > 0 && t.section(null, t.div({ class: 'section-head' }, t.h3(null, `Logs · ${node.logs.length}`),
        t.a({ href: href('/logs', { q: clause('span.id', span.spanId), t: around(span) }) }, 'On the logs page')),
        t.ol({ class: 'span-logs' }, ...node.logs.map(({ log, at }, i) =>
          t.li({ key: i, 'data-severity': log.severity },
            t.span({ class: 'when' }, `+${nanos(at)}`),
            t.span({ class: 'severity' }, log.severity),
            t.span({ class: 'span-log-body' }, h(Text, { text: log.body, most: 1000 })))))),
      t.section(null,
        t.div({ class: 'section-head' }, t.h3(null, `Attributes · ${Object.keys(span.attributes).length}`),
          t.input({ type: 'search', value: filter, placeholder: 'Filter', 'aria-label': 'Filter the attributes',
            onInput: (event) => setFilter(event.currentTarget.value) })),
        h(Attributes, { attributes: span.attributes, filter })),
      span.events.length > 0 && t.section(null, t.h3(null, `Events · ${span.events.length}`),
        ...span.events.map((event, i) => t.details({ key: i, class: 'event', open: span.events.length < 3 },
          t.summary(null, t.b(null, event.name), t.span({ class: 'when' },
            ` +${nanos(Number(BigInt(event.timeUnixNano) - tree.base))}`)),
          h(Attributes, { attributes: event.attributes, filter })))),
      span.links.length > 0 && t.section(null, t.h3(null, `Links to · ${span.links.length}`),
        ...span.links.map((link, i) => t.div({ key: i, class: 'link' },
          t.a({ href: href(`/trace/${encodeURIComponent(link.traceId)}`, { span: link.spanId }) }, icon('link', 12), `Trace ${link.traceId}`),
          Object.keys(link.attributes).length > 0 && h(Attributes, { attributes: link.attributes })))),
      from.length > 0 && t.section(null, t.h3(null, `Linked from · ${from.length}`),
        ...from.map((link) => t.div({ key: link.spanId, class: 'link' },
          t.a({ href: href(`/trace/${link.traceId}`, { span: link.spanId }) }, icon('link', 12), oneLine(`${link.service} ${link.name}`, 100)),
          t.span({ class: link.failed ? 'has-errors' : 'muted' }, ` ${nanos(link.durationNano)}${link.failed ? ', failed' : ''}, `
            + `${nanos(Number(BigInt(link.startUnixNano) - BigInt(span.endUnixNano)))} later`)))),
      t.details({ class: 'event' }, t.summary(null, t.b(null, `Resource · ${Object.keys(span.resource).length}`)),
        h(Attributes, { attributes: span.resource, filter })),
      t.section(null, t.h3(null, 'Origin'), h(Attributes, { searchable: false, attributes: {
        'span id': span.spanId, ...(span.parentSpanId ? { 'parent span id': span.parentSpanId } : {}),
        ...(span.scope.name ? { scope: `${span.scope.name} ${span.scope.version}`.trim() } : {}),
      } }))));
}

/** A fixed range with the span in its midst. @param {Tree['roots'][number]['span']} span */
const around = (span) => `${Math.floor(epochMillis(span.startUnixNano)) - 60_000}..${Math.ceil(epochMillis(span.endUnixNano)) + 60_000}`;

/** @param {string} name @param {string} value @param {string} note */
const figure = (name, value, note) =>
  t.div(null, t.dt(null, name), t.dd(null, value), t.dd({ class: 'muted' }, note));
