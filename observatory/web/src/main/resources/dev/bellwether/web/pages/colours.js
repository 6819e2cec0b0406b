// A service has one colour on every page. The ten are told apart with any kind of colour vision and
// none of them is red, which means failure (tokens.css holds them for both themes).

const COLOURS = 10;

/** FNV-1a. The start value was chosen so that the services of the trading system all differ. */
const START = 0x811c9dce;

/** @param {string} service @returns {string} a CSS colour */
export const serviceColour = (service) => `var(--${serviceColourName(service)})`;

/** @param {string} service @returns {string} the custom property that holds the colour */
export function serviceColourName(service) {
  let hash = START;
  for (let i = 0; i < service.length; i++) {
    hash = Math.imul(hash ^ service.charCodeAt(i), 0x01000193);
  }
  return `service-${((hash ^ (hash >>> 15)) >>> 0) % COLOURS}`;
}

/**
 * Colours for a canvas, which does not know CSS variables.
 * @template {string} Name
 * @param {HTMLElement} element inherits the theme
 * @param {readonly Name[]} names of custom properties
 * @returns {Record<Name, string>}
 */
export function resolved(element, names) {
  const probe = document.createElement('span');
  element.append(probe);
  const found = /** @type {Record<Name, string>} */ ({});
  for (const name of names) {
    probe.style.color = name.startsWith('var(') ? name : `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

/** Calls back when the theme changes, by the button or by the system. */
/** @param {() => void} listener @returns {() => void} stops */
export function onThemeChange(listener) {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
  };
}
