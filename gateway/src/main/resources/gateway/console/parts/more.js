// Long lists: the next page goes below the one that is shown, and the focus to its first row.

import { el } from '../dom.js';
import { t } from '../i18n.js';
import { problemBox } from './problem.js';
import { line, table } from './table.js';

/**
 * @param load asks for the page after a cursor: { items, next }
 * @param first the first page
 */
export function pagedTable({ caption, columns, empty, first, load, announce }) {
  const shown = table({ caption, columns, rows: first.items, empty });
  const body = shown.querySelector('tbody');
  let next = first.next;
  const button = el('button', { type: 'button', class: 'quiet', onclick: async () => {
    button.disabled = true;
    try {
      const page = await load(next);
      next = page.next;
      const rows = page.items.map((item) => line(columns, item));
      body.append(...rows);
      button.hidden = next === null;
      announce(t('more.loaded', { count: rows.length }));
      rows[0]?.querySelector('a, button, input')?.focus();
    } catch (problem) {
      button.after(problemBox(problem));
    } finally {
      button.disabled = false;
    }
  } }, t('more'));
  button.hidden = next === null || body === null;
  return el('div', { class: 'list' }, shown, el('div', { class: 'more' }, button));
}
