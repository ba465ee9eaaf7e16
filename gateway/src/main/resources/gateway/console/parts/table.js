// Tables. Where the page is narrow each row becomes a card, and each cell is told what it is; the roles stay a table's.

import { el } from '../dom.js';

/**
 * @param caption what the table shows, for those who do not see where it stands
 * @param columns [{ title, cell(row), kind }]: kind `number` is set to the right, `name` names its row
 * @param empty what is said when there are no rows
 */
export function table({ caption, columns, rows, empty }) {
  if (rows.length === 0) {
    return el('p', { class: 'empty' }, empty);
  }
  return el('table', { role: 'table' },
    el('caption', { class: 'unseen' }, caption),
    el('thead', { role: 'rowgroup' },
      el('tr', { role: 'row' }, columns.map((column) => el('th', { role: 'columnheader', scope: 'col', class: column.kind }, column.title)))),
    el('tbody', { role: 'rowgroup' }, rows.map((row) => line(columns, row))));
}

/** One row. */
export function line(columns, row) {
  return el('tr', { role: 'row' }, columns.map((column) => {
    const isName = column.kind === 'name';
    return el(isName ? 'th' : 'td', {
      role: isName ? 'rowheader' : 'cell',
      scope: isName ? 'row' : null,
      class: column.kind,
      'data-title': column.title,
    }, el('div', null, column.cell(row)));
  }));
}
