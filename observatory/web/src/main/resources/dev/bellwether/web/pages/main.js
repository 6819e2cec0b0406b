// Where everything begins: the address decides on the page, the frame goes around it. The map comes
// with the first visit; the other pages are fetched when somebody goes there.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { followLinks, href, useAddress } from './address.js';
import { Frame } from './frame.js';
import { ServiceMapPage } from './service-map.js';
import { oneLine } from './text.js';
import { h, t } from './ui.js';

/** @typedef {{path: string, parameters: URLSearchParams}} Shown */

function App() {
  const shown = useAddress();
  const { path, parameters } = shown;
  return h(Frame, { path, parameters }, page(shown));
}

/** @param {Shown} shown */
function page({ path, parameters }) {
  const [trace, other] = /^\/trace\/([^/]+)(?:\/vs\/([^/]+))?$/.exec(path)?.slice(1).map(decoded) ?? [];
  if (trace) {
    return h(Later, { key: path, parameters, fetch: () => (other
      ? import('./trace-compare.js').then(({ comparePage }) => comparePage(trace, other))
      : import('./trace.js').then(({ tracePage }) => tracePage(trace))) });
  }
  const service = /^\/service\/([^/]+)$/.exec(path)?.[1];
  if (service) {
    return h(Later, { key: path, parameters, fetch: () => import('./service.js').then(({ servicePage }) => servicePage(decoded(service))) });
  }
  if (path === '/services') return h(Later, { key: path, fetch: () => import('./services.js').then(({ ServicesPage }) => ServicesPage), parameters });
  if (path === '/traces') return h(Later, { key: path, fetch: () => import('./traces.js').then(({ TracesPage }) => TracesPage), parameters });
  if (path === '/logs') return h(Later, { key: path, fetch: () => import('./logs.js').then(({ LogsPage }) => LogsPage), parameters });
  if (path === '/attributes') return h(Later, { key: path, fetch: () => import('./attribute-keys.js').then(({ AttributeKeysPage }) => AttributeKeysPage), parameters });
  if (path === '/metrics') return h(Later, { key: path, fetch: () => import('./metrics.js').then(({ MetricsPage }) => MetricsPage), parameters });
  if (path === '/explain') return h(Later, { key: path, fetch: () => import('./explain.js').then(({ ExplainPage }) => ExplainPage), parameters });
  if (path === '/status') return h(Later, { key: path, fetch: () => import('./status.js').then(({ StatusPage }) => StatusPage), parameters });
  if (path === '/map') return h(ServiceMapPage, { parameters });
  return h(NoPage, { path });
}

/** @param {{path: string}} properties */
function NoPage({ path }) {
  document.title = 'No such page · Bellwether';
  return t.div({ class: 'empty' }, t.h1(null, 'There is no such page'),
    t.p(null, t.code(null, oneLine(path, 120)), ' is not an address here.'),
    t.p(null, t.a({ href: href('/map') }, 'To the map')));
}

/** @param {string | undefined} segment of a path, which may be anything that somebody typed */
function decoded(segment) {
  try {
    return segment === undefined ? '' : decodeURIComponent(segment);
  } catch {
    return segment ?? '';
  }
}

/** @typedef {(properties: {parameters: URLSearchParams}) => import('./ui.js').Markup} Page */

/** A page whose module is still on its way. */
/** @param {{fetch: () => Promise<Page>, parameters: URLSearchParams}} properties */
function Later({ fetch, parameters }) {
  const [arrived, arrive] = useState(/** @type {{page: Page} | null} */ (null));
  const [failed, fail] = useState(false);
  useEffect(() => { fetch().then((page) => arrive({ page }), () => fail(true)); }, []);
  if (failed) {
    return t.p({ class: 'empty' }, 'This page could not be fetched. ',
      t.button({ class: 'text', type: 'button', onClick: () => location.reload() }, 'Try again'));
  }
  return arrived ? h(arrived.page, { parameters }) : t.p({ class: 'empty skeleton' }, 'Opening …');
}

followLinks();
render(h(App, null), /** @type {HTMLElement} */ (document.getElementById('app')));
