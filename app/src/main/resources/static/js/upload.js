// Sends the chosen files one after the other, shows how far each one is, and hands the row over to htmx, which follows the work
// from there. Without this script the form still sends the files the plain way.
(function () {
  'use strict';

  const form = document.getElementById('upload-form');
  if (!form) {
    return;
  }
  const input = form.querySelector('input[type=file]');
  const zone = document.getElementById('drop-zone');
  const rows = document.getElementById('upload-rows');
  const template = document.getElementById('upload-row');
  const summary = document.getElementById('upload-summary');
  const queue = [];
  const maxBytes = Number(form.dataset.maxBytes);
  const parallel = 2;
  let active = 0;
  let total = 0;
  let settled = 0;

  function add(files) {
    for (const file of files) {
      const row = template.content.firstElementChild.cloneNode(true);
      row.querySelector('[data-name]').textContent = file.name;
      row.querySelector('[data-size]').textContent = size(file.size);
      rows.append(row);
      rows.closest('[hidden]')?.removeAttribute('hidden');
      total += 1;
      queue.push({ file, row });
    }
    tell();
    next();
  }

  function size(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + ' KiB' : (bytes / 1048576).toFixed(1) + ' MiB';
  }

  function next() {
    while (active < parallel && queue.length > 0) {
      active += 1;
      send(queue.shift());
    }
  }

  function send(job) {
    const bar = job.row.querySelector('progress');
    const percent = job.row.querySelector('[data-percent]');
    if (maxBytes > 0 && job.file.size > maxBytes) {
      refuse(job.row, form.dataset.tooLarge);
      return;
    }
    const body = new FormData();
    body.append('file', job.file);
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    const token = form.querySelector('input[name=_csrf]');
    if (token) {
      request.setRequestHeader(form.dataset.csrfHeader || 'X-CSRF-TOKEN', token.value);
    }
    request.upload.addEventListener('progress', function (event) {
      if (event.lengthComputable) {
        bar.max = event.total;
        bar.value = event.loaded;
        percent.textContent = Math.floor((100 * event.loaded) / event.total) + ' %';
      }
    });
    request.addEventListener('load', function () {
      const type = request.getResponseHeader('Content-Type') || '';
      if (type.startsWith('text/html') && request.getResponseHeader('X-Upload-Row') === '1') {
        replace(job.row, request.responseText);
      } else {
        refuse(job.row, form.dataset.failed);
      }
    });
    request.addEventListener('error', function () {
      refuse(job.row, form.dataset.failed);
    });
    request.send(body);
  }

  function replace(row, html) {
    const holder = document.createElement('template');
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    row.replaceWith(fresh);
    window.htmx.process(fresh);
    done();
  }

  function refuse(row, text) {
    row.querySelector('progress').remove();
    const message = row.querySelector('[data-message]');
    message.textContent = text;
    message.hidden = false;
    done();
  }

  function done() {
    active -= 1;
    settled += 1;
    tell();
    next();
  }

  function tell() {
    summary.textContent = form.dataset.sent.replace('{0}', settled).replace('{1}', total);
    summary.hidden = total === 0;
  }

  input.addEventListener('change', function () {
    add(input.files);
    form.reset();
  });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    add(input.files);
    form.reset();
  });
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
    add(event.dataTransfer.files);
  });
  form.querySelectorAll('[data-without-script]').forEach(function (element) {
    element.hidden = true;
  });
})();
