// Jobs: which dead letters were sent again, or given up, by filter; how far each job is, how what it sent has ended, and a stop.

import { get, part, remove } from '../api.js';
import { el, fill } from '../dom.js';
import { code, dash, moment, named, number, reason, status } from '../format.js';
import { t, textOr } from '../i18n.js';
import { pagedTable } from '../parts/more.js';
import { pill } from '../parts/pill.js';
import { problemText } from '../parts/problem.js';
import { section } from '../parts/section.js';
import { session } from '../session.js';

const REPLAYS = '/v1/operator/replays';
const DISCARDS = '/v1/operator/discards';
const PAGE = 50;
const PAUSE = 2000;
const UNDER_WAY = ['RUNNING', 'STOPPING'];

export async function show(context) {
  const told = el('p', { class: 'told', role: 'status', tabindex: '-1' });
  const [replays, discards] = await Promise.all([REPLAYS, DISCARDS].map((path) => list(path, told, context)));
  return [
    el('p', { class: 'lead' }, t('jobs.lead')),
    told,
    section(t('jobs.replays'), replays.element),
    discards.isEmpty ? null : section(t('jobs.discards'), discards.element),
  ];
}

async function list(path, told, context) {
  const load = (after) => get(path, { limit: PAGE, after }, context.signal);
  const cells = liveCells();
  let first = await load();
  context.repeat(async () => {
    // What has ended does not change but for the endings of what it sent.
    if (first.items.some(isUnsettled)) {
      first = await load();
      cells.show(first.items);
    }
  }, PAUSE);
  const element = pagedTable({ caption: t('page.jobs'), empty: t('jobs.none'), columns: columns(path, cells, told), first, load, announce: context.announce });
  return { element, isEmpty: first.items.length === 0 };
}

function isUnsettled(job) {
  return UNDER_WAY.includes(job.status) || job.replayed > job.succeeded + job.failedAgain;
}

function columns(path, cells, told) {
  const count = (title, value) => ({ title: t(title), kind: 'number', cell: (row) => cells.of(row, (job) => number(value(job))) });
  return [
    { title: t('jobs.begun'), kind: 'name', cell: (row) => [moment(row.createdAt), el('div', { class: 'id' }, code(row.id))] },
    { title: t('status'), cell: (row) => cells.of(row, standing) },
    { title: t('jobs.filter'), cell: (row) => filter(row.filter) },
    count('jobs.matched', (job) => job.matched),
    count(path === REPLAYS ? 'jobs.replayed' : 'jobs.discarded', (job) => job.replayed),
    count('jobs.skipped', (job) => job.skipped),
    ...(path === REPLAYS ? [count('jobs.succeeded', (job) => job.succeeded), count('jobs.failed-again', (job) => job.failedAgain)] : []),
    ...(session.may('operator:write') ? [{ title: t('subscription.act'), cell: (row) => stop(path, row, cells, told) }] : []),
  ];
}

function standing(job) {
  return [pill(job.status), UNDER_WAY.includes(job.status)
    ? el('progress', { max: Math.max(job.matched, 1), value: job.replayed + job.skipped, 'aria-label': t('progress') })
    : null];
}

/** The same button as long as the job runs, so that the focus stays on it; then the focus goes to what was told. */
function stop(path, row, cells, told) {
  const button = el('button', { type: 'button', class: 'grave', 'aria-label': `${t('stop')}: ${moment(row.createdAt).textContent}`, onclick: async () => {
    try {
      await remove(`${path}/${part(row.id)}`);
      leave(t('jobs.stop.done'));
    } catch (problem) {
      told.textContent = problemText(problem);
    }
  } }, t('stop'));
  const nothing = el('span', { hidden: true }, dash());
  const leave = (words) => {
    if (!button.hidden && button === document.activeElement) {
      told.textContent = words;
      told.focus();
    }
    button.hidden = true;
    nothing.hidden = false;
  };
  cells.of(row, (job) => {
    if (job.status !== 'RUNNING') {
      leave(t('jobs.stop.late'));
    }
  });
  return [button, nothing];
}

/** Parts of rows that are drawn again, each in its place, when their jobs have gone on. */
function liveCells() {
  const cells = [];
  return {
    of(row, draw) {
      const element = el('div', null, draw(row));
      cells.push({ id: row.id, element, draw });
      return element;
    },
    show(jobs) {
      const found = new Map(jobs.map((job) => [job.id, job]));
      cells.filter(({ id }) => found.has(id)).forEach(({ id, element, draw }) => fill(element, draw(found.get(id))));
    },
  };
}

const NAMES = { messageId: 'message-id', subscriptionId: 'subscription-id', from: 'filter.from', to: 'filter.to', firstFrom: 'filter.first-from', firstTo: 'filter.first-to' };
const SHOWN = { reason, status, stage: (name) => textOr(`stage.${name}`, name), organisation: named, recipient: named, from: moment, to: moment, firstFrom: moment, firstTo: moment };

function filter(stated) {
  return el('ul', { class: 'plain' }, Object.entries(stated ?? {}).map(([name, value]) => el('li', null,
    el('span', { class: 'hint' }, t(NAMES[name] ?? name), ': '), (SHOWN[name] ?? code)(value))));
}
