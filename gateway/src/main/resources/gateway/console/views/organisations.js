// The books of every organisation, by name.

import { get } from '../api.js';
import { el } from '../dom.js';
import { named, number } from '../format.js';
import { t } from '../i18n.js';
import { table } from '../parts/table.js';
import { to } from '../router.js';
import { sum } from '../scale.js';

export async function show(context) {
  const balance = await get('/v1/operator/balance', {}, context.signal);
  return [
    el('p', { class: 'lead' }, t('organisations.lead')),
    table({
      caption: t('page.organisations'),
      empty: t('organisations.none'),
      rows: balance.organisations,
      columns: [
        { title: t('organisation'), kind: 'name', cell: (row) => el('a', { href: to(['organisations', row.organisation]) }, named(row.organisation)) },
        { title: t('organisations.messages'), kind: 'number', cell: (row) => number(row.accepted.messages) },
        { title: t('organisations.deliveries'), kind: 'number', cell: (row) => number(row.accepted.deliveries) },
        { title: t('organisations.ended'), kind: 'number', cell: (row) => number(sum(row.ended)) },
        { title: t('organisations.under-way'), kind: 'number', cell: (row) => number(sum(row.underWay)) },
        { title: t('trouble.held'), kind: 'number', cell: (row) => number(row.underWay.HELD) },
        { title: t('trouble.missing'), kind: 'number', cell: (row) => number(row.difference) },
      ],
    }),
  ];
}
