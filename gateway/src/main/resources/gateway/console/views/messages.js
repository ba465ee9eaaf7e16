// Where is this message? By its id.

import { el } from '../dom.js';
import { t } from '../i18n.js';
import { go } from '../router.js';

export async function show() {
  const field = el('input', { id: 'message-id', type: 'text', required: true, autocomplete: 'off', spellcheck: 'false', maxlength: 64 });
  return [
    el('p', { class: 'lead' }, t('messages.lead')),
    el('form', { class: 'finder', role: 'search', 'aria-label': t('page.messages'), onsubmit: (event) => {
      event.preventDefault();
      go(['messages', field.value.trim()]);
    } },
    el('div', { class: 'field' }, el('label', { for: 'message-id' }, t('message-id')), field),
    el('button', { type: 'submit' }, t('messages.show'))),
  ];
}
