// A form whose answer is the page's address.

import { el, freshId } from '../dom.js';
import { t } from '../i18n.js';
import { go } from '../router.js';

/**
 * @param fields [{ name, label, options, type }]: options [[value, text]] make it a choice, type `time` a local time
 * @param parts the page
 * @param parameters what is filtered by now
 */
export function filters({ fields, parts, parameters }) {
  const form = el('form', { class: 'filters', role: 'search', 'aria-label': t('filter'), onsubmit: (event) => {
    event.preventDefault();
    const given = new FormData(form);
    go(parts, Object.fromEntries(fields.map((field) => [field.name, sent(field, String(given.get(field.name) ?? '').trim())])));
  } },
  el('div', { class: 'fields' }, fields.map((field) => labelled(field, parameters[field.name] ?? field.otherwise ?? ''))),
  el('div', { class: 'buttons' },
    el('button', { type: 'submit' }, t('filter.show')),
    el('button', { type: 'button', class: 'quiet', onclick: () => go(parts) }, t('filter.clear'))));
  return form;
}

function labelled(field, value) {
  const id = freshId(field.name);
  return el('div', { class: 'field' }, el('label', { for: id }, field.label), input(field, id, value));
}

function input(field, id, value) {
  if (field.options) {
    return el('select', { id, name: field.name },
      field.options.map(([option, text]) => el('option', { value: option, selected: option === value }, text)));
  }
  if (field.type === 'time') {
    return el('input', { id, name: field.name, type: 'datetime-local', value: local(value) });
  }
  return el('input', { id, name: field.name, type: 'text', value, autocomplete: 'off', spellcheck: 'false', maxlength: 255 });
}

function sent(field, value) {
  return field.type === 'time' && value !== '' ? new Date(value).toISOString() : value;
}

function local(value) {
  if (value === '') {
    return '';
  }
  const date = new Date(value);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
