// Subscriptions: one's own, and how they stand.

import { get } from '../api.js';
import { el } from '../dom.js';
import { moment } from '../format.js';
import { t, textOr } from '../i18n.js';
import { pagedTable } from '../parts/more.js';
import { pill } from '../parts/pill.js';
import { to } from '../router.js';

const PATH = '/v1/subscriptions';
const PAGE = 50;

export async function show(context) {
  const first = await get(PATH, { limit: PAGE }, context.signal);
  return [
    el('p', { class: 'lead' }, t('subscriptions.lead')),
    pagedTable({
      caption: t('page.subscriptions'),
      empty: t('subscriptions.none'),
      first,
      load: (after) => get(PATH, { limit: PAGE, after }, context.signal),
      announce: context.announce,
      columns: [
        { title: t('subscription.name'), kind: 'name', cell: (row) => el('a', { href: to(['subscriptions', row.id]) }, row.name) },
        { title: t('subscription.channel'), cell: (row) => textOr(`channel.${row.channel.kind}`, row.channel.kind) },
        { title: t('subscription.types'), cell: (row) => el('ul', { class: 'plain' }, row.types.map((type) => el('li', null, el('code', null, type)))) },
        { title: t('status'), cell: (row) => pill(row.status) },
        { title: t('since'), cell: (row) => moment(row.statusSince) },
      ],
    }),
  ];
}
