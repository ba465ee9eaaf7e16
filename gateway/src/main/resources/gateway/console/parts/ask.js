// Asks before something is done. A real dialog: it holds the focus, Escape leaves it, and the focus goes back.

import { el, freshId } from '../dom.js';
import { t } from '../i18n.js';

/**
 * @param title the question
 * @param text what will happen
 * @param fields [{ name, label, options, type, value, hint }]: type `check` is a box to tick
 * @param confirm the word on the button that does it
 * @return what was filled in, or null if it was left
 */
export function ask({ title, text, fields = [], confirm, isGrave = false }) {
  return new Promise((resolve) => {
    const heading = freshId('question');
    let answer = null;
    const form = el('form', { onsubmit: (event) => {
      event.preventDefault();
      answer = Object.fromEntries(new FormData(form));
      dialog.close();
    } },
    el('h2', { id: heading }, title),
    text ? el('p', null, text) : null,
    fields.map(labelled),
    el('div', { class: 'buttons' },
      el('button', { type: 'submit', class: isGrave ? 'grave' : null }, confirm),
      el('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, t('cancel'))));
    const dialog = el('dialog', { 'aria-labelledby': heading, onclose: () => {
      dialog.remove();
      resolve(answer);
    } }, form);
    document.body.append(dialog);
    dialog.showModal();
  });
}

function labelled(field) {
  const id = freshId(field.name);
  if (field.type === 'check') {
    return el('div', { class: 'field check' },
      el('input', { id, name: field.name, type: 'checkbox', value: 'true', checked: field.value === true }), el('label', { for: id }, field.label));
  }
  const hint = field.hint ? el('p', { id: `${id}-hint`, class: 'hint' }, field.hint) : null;
  return el('div', { class: 'field' }, el('label', { for: id }, field.label), hint,
    field.options
      ? el('select', { id, name: field.name }, field.options.map(([value, text]) => el('option', { value, selected: value === field.value }, text)))
      : el('input', {
        id,
        name: field.name,
        type: field.type ?? 'text',
        value: field.value ?? '',
        required: field.required === true,
        pattern: field.pattern,
        min: field.min,
        max: field.max,
        autocomplete: 'off',
        'aria-describedby': hint ? hint.id : null,
      }));
}
