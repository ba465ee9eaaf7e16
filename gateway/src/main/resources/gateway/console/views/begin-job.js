// Begins a job over everything that a filter names. Before it is asked how fast, it is told how many there are.

import { get, part, post } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { ask } from '../parts/ask.js';
import { problemText } from '../parts/problem.js';
import { go } from '../router.js';
import { discardOptions } from './reasons.js';

const RATE = 100;
const HIGHEST_RATE = 1000;
const PATHS = { replay: '/v1/operator/replays', discard: '/v1/operator/discards' };

/** @param filter the parameters of the list that is shown */
export function jobButtons(filter, context) {
  const told = el('p', { class: 'told', role: 'status' });
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
  const begin = async (what) => {
    try {
      const counted = await post(PATHS[what], { filter: given, dryRun: true, ...(what === 'discard' ? { reason: discardOptions()[0][0] } : {}) });
      const answer = await ask({
        title: t(`jobs.${what}.title`, { count: counted.matched }),
        text: t(counted.complete ? `dead-letter.${what}.text` : `jobs.${what}.more`),
        confirm: t(`dead-letter.${what}`),
        isGrave: what === 'discard',
        fields: [
          ...(what === 'discard' ? [{ name: 'reason', label: t('reason'), options: discardOptions() }] : []),
          { name: 'rate', label: t('jobs.rate'), hint: t('jobs.rate.hint'), type: 'number', min: 1, max: HIGHEST_RATE, value: RATE, required: true },
        ],
      });
      if (answer === null || context.isLeft) {
        return;
      }
      const job = await post(PATHS[what], { filter: given, ratePerSecond: Number(answer.rate), ...(what === 'discard' ? { reason: answer.reason } : {}) });
      // One that is asked for is waited for: then it is in the list, too.
      await get(`${PATHS[what]}/${part(job.id)}`, {}, context.signal);
      go(['jobs']);
    } catch (problem) {
      told.textContent = problemText(problem);
    }
  };
  return el('div', { class: 'acts' },
    el('button', { type: 'button', class: 'second', onclick: () => begin('replay') }, t('jobs.replay')),
    el('button', { type: 'button', class: 'grave', onclick: () => begin('discard') }, t('jobs.discard')),
    told);
}
