// Swedish and English. A text is found by its key; {name} stands for a value; .one and .other for a number.

import { english } from './text/en.js';
import { swedish } from './text/sv.js';

const KEY = 'budkavle.language';
const TEXTS = { en: english, sv: swedish };
// Swedish time is written as in Sweden; English as in Britain, where days come before months as here.
const LOCALES = { en: 'en-GB', sv: 'sv-SE' };

let language = chosen() ?? (document.documentElement.lang === 'sv' ? 'sv' : 'en');
document.documentElement.lang = language;

function chosen() {
  try {
    const stored = localStorage.getItem(KEY);
    return Object.hasOwn(TEXTS, stored ?? '') ? stored : null;
  } catch {
    return null;
  }
}

export const i18n = {
  get language() {
    return language;
  },

  get locale() {
    return LOCALES[language];
  },

  get languages() {
    return Object.keys(TEXTS);
  },

  /** Speaks another language from now on; the page is to be drawn again. */
  speak(wanted) {
    language = wanted;
    document.documentElement.lang = wanted;
    try {
      localStorage.setItem(KEY, wanted);
    } catch {
      // It holds until the page is closed.
    }
  },
};

/** The text of a key. With `count` it is the one for that number. */
export function t(key, values = {}) {
  const texts = TEXTS[language];
  const plural = values.count === undefined ? '' : `.${new Intl.PluralRules(i18n.locale).select(values.count)}`;
  const text = texts[key + plural] ?? texts[`${key}.other`] ?? texts[key];
  if (text === undefined) {
    return key;
  }
  return text.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'count' ? new Intl.NumberFormat(i18n.locale).format(values.count) : String(values[name] ?? '')));
}

/** The text of a key, or something else where there is none: codes of a newer gateway have no text here. */
export function textOr(key, otherwise) {
  return TEXTS[language][key] ?? otherwise;
}
