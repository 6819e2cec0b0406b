// Runs before the first paint, so that nobody is flashed with the other theme. The only script that
// is not a module: modules wait for the document.
(() => {
  const wanted = new URLSearchParams(location.search).get('theme')
    ?? localStorage.getItem('bellwether.theme');
  if (wanted === 'light' || wanted === 'dark') document.documentElement.dataset.theme = wanted;
})();
