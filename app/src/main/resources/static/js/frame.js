// The frame of every page: the theme switch, and the CSRF token on htmx requests.
(function () {
  'use strict';
  var root = document.documentElement;
  document.querySelectorAll('[data-theme-toggle]').forEach(function (button) {
    button.addEventListener('click', function () {
      var theme = root.getAttribute('data-bs-theme') === 'dark' ? 'light' : 'dark';
      root.setAttribute('data-bs-theme', theme);
      try { localStorage.setItem('theme', theme); } catch (blocked) { /* it then lasts for this page */ }
    });
  });
  document.body.addEventListener('htmx:configRequest', function (event) {
    var token = document.querySelector('meta[name=csrf-token]');
    var header = document.querySelector('meta[name=csrf-header]');
    if (token && header) { event.detail.headers[header.content] = token.content; }
  });
})();
