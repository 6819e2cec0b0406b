// What the map shows before there is anything to show: three lights, and what to type.
import { useState } from 'preact/hooks';
import { count } from './format.js';
import { bell, icon } from './icons.js';
import { WhyEmpty } from './service-map-evidence.js';
import { classes, h, t } from './ui.js';

/** @typedef {import('./api.d.ts').HealthJson} Health */

/** @param {{health: Health | null, services: number, parameters: URLSearchParams}} properties */
export function FirstRun({ health, services, parameters }) {
  const receivers = health?.receivers ?? [];
  // One receiver may listen on several addresses; the first is as good as any.
  const http = receivers.find((receiver) => receiver.protocol === 'http')?.address.split(',')[0] ?? '127.0.0.1:4318';
  const endpoint = `http://${http}`;
  const spans = health?.store.spans ?? 0;
  return t.section({ class: 'first-run', 'aria-labelledby': 'first-run-title' },
    bell(44),
    t.h1({ id: 'first-run-title' }, spans > 0 ? 'Waiting for the next span' : 'Waiting for the first span'),
    t.p({ class: 'muted' }, 'Point anything that speaks OpenTelemetry here. The map draws itself from what it sends.'),
    t.ol({ class: 'lights' },
      h(Light, { on: receivers.length > 0,
        text: receivers.length ? `Listening: ${receivers.map(listening).join(', ')}` : 'Listening',
        otherwise: 'The observatory does not answer yet.' }),
      h(Light, { on: spans > 0, text: spans > 0 ? `First span received: ${count(spans)} so far` : 'First span received',
        otherwise: 'Is the agent attached, and does the endpoint below match? An application also has to be called.' }),
      h(Light, { on: services > 0, text: 'First service seen',
        otherwise: 'A service appears with its first request, if service.name is set.' })),
    h(WhyEmpty, { parameters, live: true }),
    h(Snippet, { title: 'Any application', text:
      `export OTEL_SERVICE_NAME=my-service\nexport OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf` }),
    h(Snippet, { title: 'A Java application, without changing it', text:
      'java -javaagent:opentelemetry-javaagent.jar -jar my-service.jar' }));
}

/** @param {Health['receivers'][number]} receiver @returns {string} `OTLP/HTTP on port 4318` */
const listening = ({ protocol, address }) =>
  `OTLP/${protocol === 'grpc' ? 'gRPC' : 'HTTP'} on port ${address.slice(address.lastIndexOf(':') + 1)}`;

/** @param {{on: boolean, text: string, otherwise: string}} properties */
function Light({ on, text, otherwise }) {
  return t.li({ class: classes('light', on && 'on') },
    t.span({ class: 'light-lamp' }, on && icon('ok', 13)),
    t.span(null, t.b(null, text), t.span({ class: 'unseen' }, on ? ': yes' : ': not yet'),
      !on && t.span({ class: 'muted' }, otherwise)));
}

/** @param {{title: string, text: string}} properties */
function Snippet({ title, text }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return t.figure({ class: 'snippet' },
    t.figcaption(null, title, t.button({ class: 'text', type: 'button', onClick: copy,
      'aria-label': `Copy: ${title}` }, icon(copied ? 'ok' : 'copy', 13), copied ? 'Copied' : 'Copy')),
    t.pre({ tabIndex: 0 }, text));
}
