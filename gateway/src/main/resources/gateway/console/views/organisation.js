// One organisation: its books, what waits for an operator, and the brake.

import { get, orNull, part } from '../api.js';
import { el } from '../dom.js';
import { ago, code, dash, named, number, span, status } from '../format.js';
import { t, textOr } from '../i18n.js';
import { brake } from '../parts/brake.js';
import { facts } from '../parts/facts.js';
import { pagedTable } from '../parts/more.js';
import { pill } from '../parts/pill.js';
import { section } from '../parts/section.js';
import { to } from '../router.js';
import { session } from '../session.js';
import { percent } from './trouble.js';

const PAGE = 50;

export async function show(context) {
  const [organisation] = context.parts.slice(1);
  const addresses = (after) => get('/v1/addresses', { organisation, limit: PAGE, after }, context.signal);
  const [balance, health, first] = await Promise.all([
    get('/v1/operator/balance', {}, context.signal),
    // Whoever has only received is not known as a sender, and an installation may not look at how organisations fare.
    get(`/v1/operator/organisations/${part(organisation)}`, {}, context.signal).catch(orNull),
    addresses(),
  ]);
  // Who is known nowhere was never suspended.
  const isSuspended = health?.status === 'SUSPENDED';
  const books = balance.organisations.find((each) => each.organisation === organisation);
  return [
    el('p', { class: 'subject' }, named(organisation), ' ', pill(isSuspended ? 'SUSPENDED' : 'ACTIVE')),
    session.may('operator:write') ? acts(organisation, isSuspended, context) : null,
    isSuspended && health.statusReason ? facts([[t('address.why'), code(health.statusReason)]]) : null,
    el('p', null, el('a', { href: to(['dead-letters'], { organisation, status: 'OPEN' }) }, t('organisation.dead-letters'))),
    section(t('organisation.health'), health?.state ? fares(health) : el('p', { class: 'empty' }, t(books ? 'organisation.health.unknown' : 'organisation.no-books'))),
    books ? account(books) : null,
    section(t('organisation.addresses'), addressTable(first, addresses, context)),
  ];
}

function fares(health) {
  return facts([
    [t('status'), pill(health.state)],
    [t('health.since'), health.since && ago(health.since)],
    [t('health.accepted-at'), health.lastAcceptedAt && ago(health.lastAcceptedAt)],
    [t('health.delivered-at'), health.lastDeliveredAt && ago(health.lastDeliveredAt)],
    [t('health.lag'), health.lag && span(health.lag)],
    [t('health.rate'), percent(health.failureRate)],
    [t('health.in-row'), number(health.failuresInRow)],
    [t('health.undelivered'), number(health.undelivered)],
    [t('health.oldest'), health.oldestUndeliveredAt && ago(health.oldestUndeliveredAt)],
    [t('health.gap'), health.medianGap && span(health.medianGap)],
    [t('health.silent-after'), health.silentAfter && span(health.silentAfter)],
  ]);
}

function account(books) {
  return el('div', { class: 'columns' },
    section(t('organisation.accepted'), facts([
      [t('organisations.messages'), number(books.accepted.messages)],
      [t('organisations.deliveries'), number(books.accepted.deliveries)],
      [t('trouble.missing'), number(books.difference)],
    ])),
    section(t('organisation.under-way'), facts(counts(books.underWay))),
    section(t('organisation.ended'), facts(counts(books.ended))));
}

function counts(object) {
  return Object.entries(object).map(([name, count]) => [status(name), number(count)]);
}

function acts(organisation, isSuspended, context) {
  const told = el('p', { class: 'told', role: 'status' });
  const done = (words) => {
    context.announce(words);
    context.again();
  };
  const what = isSuspended ? 'resume' : 'suspend';
  return el('div', { class: 'acts' },
    brake({ what, kind: 'organisation', name: organisation, path: `/v1/operator/organisations/${part(organisation)}`, reason: 'optional', told, context, done }),
    told);
}

function addressTable(first, load, context) {
  return pagedTable({
    caption: t('organisation.addresses'),
    empty: t('organisation.addresses.none'),
    first,
    load,
    announce: context.announce,
    columns: [
      { title: t('address'), kind: 'name', cell: (row) => el('a', { href: to(['addresses', row.address]) }, named(row.address)) },
      { title: t('address.name'), cell: (row) => row.displayName ?? dash() },
      { title: t('address.kind'), cell: (row) => textOr(`address.${row.kind}`, row.kind) },
      { title: t('status'), cell: (row) => pill(row.status) },
    ],
  });
}
