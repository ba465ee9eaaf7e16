// One dead letter: where it is, why, what to do about it, and the two things one can do.

import { get, part, post } from '../api.js';
import { el } from '../dom.js';
import { code, explanation, moment, number, reason } from '../format.js';
import { t } from '../i18n.js';
import { ask } from '../parts/ask.js';
import { facts } from '../parts/facts.js';
import { pill } from '../parts/pill.js';
import { problemText } from '../parts/problem.js';
import { to } from '../router.js';
import { session } from '../session.js';
import { discardOptions } from './reasons.js';

export async function show(context) {
  const path = `/v1/operator/dead-letters/${part(context.parts[1])}`;
  const letter = await get(path, {}, context.signal);
  return [
    el('p', { class: 'subject' }, reason(letter.reason), ' ', pill(letter.status)),
    el('p', { class: 'lead' }, explanation(letter.reason, letter.explanation)),
    session.may('operator:write') ? acts(letter, path, context) : null,
    facts([
      [t('message'), letter.messageId && el('a', { href: to(['messages', letter.messageId]) }, code(letter.messageId))],
      [t('recipient'), letter.recipient],
      [t('subscription'), letter.subscriptionId && el('a', { href: to(['subscriptions', letter.subscriptionId]) }, code(letter.subscriptionId))],
      [t('organisation'), letter.organisation && el('a', { href: to(['organisations', letter.organisation]) }, letter.organisation)],
      [t('stage'), letter.stage && t(`stage.${letter.stage}`)],
      [t('failed.first'), letter.firstFailedAt && moment(letter.firstFailedAt)],
      [t('failed'), moment(letter.failedAt)],
      [t('attempts'), number(letter.attempts)],
      [t('replays'), number(letter.replays)],
      [t('outcome'), letter.outcome && pill(letter.outcome)],
      [t('position'), code(`${letter.topic} / ${letter.partition} / ${letter.offset}`)],
      [t('id'), code(letter.id)],
      [t('previous'), letter.previous && el('a', { href: to(['dead-letters', letter.previous]) }, code(letter.previous))],
      [t('successor'), letter.successor && el('a', { href: to(['dead-letters', letter.successor]) }, code(letter.successor))],
    ]),
  ];
}

function acts(letter, path, context) {
  const told = el('p', { class: 'told', role: 'status' });
  const act = async (what, question, body) => {
    const answer = await ask({ text: t(`dead-letter.${what}.text`), confirm: t(`dead-letter.${what}`), title: t(`dead-letter.${what}.title`), ...question });
    if (answer === null || context.isLeft) {
      return;
    }
    try {
      await post(`${path}/${what}`, body(answer));
      told.textContent = t(`dead-letter.${what}.done`);
      context.repeat(async () => {
        const now = await get(path, {}, context.signal);
        if (now.status !== letter.status || now.replays !== letter.replays) {
          context.again();
        }
      }, 500);
    } catch (problem) {
      told.textContent = problemText(problem);
    }
  };
  const force = letter.status === 'REPLAYED' ? [{ name: 'force', type: 'check', label: t('dead-letter.force') }] : [];
  return el('div', { class: 'acts' },
    letter.status === 'DISCARDED' ? null : el('button', {
      type: 'button',
      onclick: () => act('replay', { fields: force }, (answer) => ({ force: answer.force === 'true' })),
    }, t('dead-letter.replay')),
    letter.status === 'OPEN' ? el('button', {
      type: 'button',
      class: 'second',
      onclick: () => act('discard', { isGrave: true, fields: [{ name: 'reason', label: t('reason'), options: discardOptions() }] }, (answer) => ({ reason: answer.reason })),
    }, t('dead-letter.discard')) : null,
    told);
}
