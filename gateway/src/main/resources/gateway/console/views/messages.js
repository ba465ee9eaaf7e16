// Where is it? By any id: of a message, a conversation, a case, a trace, a key, an address …

import { get } from '../api.js';
import { el, fill } from '../dom.js';
import { code, dash, moment, named } from '../format.js';
import { t, textOr } from '../i18n.js';
import { pagedTable } from '../parts/more.js';
import { problemBox } from '../parts/problem.js';
import { to } from '../router.js';

const PATH = '/v1/operator/search';
const PAGE = 50;

export async function show(context) {
  const field = el('input', { id: 'any-id', type: 'text', required: true, autocomplete: 'off', spellcheck: 'false', maxlength: 255 });
  const found = el('div', { class: 'found' });
  return [
    el('p', { class: 'lead' }, t('messages.lead')),
    el('form', { class: 'finder', role: 'search', 'aria-label': t('page.messages'), onsubmit: (event) => {
      event.preventDefault();
      search(field.value.trim(), found, context);
    } },
    el('div', { class: 'field' }, el('label', { for: 'any-id' }, t('messages.any-id')), field),
    el('button', { type: 'submit' }, t('messages.find'))),
    found,
  ];
}

/** What is looked for may be a case's id: it stands in no address, so that nothing keeps it. */
async function search(q, found, context) {
  try {
    const first = await get(PATH, { q, limit: PAGE }, context.signal);
    if (context.isLeft) {
      return;
    }
    fill(found, pagedTable({
      caption: t('messages.found'),
      empty: t('messages.found.none'),
      first,
      load: (after) => get(PATH, { q, limit: PAGE, after }, context.signal),
      announce: context.announce,
      columns: [
        { title: t('id'), kind: 'name', cell: (row) => linked(row) },
        { title: t('found.kind'), cell: (row) => textOr(`found.${row.kind}`, row.kind) },
        { title: t('found.matched'), cell: (row) => textOr(`found.${row.matched}`, row.matched) },
        { title: t('organisation'), cell: (row) => (row.organisation ? named(row.organisation) : dash()) },
        { title: t('found.at'), cell: (row) => moment(row.at) },
      ],
    }));
    context.announce(t('messages.found.count', { count: first.items.length }));
  } catch (problem) {
    if (!context.isLeft) {
      fill(found, problemBox(problem));
    }
  }
}

function linked(row) {
  const place = PLACES[row.kind]?.(row);
  return place ? el('a', { href: place }, code(row.id)) : code(row.id);
}

const PLACES = {
  MESSAGE: (row) => to(['messages', row.id]),
  DEAD_LETTER: (row) => to(['dead-letters', row.id]),
  SUBSCRIPTION: (row) => to(['dead-letters'], { subscriptionId: row.id, status: 'ALL' }),
  ADDRESS: (row) => to(['addresses', row.id]),
  REPLAY_JOB: () => to(['jobs']),
  DISCARD_JOB: () => to(['jobs']),
  ORGANISATION: (row) => to(['organisations', row.id]),
};
