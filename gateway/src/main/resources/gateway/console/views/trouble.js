// Who is in trouble: organisations whose books do not balance, whose messages wait, fail or are late, or that fell silent.

import { el } from '../dom.js';
import { ago, code, dash, named, number } from '../format.js';
import { t } from '../i18n.js';
import { pill } from '../parts/pill.js';
import { table } from '../parts/table.js';
import { to } from '../router.js';

/** The organisations in trouble, the worst first. */
export function troubled(balance) {
  const late = new Map();
  balance.overdue.forEach((each) => late.set(each.organisation, (late.get(each.organisation) ?? 0) + 1));
  return balance.organisations
    .map((each) => ({ ...each, missing: Math.abs(each.difference), held: each.underWay.HELD, late: late.get(each.organisation) ?? 0 }))
    .filter((each) => each.missing + each.held + each.late > 0)
    .toSorted((a, b) => b.missing - a.missing || b.held - a.held || b.late - a.late);
}

export function troubledTable(rows) {
  return table({
    caption: t('overview.trouble'),
    empty: t('trouble.none'),
    rows,
    columns: [
      { title: t('organisation'), kind: 'name', cell: (row) => el('a', { href: to(['organisations', row.organisation]) }, named(row.organisation)) },
      { title: t('trouble.missing'), kind: 'number', cell: (row) => number(row.missing) },
      { title: t('trouble.held'), kind: 'number', cell: (row) => (row.held === 0 ? number(0)
        : el('a', { href: to(['dead-letters'], { organisation: row.organisation, status: 'OPEN' }), 'aria-label': t('trouble.held.link', { count: row.held, organisation: row.organisation }) }, number(row.held))) },
      { title: t('trouble.late'), kind: 'number', cell: (row) => number(row.late) },
    ],
  });
}

/** Those of which operators were told; they come first in the list. */
export function unwellTable(healths) {
  return table({
    caption: t('overview.unwell'),
    empty: t('trouble.none'),
    rows: healths.filter((each) => each.state !== 'OK'),
    columns: [
      { title: t('organisation'), kind: 'name', cell: (row) => el('a', { href: to(['organisations', row.organisation]) }, named(row.organisation)) },
      { title: t('status'), cell: (row) => pill(row.state) },
      { title: t('health.since'), cell: (row) => ago(row.since) },
      { title: t('health.delivered-at'), cell: (row) => (row.lastDeliveredAt ? ago(row.lastDeliveredAt) : dash()) },
      { title: t('health.rate'), kind: 'number', cell: (row) => percent(row.failureRate) },
    ],
  });
}

export function percent(rate) {
  return rate === null ? dash() : `${number(rate * 100)} %`;
}

export function overdueTable(rows) {
  return table({
    caption: t('overview.overdue.title'),
    empty: t('trouble.none'),
    rows,
    columns: [
      { title: t('message'), kind: 'name', cell: (row) => el('a', { href: to(['messages', row.messageId]) }, code(row.messageId)) },
      { title: t('recipient'), cell: (row) => named(row.recipient) },
      { title: t('organisation'), cell: (row) => named(row.organisation) },
      { title: t('status'), cell: (row) => pill(row.status) },
      { title: t('due'), cell: (row) => ago(row.due) },
    ],
  });
}
