// Signing in: with a token that one has, or, where the installation gives them away (local mode), at a click.

import { tokenFrom } from '../api.js';
import { el, fill } from '../dom.js';
import { t } from '../i18n.js';
import { languageSwitch } from '../parts/language.js';
import { problemBox } from '../parts/problem.js';

const LOCAL_ORGANISATION = '0203:operator.example.se';
const LOCAL_SCOPE = 'operator:read operator:write audit:read subscriptions:write';

/** @param enter tries a token */
export function signIn({ reason, enter, speak }) {
  const tokenUrl = document.body.dataset.tokenUrl;
  const told = el('div', null, reason ? el('p', { class: 'problem', role: 'alert' }, t(reason)) : null);
  const attempt = async (source) => {
    try {
      await enter(await source());
    } catch (problem) {
      fill(told, problemBox(problem));
    }
  };
  const field = el('input', { id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'token-hint' });
  return el('div', { class: 'door' },
    el('header', { class: 'door-top' }, languageSwitch(speak)),
    el('main', { class: 'door-main' },
      el('img', { src: '/console/icon.svg', alt: '', width: 56, height: 56 }),
      el('h1', { tabindex: '-1' }, t('sign-in.title')),
      el('p', { class: 'lead' }, t('sign-in.lead')),
      told,
      tokenUrl
        ? el('section', { class: 'local' },
          el('p', null, t('sign-in.local.text')),
          el('button', { type: 'button', onclick: () => attempt(() => tokenFrom(tokenUrl, LOCAL_ORGANISATION, LOCAL_SCOPE)) }, t('sign-in.local')))
        : null,
      el('form', { onsubmit: (event) => {
        event.preventDefault();
        attempt(async () => field.value.trim().replace(/^bearer\s+/i, ''));
      } },
      el('div', { class: 'field' },
        el('label', { for: 'token' }, t('sign-in.token')),
        el('p', { class: 'hint', id: 'token-hint' }, t('sign-in.token.hint')),
        field),
      el('button', { type: 'submit', class: tokenUrl ? 'second' : null }, t('sign-in')))));
}
