// Subscriptions, and how they fare: everybody's for operators, who can stop one; else one's own.

import { get, part, post } from '../api.js';
import { el } from '../dom.js';
import { ago, moment, number, reason } from '../format.js';
import { t, textOr } from '../i18n.js';
import { ask } from '../parts/ask.js';
import { filters } from '../parts/filters.js';
import { pagedTable } from '../parts/more.js';
import { pill } from '../parts/pill.js';
import { problemText } from '../parts/problem.js';
import { to } from '../router.js';
import { session } from '../session.js';
import { CODE_PATTERN } from './reasons.js';

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
      { title: t('subscription.types'), cell: (row) => el('ul', { class: 'plain' }, row.types.map((type) => el('li', null, el('code', null, type)))) },
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
      { title: t('organisation'), cell: (row) => row.organisation },
      { title: t('status'), cell: (row) => [pill(row.status), row.statusReason ? [' ', reason(row.statusReason)] : null] },
      { title: t('subscription.pending'), kind: 'number', cell: (row) => known(row.pending, number) },
      { title: t('subscription.oldest'), cell: (row) => known(row.oldestPendingAt, ago) },
      { title: t('subscription.failing'), kind: 'number', cell: (row) => known(row.failureRate, (rate) => `${number(rate * 100)} %`) },
      { title: t('subscription.last-success'), cell: (row) => known(row.lastSuccessAt, ago) },
      ...(session.may('operator:write') ? [{ title: t('subscription.act'), cell: (row) => brake(row, told, context) }] : []),
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
      { title: t('subscription.name'), kind: 'name', cell: named },
      { title: t('subscription.channel'), cell: (row) => [textOr(`channel.${row.channel.kind}`, row.channel.kind), row.channel.endpoint ? [' ', el('code', null, row.channel.endpoint)] : null] },
      ...columns,
    ],
  });
}

/** Only one's own has a page of its own; of others' the dead letters can be seen. */
function named(row) {
  const isOwn = row.organisation === undefined || row.organisation === session.me.organisation;
  return el('a', { href: isOwn ? to(['subscriptions', row.id]) : to(['dead-letters'], { subscriptionId: row.id, status: 'ALL' }) }, row.name);
}

function known(value, shown) {
  return value === null || value === undefined ? '–' : shown(value);
}

function brake(row, told, context) {
  const isSuspended = row.status === 'SUSPENDED';
  const what = isSuspended ? 'resume' : 'suspend';
  const label = t(`subscription.${what}`);
  return el('button', { type: 'button', class: isSuspended ? 'second' : 'grave', 'aria-label': `${label}: ${row.name}`, onclick: async () => {
    const answer = await ask({
      title: t(`subscription.${what}.title`, { name: row.name }),
      text: t(`subscription.${what}.text`),
      confirm: label,
      isGrave: !isSuspended,
      fields: isSuspended ? [] : [{ name: 'reason', label: t('reason'), hint: t('reason.hint'), pattern: CODE_PATTERN, required: true }],
    });
    if (answer === null || context.isLeft) {
      return;
    }
    try {
      await post(`${ALL}/${part(row.id)}/${what}`, isSuspended ? {} : { reason: answer.reason });
      context.announce(t(`subscription.${what}.done`));
      context.again();
    } catch (problem) {
      told.textContent = problemText(problem);
    }
  } }, label);
}
