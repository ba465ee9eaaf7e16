// Subscriptions, and how they fare: everybody's for operators, who can stop one; else one's own.

import { get, part } from '../api.js';
import { el } from '../dom.js';
import { ago, code, dash, moment, named, number, reason } from '../format.js';
import { t, textOr } from '../i18n.js';
import { brake } from '../parts/brake.js';
import { filters } from '../parts/filters.js';
import { pagedTable } from '../parts/more.js';
import { pill } from '../parts/pill.js';
import { to } from '../router.js';
import { session } from '../session.js';

const OWN = '/v1/subscriptions';
const ALL = '/v1/operator/subscriptions';
const PAGE = 50;
const STATUSES = ['PENDING', 'ACTIVE', 'PAUSED', 'SUSPENDED'];

export async function show(context) {
  return session.may('operator:read') ? all(context) : own(context);
}

async function own(context) {
  const first = await get(OWN, { limit: PAGE }, context.signal);
  return [
    el('p', { class: 'lead' }, t('subscriptions.lead')),
    list(context, OWN, {}, first, [
      { title: t('subscription.types'), cell: (row) => el('ul', { class: 'plain' }, row.types.map((type) => el('li', null, code(type)))) },
      { title: t('status'), cell: (row) => pill(row.status) },
      { title: t('since'), cell: (row) => moment(row.statusSince) },
    ]),
  ];
}

async function all(context) {
  const wanted = { status: context.parameters.status, organisation: context.parameters.organisation };
  const first = await get(ALL, { ...wanted, limit: PAGE }, context.signal);
  const told = el('p', { class: 'told', role: 'status' });
  return [
    el('p', { class: 'lead' }, t('subscriptions.lead')),
    filters({
      fields: [
        { name: 'status', label: t('status'), options: [['', t('filter.any')], ...STATUSES.map((each) => [each, t(`status.${each}`)])] },
        { name: 'organisation', label: t('organisation') },
      ],
      parts: ['subscriptions'],
      parameters: context.parameters,
    }),
    told,
    list(context, ALL, wanted, first, [
      { title: t('organisation'), cell: (row) => el('a', { href: to(['organisations', row.organisation]) }, named(row.organisation)) },
      { title: t('status'), cell: (row) => [pill(row.status), row.statusReason ? [' ', reason(row.statusReason)] : null] },
      { title: t('subscription.pending'), kind: 'number', cell: (row) => known(row.pending, number) },
      { title: t('subscription.oldest'), cell: (row) => known(row.oldestPendingAt, ago) },
      { title: t('subscription.failing'), kind: 'number', cell: (row) => known(row.failureRate, (rate) => `${number(rate * 100)} %`) },
      { title: t('subscription.last-success'), cell: (row) => known(row.lastSuccessAt, ago) },
      ...(session.may('operator:write') ? [{ title: t('subscription.act'), cell: (row) => act(row, told, context) }] : []),
    ]),
  ];
}

function list(context, path, wanted, first, columns) {
  return pagedTable({
    caption: t('page.subscriptions'),
    empty: t(path === ALL ? 'subscriptions.none-of-filter' : 'subscriptions.none'),
    first,
    load: (after) => get(path, { ...wanted, limit: PAGE, after }, context.signal),
    announce: context.announce,
    columns: [
      { title: t('subscription.name'), kind: 'name', cell: titled },
      { title: t('subscription.channel'), cell: (row) => [textOr(`channel.${row.channel.kind}`, row.channel.kind), row.channel.endpoint ? [' ', code(row.channel.endpoint)] : null] },
      ...columns,
    ],
  });
}

/** Only one's own has a page of its own; of others' the dead letters can be seen. */
function titled(row) {
  const isOwn = row.organisation === undefined || row.organisation === session.me.organisation;
  return el('a', { href: isOwn ? to(['subscriptions', row.id]) : to(['dead-letters'], { subscriptionId: row.id, status: 'ALL' }) }, row.name);
}

function known(value, shown) {
  return value === null || value === undefined ? dash() : shown(value);
}

function act(row, told, context) {
  const what = row.status === 'SUSPENDED' ? 'resume' : 'suspend';
  const done = (words) => {
    context.announce(words);
    context.again();
  };
  return brake({ what, kind: 'subscription', name: row.name, path: `${ALL}/${part(row.id)}`, reason: what === 'suspend' ? 'required' : null, told, context, done });
}
