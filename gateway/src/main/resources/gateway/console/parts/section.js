// A part of a page with its heading.

import { el, freshId } from '../dom.js';

export function section(title, ...children) {
  const id = freshId('section');
  return el('section', { class: 'section', 'aria-labelledby': id }, el('h2', { id }, title), children);
}
