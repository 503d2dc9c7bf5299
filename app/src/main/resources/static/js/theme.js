// Runs before the first paint: the chosen theme, else the system's.
(function () {
  'use strict';
  var chosen = null;
  try { chosen = localStorage.getItem('theme'); } catch (blocked) { chosen = null; }
  var dark = chosen ? chosen === 'dark' : window.matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.setAttribute('data-bs-theme', dark ? 'dark' : 'light');
})();
