// Some rows of a list of dead letters, and what is done with them: one after the other, so that their order is kept.

import { part, post } from '../api.js';
import { el } from '../dom.js';
import { reason } from '../format.js';
import { t } from '../i18n.js';
import { ask } from '../parts/ask.js';
import { problemText } from '../parts/problem.js';
import { discardOptions } from './reasons.js';

export function selection(context) {
  const chosen = new Map();
  const count = el('p', { role: 'status', class: 'count' }, t('selection.none'));
  const replay = el('button', { type: 'button', disabled: true, onclick: () => act('replay') }, t('dead-letter.replay'));
  const discard = el('button', { type: 'button', class: 'second', disabled: true, onclick: () => act('discard') }, t('dead-letter.discard'));
  const progress = el('div', { class: 'progress' });
  const all = el('input', { id: 'choose-all', type: 'checkbox', onchange: () => {
    for (const input of document.querySelectorAll('tbody input[type="checkbox"]')) {
      if (input.checked !== all.checked) {
        input.click();
      }
    }
  } });
  const bar = el('div', { class: 'selection' },
    el('div', { class: 'field check' }, all, el('label', { for: 'choose-all' }, t('selection.all'))),
    count, replay, discard, progress);

  const changed = () => {
    count.textContent = chosen.size === 0 ? t('selection.none') : t('selection.count', { count: chosen.size });
    replay.disabled = chosen.size === 0;
    discard.disabled = chosen.size === 0;
  };

  async function act(what) {
    const answer = await ask({
      title: t(`selection.${what}.title`, { count: chosen.size }),
      text: t(`dead-letter.${what}.text`),
      confirm: t(`dead-letter.${what}`),
      isGrave: what === 'discard',
      fields: what === 'discard' ? [{ name: 'reason', label: t('reason'), options: discardOptions() }] : [],
    });
    if (answer !== null && !context.isLeft) {
      await runThrough(what, [...chosen.keys()].reverse(), answer);
    }
  }

  async function runThrough(what, ids, answer) {
    const run = watched(ids.length);
    progress.replaceChildren(run.element);
    replay.disabled = true;
    discard.disabled = true;
    for (const id of ids) {
      if (run.isStopped || context.isLeft) {
        break;
      }
      try {
        await post(`/v1/operator/dead-letters/${part(id)}/${what}`, what === 'replay' ? { force: false } : { reason: answer.reason });
        run.did();
      } catch (problem) {
        run.failed(id, problem);
      }
    }
    run.end();
  }

  const box = (row) => {
    const input = el('input', { type: 'checkbox', 'aria-label': t('selection.choose', { reason: reason(row.reason), of: row.recipient ?? row.organisation ?? row.id }), onchange: () => {
      if (input.checked) {
        chosen.set(row.id, input);
      } else {
        chosen.delete(row.id);
      }
      changed();
    } });
    return input;
  };
  return { bar, column: { title: t('selection.column'), kind: 'choice', cell: box } };
}

/** A run and how far it is. */
function watched(total) {
  let done = 0;
  let isStopped = false;
  const refused = [];
  const meter = el('progress', { max: total, value: 0, 'aria-label': t('progress') });
  const words = el('p', { role: 'status' });
  const list = el('ul', { class: 'refused' });
  const stop = el('button', { type: 'button', class: 'quiet', onclick: () => {
    isStopped = true;
  } }, t('stop'));
  const tell = (key) => {
    meter.value = done + refused.length;
    words.textContent = t(key, { done, total, refused: refused.length });
  };
  tell('progress.running');
  return {
    element: el('div', { class: 'run' }, meter, words, stop, list),
    get isStopped() {
      return isStopped;
    },
    did() {
      done += 1;
      tell('progress.running');
    },
    failed(id, problem) {
      refused.push(id);
      list.append(el('li', null, el('a', { href: `#/dead-letters/${id}` }, el('code', null, id)), ' ', problemText(problem)));
      tell('progress.running');
    },
    end() {
      stop.remove();
      tell(isStopped ? 'progress.stopped' : 'progress.ended');
    },
  };
}
