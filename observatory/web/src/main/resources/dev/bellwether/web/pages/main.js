// Where everything begins: the address decides on the page, the frame goes around it.
import { render } from 'preact';
import { followLinks, useAddress } from './address.js';
import { Frame } from './frame.js';
import { LogsPage } from './logs.js';
import { ServiceMapPage } from './service-map.js';
import { StatusPage } from './status.js';
import { TracePage } from './trace.js';
import { TracesPage } from './traces.js';
import { h } from './ui.js';

function App() {
  const { path, parameters } = useAddress();
  return h(Frame, { path, parameters }, page(path, parameters));
}

/** @param {string} path @param {URLSearchParams} parameters */
function page(path, parameters) {
  const trace = /^\/trace\/([^/]+)$/.exec(path);
  if (trace) return h(TracePage, { key: trace[1], traceId: decodeURIComponent(trace[1]), parameters });
  if (path === '/traces') return h(TracesPage, { parameters });
  if (path === '/logs') return h(LogsPage, { parameters });
  if (path === '/status') return h(StatusPage, { parameters });
  return h(ServiceMapPage, { parameters });
}

followLinks();
render(h(App, null), /** @type {HTMLElement} */ (document.getElementById('app')));
