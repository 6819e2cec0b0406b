// Markup as typed calls: t.button({type: 'button', onClick: send}, 'Send'). A wrong tag, attribute
// or handler is a type error. Text is always text: nothing here, nor in any other module, turns a
// string into markup, so what telemetry contains cannot become part of the page.
import { h } from 'preact';

/** @typedef {import('preact').ComponentChildren} Children */
/** @typedef {import('preact').JSX.IntrinsicElements} Tags */
/** @typedef {import('preact').VNode<any>} Markup */
/** @typedef {{[name: `data-${string}`]: string | boolean | undefined}} DataAttributes */
/**
 * @typedef {{[Tag in keyof Tags]:
 *   (attributes?: (Tags[Tag] & DataAttributes) | null, ...children: Children[]) => Markup}} TagFunctions
 */

export { h };

/** @type {TagFunctions} */
export const t = new Proxy(/** @type {any} */ ({}), {
  get: (made, tag) => (made[tag] ??=
    (/** @type {any} */ attributes, /** @type {Children[]} */ ...children) =>
      h(/** @type {string} */ (tag), attributes, ...children)),
});

/**
 * Joins the class names that apply.
 * @param {...(string | false | null | undefined)} names
 */
export const classes = (...names) => names.filter(Boolean).join(' ');
