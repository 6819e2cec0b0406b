// The terminal and the editor empty elements by assigning to innerHTML. The page's policy sends
// every such assignment through here; anything that could be markup is refused.
(() => {
  const HARMLESS = ['', '&nbsp;'];
  /** @type {any} */ (window).trustedTypes?.createPolicy('default', {
    createHTML: (/** @type {string} */ text) => {
      if (HARMLESS.includes(text)) return text;
      throw new TypeError('markup from a string is refused');
    },
  });
})();
