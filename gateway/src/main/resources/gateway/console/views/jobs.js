// Replay jobs: what was sent again of which dead letters, how far each is, and how what it sent has ended so far.

import { get } from '../api.js';
import { el } from '../dom.js';
import { code, moment, number } from '../format.js';
import { t } from '../i18n.js';
import { pagedTable } from '../parts/more.js';
import { pill } from '../parts/pill.js';

const PATH = '/v1/operator/replays';
const PAGE = 50;
const PAUSE = 2000;
const UNDER_WAY = ['RUNNING', 'STOPPING'];

export async function show(context) {
  const load = (after) => get(PATH, { limit: PAGE, after }, context.signal);
  const list = (first) => pagedTable({ caption: t('page.jobs'), empty: t('jobs.none'), columns: columns(), first, load, announce: context.announce });
  let first = await load();
  const place = el('div', null, list(first));
  context.repeat(async () => {
    // What has ended does not change but for the endings of what it sent; whoever reads on is not disturbed.
    if (first.items.some((job) => UNDER_WAY.includes(job.status) || job.replayed > job.succeeded + job.failedAgain)) {
      first = await load();
      place.replaceChildren(list(first));
    }
  }, PAUSE);
  return [el('p', { class: 'lead' }, t('jobs.lead')), place];
}

function columns() {
  return [
    { title: t('jobs.begun'), kind: 'name', cell: (row) => moment(row.createdAt) },
    { title: t('status'), cell: (row) => pill(row.status) },
    { title: t('jobs.filter'), cell: (row) => filter(row.filter) },
    { title: t('jobs.matched'), kind: 'number', cell: (row) => number(row.matched) },
    { title: t('jobs.replayed'), kind: 'number', cell: (row) => number(row.replayed) },
    { title: t('jobs.skipped'), kind: 'number', cell: (row) => number(row.skipped) },
    { title: t('jobs.succeeded'), kind: 'number', cell: (row) => number(row.succeeded) },
    { title: t('jobs.failed-again'), kind: 'number', cell: (row) => number(row.failedAgain) },
    { title: t('jobs.id'), cell: (row) => code(row.id) },
  ];
}

function filter(stated) {
  return Object.entries(stated ?? {}).map(([name, value]) => el('div', null, code(`${name} ${value}`)));
}
