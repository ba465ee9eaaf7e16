// One organisation: its books, what waits for an operator, and the brake.

import { get, part, post } from '../api.js';
import { el } from '../dom.js';
import { ago, number, status } from '../format.js';
import { t } from '../i18n.js';
import { ask } from '../parts/ask.js';
import { facts } from '../parts/facts.js';
import { pill } from '../parts/pill.js';
import { problemText } from '../parts/problem.js';
import { section } from '../parts/section.js';
import { to } from '../router.js';
import { session } from '../session.js';
import { CODE_PATTERN } from './reasons.js';
import { percent } from './trouble.js';

export async function show(context) {
  const [organisation] = context.parts.slice(1);
  const [balance, health] = await Promise.all([
    get('/v1/operator/balance', {}, context.signal),
    get(`/v1/operator/organisations/${part(organisation)}`, {}, context.signal).catch(unlessUnknown),
  ]);
  const books = balance.organisations.find((each) => each.organisation === organisation);
  return [
    el('p', { class: 'subject' }, organisation),
    session.may('operator:write') ? brake(organisation, context) : null,
    health ? section(t('organisation.health'), fares(health)) : null,
    books ? account(books) : el('p', { class: 'empty' }, t('organisation.no-books')),
    el('p', null, el('a', { href: to(['dead-letters'], { organisation, status: 'OPEN' }) }, t('organisation.dead-letters'))),
  ];
}

/** Whoever has only received is not known as a sender. */
function unlessUnknown(problem) {
  if (problem.code === 'not-found') {
    return null;
  }
  throw problem;
}

function fares(health) {
  return facts([
    [t('status'), pill(health.state)],
    [t('since'), health.since && ago(health.since)],
    [t('health.accepted-at'), health.lastAcceptedAt && ago(health.lastAcceptedAt)],
    [t('health.delivered-at'), health.lastDeliveredAt && ago(health.lastDeliveredAt)],
    [t('health.rate'), percent(health.failureRate)],
    [t('health.in-row'), number(health.failuresInRow)],
    [t('health.undelivered'), number(health.undelivered)],
    [t('health.oldest'), health.oldestUndeliveredAt && ago(health.oldestUndeliveredAt)],
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

function brake(organisation, context) {
  const told = el('p', { class: 'told', role: 'status' });
  const act = async (what, isGrave) => {
    const answer = await ask({
      title: t(`organisation.${what}.title`, { organisation }),
      text: t(`organisation.${what}.text`),
      confirm: t(`organisation.${what}`),
      isGrave,
      fields: [{ name: 'reason', label: t('reason.optional'), hint: t('reason.hint'), pattern: CODE_PATTERN }],
    });
    if (answer === null || context.isLeft) {
      return;
    }
    try {
      await post(`/v1/operator/organisations/${part(organisation)}/${what}`, answer.reason ? { reason: answer.reason } : {});
      told.textContent = t(`organisation.${what}.done`);
    } catch (problem) {
      told.textContent = problemText(problem);
    }
  };
  return el('div', { class: 'acts' },
    el('button', { type: 'button', class: 'grave', onclick: () => act('suspend', true) }, t('organisation.suspend')),
    el('button', { type: 'button', class: 'second', onclick: () => act('resume', false) }, t('organisation.resume')),
    told);
}
