// A question with a field, and a picture of the program.

import { h } from '../dom.js';
import { button, drawer } from '../parts.js';

/** Asks for a text; the promise is of the text, or null when it is called off. */
export function askText({ title, label, value, hint, action }) {
  return new Promise((resolve) => {
    const field = h('input.field', { type: 'text', value, required: true, maxlength: 200, spellcheck: 'false',
      autocomplete: 'off' });
    const yes = h('button.button.primary', { type: 'submit', text: action });
    const no = button({ label: 'Cancel' });
    const form = h('form', { method: 'dialog' }, h('h2', { text: title }),
      h('label.ask', null, h('span', { text: label }), field, h('small', { text: hint })),
      h('div.confirm-actions', null, no, yes));
    const dialog = h('dialog.confirm', { 'aria-label': title }, form);
    let answer = null;
    form.addEventListener('submit', () => { answer = field.value.trim(); });
    no.addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer || null);
    });
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
    const ending = value.lastIndexOf('.');
    field.setSelectionRange(0, ending > 0 ? ending : value.length);
  });
}

/** Shows a picture that the program draws. */
export function showPicture(title, url) {
  const trouble = h('p.muted', { text: 'There is no picture yet. Try again when more has been heard.', hidden: true });
  const waiting = h('p.muted', { text: 'Drawing …', role: 'status' });
  const image = h('img.program-picture', { alt: title });
  image.addEventListener('load', () => {
    waiting.hidden = true;
  });
  image.addEventListener('error', () => {
    waiting.hidden = true;
    image.hidden = true;
    trouble.hidden = false;
  });
  image.src = url;
  return drawer(title, waiting, image, trouble);
}
