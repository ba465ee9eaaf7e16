// Shows what the API refused, in the reader's language where there are words for it.

import { el } from '../dom.js';
import { t, textOr } from '../i18n.js';

export function problemBox(problem) {
  return el('div', { class: 'problem', role: 'alert' }, problemText(problem));
}

/** The same as one sentence. */
export function problemText(problem) {
  const known = textOr(`problem.${problem.code}`, null);
  return known ?? (problem.title === '' ? t('problem.unreachable') : `${problem.title}. ${problem.detail}`);
}
