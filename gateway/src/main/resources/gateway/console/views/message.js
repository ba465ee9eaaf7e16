// A message's life as a time line: how it stands with each recipient, and every step that led there. Never what is in it.

import { get, part } from '../api.js';
import { el } from '../dom.js';
import { code, dash, moment, named, reason, status } from '../format.js';
import { t, textOr } from '../i18n.js';
import { facts } from '../parts/facts.js';
import { pill } from '../parts/pill.js';
import { section } from '../parts/section.js';
import { table } from '../parts/table.js';
import { to } from '../router.js';

export async function show(context) {
  const message = await get(`/v1/operator/messages/${part(context.parts[1])}`, {}, context.signal);
  return [
    el('p', { class: 'subject' }, code(message.messageId)),
    facts([
      [t('message.accepted'), moment(message.acceptedAt)],
      [t('message.sender'), message.sender],
      [t('message.type'), message.type && code(message.type)],
      [t('message.priority'), message.priority && textOr(`priority.${message.priority}`, message.priority)],
      [t('message.conversation'), code(message.conversationId)],
      [t('message.reference'), message.senderMessageId && code(message.senderMessageId)],
      [t('message.not-before'), message.notBefore && moment(message.notBefore)],
      [t('message.expires'), message.expiresAt && moment(message.expiresAt)],
    ]),
    section(t('message.deliveries'), deliveries(message)),
    message.retries?.length === 0 ? null : section(t('message.retries'), retries(message.retries)),
    section(t('message.steps'), steps(message.events ?? [])),
  ];
}

function deliveries(message) {
  return table({
    caption: t('message.deliveries'),
    empty: t('message.deliveries.none'),
    rows: message.deliveries,
    columns: [
      { title: t('recipient'), kind: 'name', cell: (row) => named(row.recipient) },
      { title: t('status'), cell: (row) => pill(row.status) },
      { title: t('since'), cell: (row) => moment(row.updatedAt) },
      { title: t('reason'), cell: (row) => why(row.reason) ?? dash() },
      { title: t('message.next'), cell: (row) => next(row, message) },
    ],
  });
}

/** What comes next, and until when: nothing waits for ever. */
function next(row, message) {
  const what = textOr(`next.${row.status}`, null);
  if (what === null) {
    return dash();
  }
  const until = row.status === 'SCHEDULED' ? message.notBefore : message.expiresAt;
  return [
    row.status === 'HELD'
      ? el('a', { href: to(['dead-letters'], { messageId: message.messageId, status: 'OPEN' }) }, what)
      : what,
    until ? [' ', t(row.status === 'SCHEDULED' ? 'next.at' : 'next.until'), ' ', moment(until)] : null,
  ];
}

/** Whom the message is yet to be told to again, and when. Null: whoever pushes cannot be asked now. */
function retries(waiting) {
  if (!waiting) {
    return el('p', { class: 'empty' }, t('message.retries.unknown'));
  }
  return table({
    caption: t('message.retries'),
    empty: '',
    rows: waiting,
    columns: [
      { title: t('subscription'), kind: 'name', cell: (row) => el('a', { href: to(['dead-letters'], { subscriptionId: row.subscriptionId }) }, code(row.subscriptionId)) },
      { title: t('organisation'), cell: (row) => named(row.organisation) },
      { title: t('message.retries.event'), cell: (row) => code(row.eventType) },
      { title: t('message.next'), cell: (row) => [t('message.retry', { retry: row.retry, of: row.of }), ' ', moment(row.nextAt)] },
      { title: t('status'), cell: (row) => pill(row.subscriptionStatus) },
    ],
  });
}

function steps(events) {
  if (events.length === 0) {
    return el('p', { class: 'empty' }, t('message.steps.none'));
  }
  return el('ol', { class: 'time-line' }, events.map((event) => el('li', { class: tone(event.type) },
    el('p', { class: 'when' }, moment(event.at)),
    el('div', null,
      el('p', { class: 'what' }, textOr(`step.${event.type}`, status(event.type)), event.recipient ? [' ', el('span', { class: 'whom' }, event.recipient)] : null),
      el('p', { class: 'who' }, event.actor ? t('step.by', { actor: event.actor }) : t('step.by-backbone')),
      event.reason ? el('p', { class: 'why' }, why(event.reason)) : null))));
}

/** A code of the closed list in words; a recipient's own as it is. */
function why(given) {
  return given ? el('span', null, reason(given.code), ' ', el('span', { class: 'origin' }, textOr(`origin.${given.origin}`, given.origin))) : null;
}

function tone(type) {
  return { HELD: 'bad', UNDELIVERABLE: 'bad', REJECTED: 'warn', EXPIRED: 'warn', ACKNOWLEDGED: 'good' }[type] ?? 'plain';
}
