// Dead letters: what waits for an operator, by filter; some or all that are shown go again at once.

import { get } from '../api.js';
import { el } from '../dom.js';
import { ago, code, dash, named, reason } from '../format.js';
import { t } from '../i18n.js';
import { filters } from '../parts/filters.js';
import { pagedTable } from '../parts/more.js';
import { pill } from '../parts/pill.js';
import { to } from '../router.js';
import { session } from '../session.js';
import { jobButtons } from './begin-job.js';
import { reasonOptions } from './reasons.js';
import { selection } from './selection.js';

const PATH = '/v1/operator/dead-letters';
const PAGE = 50;
const STATUSES = ['OPEN', 'REPLAYED', 'DISCARDED', 'EXPIRED'];

export async function show(context) {
  const parameters = { status: 'OPEN', ...context.parameters };
  const wanted = { ...parameters, status: parameters.status === 'ALL' ? '' : parameters.status, limit: PAGE };
  const first = await get(PATH, wanted, context.signal);
  const chosen = session.may('operator:write') && first.items.length > 0 ? selection(context) : null;
  return [
    filters({ fields: fields(), parts: ['dead-letters'], parameters }),
    chosen && parameters.status === 'OPEN' ? jobButtons(filterOf(wanted), context) : null,
    chosen?.bar,
    pagedTable({
      caption: t('page.dead-letters'),
      empty: t('dead-letters.none'),
      columns: [...(chosen ? [chosen.column] : []), ...columns()],
      first,
      load: (after) => get(PATH, { ...wanted, after }, context.signal),
      announce: context.announce,
    }),
  ];
}

/** What the list is limited to, without its page. */
function filterOf({ limit, ...filter }) {
  return filter;
}

function fields() {
  return [
    { name: 'status', label: t('status'), options: [...STATUSES.map((each) => [each, t(`status.${each}`)]), ['ALL', t('filter.any')]] },
    { name: 'reason', label: t('reason'), options: reasonOptions() },
    { name: 'organisation', label: t('organisation') },
    { name: 'messageId', label: t('message-id') },
    { name: 'recipient', label: t('recipient') },
    { name: 'subscriptionId', label: t('subscription-id') },
    { name: 'topic', label: t('topic') },
    { name: 'from', label: t('filter.from'), type: 'time' },
    { name: 'to', label: t('filter.to'), type: 'time' },
  ];
}

function columns() {
  return [
    { title: t('reason'), kind: 'name', cell: (row) => el('a', { href: to(['dead-letters', row.id]) }, reason(row.reason)) },
    { title: t('organisation'), cell: (row) => (row.organisation ? named(row.organisation) : dash()) },
    { title: t('concerns'), cell: (row) => (row.recipient ? named(row.recipient) : null) ?? (row.subscriptionId ? el('a', { href: to(['subscriptions', row.subscriptionId]) }, code(row.subscriptionId)) : row.topic) },
    { title: t('attempts'), kind: 'number', cell: (row) => String(row.attempts) },
    { title: t('failed'), cell: (row) => ago(row.failedAt) },
    { title: t('status'), cell: (row) => pill(row.status) },
  ];
}
