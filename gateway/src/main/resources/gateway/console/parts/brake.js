// The brake: asks, with a reason where one is wanted, and then suspends or resumes what a path names.

import { post } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { ask } from './ask.js';
import { problemText } from './problem.js';

/** What a code looks like, for the browser to check. */
const CODE_PATTERN = '[a-z0-9]+(-[a-z0-9]+)*';

/**
 * @param what `suspend` or `resume`
 * @param kind what it is, such as `address`: `{kind}.suspend.text` says what will happen
 * @param name what is meant, for people
 * @param path its own, under which both acts lie
 * @param reason `required`, `optional` or null
 * @param told where a refusal is told
 * @param done what then
 */
export function brake({ what, kind, name, path, reason, told, context, done }) {
  const isGrave = what === 'suspend';
  const label = t(`brake.${what}`);
  const field = { name: 'reason', label: t(reason === 'optional' ? 'reason.optional' : 'reason'), hint: t('reason.hint'), pattern: CODE_PATTERN, required: reason === 'required' };
  return el('button', { type: 'button', class: isGrave ? 'grave' : 'second', 'aria-label': `${label}: ${name}`, onclick: async () => {
    const answer = await ask({ title: t(`brake.${what}.title`, { name }), text: t(`${kind}.${what}.text`), confirm: label, isGrave, fields: reason ? [field] : [] });
    if (answer === null || context.isLeft) {
      return;
    }
    try {
      await post(`${path}/${what}`, answer.reason ? { reason: answer.reason } : {});
      done(t(`brake.${what}.done`));
    } catch (problem) {
      told.textContent = problemText(problem);
    }
  } }, label);
}
