/* Runs before the first paint, so that a chosen theme does not flash in the other colours. */
(function () {
  try {
    var theme = localStorage.getItem('theme');
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's colours are used then.
  }
})();
