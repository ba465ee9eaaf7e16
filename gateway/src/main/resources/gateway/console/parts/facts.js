// Names and what they stand for, one under the other.

import { el } from '../dom.js';

/** @param pairs [[name, node or text]]; a pair without a value is left out */
export function facts(pairs) {
  return el('dl', { class: 'facts' }, pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => el('div', null, el('dt', null, name), el('dd', null, value))));
}
