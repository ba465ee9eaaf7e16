// The audit: who did, or tried to do, what. Everybody's for operators, else one's own.

import { get } from '../api.js';
import { el } from '../dom.js';
import { code, moment, named } from '../format.js';
import { t, textOr } from '../i18n.js';
import { filters } from '../parts/filters.js';
import { pagedTable } from '../parts/more.js';
import { pill } from '../parts/pill.js';
import { session } from '../session.js';

const PAGE = 50;
const OUTCOMES = ['DONE', 'REFUSED', 'FAILED'];

export async function show(context) {
  const path = session.may('operator:read') ? '/v1/operator/audit' : '/v1/audit';
  const wanted = { ...context.parameters, limit: PAGE };
  const first = await get(path, wanted, context.signal);
  return [
    el('p', { class: 'lead' }, t('audit.lead')),
    filters({ fields: fields(), parts: ['audit'], parameters: context.parameters }),
    pagedTable({
      caption: t('page.audit'),
      empty: t('audit.none'),
      first,
      load: (after) => get(path, { ...wanted, after }, context.signal),
      announce: context.announce,
      columns: [
        { title: t('audit.at'), kind: 'name', cell: (row) => moment(row.at) },
        { title: t('organisation'), cell: (row) => named(row.organisation) },
        { title: t('audit.actor'), cell: (row) => code(row.actor) },
        { title: t('audit.action'), cell: (row) => textOr(`action.${row.action}`, row.action) },
        { title: t('audit.entity'), cell: (row) => code(row.entityId) },
        { title: t('audit.outcome'), cell: (row) => [pill(row.outcome), row.code ? [' ', code(row.code)] : null] },
        { title: t('audit.from'), cell: (row) => code(row.from) },
      ],
    }),
  ];
}

function fields() {
  return [
    ...(session.may('operator:read') ? [{ name: 'organisation', label: t('organisation') }] : []),
    { name: 'actor', label: t('audit.actor') },
    { name: 'action', label: t('audit.action.code') },
    { name: 'entityId', label: t('audit.entity') },
    { name: 'outcome', label: t('audit.outcome'), options: [['', t('filter.any')], ...OUTCOMES.map((each) => [each, t(`status.${each}`)])] },
    { name: 'from', label: t('audit.from-time'), type: 'time' },
    { name: 'to', label: t('audit.to-time'), type: 'time' },
  ];
}
