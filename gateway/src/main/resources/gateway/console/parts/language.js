// Changes the language. Each is named in itself, as whoever looks for it reads no other.

import { el } from '../dom.js';
import { i18n, t } from '../i18n.js';

const NAMES = { sv: 'Svenska', en: 'English' };

export function languageSwitch(speak) {
  return el('div', { class: 'languages', role: 'group', 'aria-label': t('language') },
    i18n.languages.toSorted().reverse().map((language) => el('button', {
      type: 'button',
      class: 'quiet',
      lang: language,
      'aria-pressed': String(language === i18n.language),
      onclick: () => speak(language),
    }, NAMES[language])));
}
