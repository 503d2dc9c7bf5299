// A zone marked data-drop-into="ID" hands dropped files to the file input with that id, as if they had been chosen.
(function () {
  'use strict';
  document.querySelectorAll('[data-drop-into]').forEach(function (zone) {
    const input = document.getElementById(zone.dataset.dropInto);
    ['dragenter', 'dragover'].forEach(function (name) {
      zone.addEventListener(name, function (event) {
        event.preventDefault();
        zone.classList.add('is-over');
      });
    });
    ['dragleave', 'drop'].forEach(function (name) {
      zone.addEventListener(name, function (event) {
        event.preventDefault();
        zone.classList.remove('is-over');
      });
    });
    zone.addEventListener('drop', function (event) {
      if (event.dataTransfer.files.length > 0) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      }
    });
  });
})();
