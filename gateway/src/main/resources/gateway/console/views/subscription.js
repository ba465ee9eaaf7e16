// One subscription: how it stands, and what its latest attempts met.

import { get, part } from '../api.js';
import { el } from '../dom.js';
import { code, dash, millis, moment, reason } from '../format.js';
import { t, textOr } from '../i18n.js';
import { facts } from '../parts/facts.js';
import { pagedTable } from '../parts/more.js';
import { pill } from '../parts/pill.js';
import { section } from '../parts/section.js';
import { to } from '../router.js';

const PAGE = 50;

export async function show(context) {
  const path = `/v1/subscriptions/${part(context.parts[1])}`;
  const [subscription, attempts] = await Promise.all([
    get(path, {}, context.signal),
    get(`${path}/attempts`, { limit: PAGE }, context.signal),
  ]);
  return [
    el('p', { class: 'subject' }, subscription.name, ' ', pill(subscription.status)),
    facts([
      [t('since'), moment(subscription.statusSince)],
      [t('reason'), subscription.statusReason && reason(subscription.statusReason)],
      [t('subscription.channel'), textOr(`channel.${subscription.channel.kind}`, subscription.channel.kind)],
      [t('subscription.host'), host(subscription.channel.url)],
      [t('subscription.ordering'), textOr(`ordering.${subscription.ordering}`, subscription.ordering)],
      [t('subscription.types'), el('ul', { class: 'plain' }, subscription.types.map((type) => el('li', null, code(type))))],
      [t('id'), code(subscription.id)],
    ]),
    section(t('subscription.attempts'), attemptTable(attempts, path, context)),
  ];
}

/** Scheme and host: the rest of an address may hold a key. */
function host(url) {
  try {
    return url ? new URL(url).origin : null;
  } catch {
    return null;
  }
}

function attemptTable(first, path, context) {
  return pagedTable({
    caption: t('subscription.attempts'),
    empty: t('subscription.attempts.none'),
    first,
    load: (after) => get(`${path}/attempts`, { limit: PAGE, after }, context.signal),
    announce: context.announce,
    columns: [
      { title: t('attempt.at'), kind: 'name', cell: (row) => moment(row.at) },
      { title: t('attempt'), kind: 'number', cell: (row) => String(row.attempt) },
      { title: t('attempt.event'), cell: (row) => code(row.type) },
      { title: t('message'), cell: (row) => (row.messageId ? el('a', { href: to(['messages', row.messageId]) }, code(row.messageId)) : dash()) },
      { title: t('attempt.outcome'), cell: (row) => [textOr(`attempt.${row.outcome}`, row.outcome), row.httpStatus ? ` (${row.httpStatus})` : ''] },
      { title: t('attempt.took'), kind: 'number', cell: (row) => millis(row.durationMillis) },
      { title: t('attempt.then'), cell: (row) => [textOr(`consequence.${row.consequence}`, row.consequence), row.nextAt ? [' ', moment(row.nextAt)] : null] },
    ],
  });
}
