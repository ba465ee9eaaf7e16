// How it goes: a sentence, the figures behind it, the last hour, and who is in trouble. Looks again by itself, until it is told to wait.

import { get, orNull } from '../api.js';
import { el, fill } from '../dom.js';
import { clock, number } from '../format.js';
import { t } from '../i18n.js';
import { chart } from '../parts/chart.js';
import { section } from '../parts/section.js';
import { increase, perMinute, smoothed, sum } from '../scale.js';
import { overdueTable, troubled, troubledTable, unwellTable } from './trouble.js';
import { to } from '../router.js';

const PAUSE = 15_000;
const SPAN = 60_000;
/** The worst come first: beyond these there are others to be called. */
const UNWELL = 20;
/** As many as a plot has colours and dashes for. */
const LINES = 7;

export async function show(context) {
  const live = el('div');
  let isWaiting = false;
  const look = async () => {
    const [balance, traffic, healths] = await Promise.all([
      get('/v1/operator/balance', {}, context.signal),
      get('/v1/operator/traffic', {}, context.signal),
      // An installation may not look at how organisations fare, and the rest is to be seen all the same.
      get('/v1/operator/organisations', { limit: UNWELL }, context.signal).then((page) => page.items, orNull),
    ]);
    fill(live, content(balance, traffic.items, healths));
  };
  await look();
  context.repeat(async () => {
    if (!isWaiting && !live.contains(document.activeElement)) {
      await look();
    }
  }, PAUSE);
  const button = el('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false', onclick: () => {
    isWaiting = !isWaiting;
    button.setAttribute('aria-pressed', String(isWaiting));
  } }, t('overview.wait'));
  return [el('div', { class: 'tools' }, el('p', { class: 'hint' }, t('overview.repeats', { count: PAUSE / 1000 })), button), live];
}

function content(balance, looks, healths) {
  const total = totals(balance);
  return [
    headline(balance, total, (healths ?? []).filter((each) => each.state !== 'OK').length),
    el('dl', { class: 'tiles' },
      tile(t('overview.accepted'), increase(looks, (look) => look.accepted), t('overview.last-hour')),
      tile(t('overview.ended'), increase(looks, (look) => sum(look.ended)), t('overview.last-hour')),
      tile(t('overview.under-way'), total.underWay, t('overview.now')),
      tile(t('overview.held'), total.held, t('overview.wait-for-operator'), total.held > 0 ? 'bad' : null, to(['dead-letters'], { status: 'OPEN' })),
      tile(t('overview.overdue'), balance.overdue.length, balance.moreOverdue ? t('overview.and-more') : t('overview.now'), balance.overdue.length > 0 ? 'warn' : null),
      tile(t('overview.behind'), lagOf(looks.at(-1)), t('overview.behind.text'))),
    section(t('overview.hour'),
      el('div', { class: 'charts' },
        chart({ title: t('chart.traffic'), series: [
          { name: t('chart.accepted'), points: smoothed(perMinute(looks, (look) => look.accepted), SPAN) },
          { name: t('chart.ended'), points: smoothed(perMinute(looks, (look) => sum(look.ended)), SPAN) },
        ] }),
        chart({ title: t('chart.waiting'), series: [
          { name: t('chart.under-way'), points: points(looks, (look) => sum(look.underWay)) },
          { name: t('chart.held'), points: points(looks, (look) => look.underWay.HELD ?? 0) },
          { name: t('chart.overdue'), points: points(looks, (look) => look.overdue) },
        ] }),
        chart({ title: t('chart.lags'), series: groups(looks).map((group) => ({
          name: t(`application.${group}`),
          points: points(looks.filter((look) => look.lags && group in look.lags), (look) => look.lags[group]),
        })) }))),
    section(t('overview.trouble'), troubledTable(troubled(balance))),
    section(t('overview.unwell'), healths === null ? el('p', { class: 'empty' }, t('overview.unwell.unknown')) : unwellTable(healths)),
    balance.overdue.length > 0 ? section(t('overview.overdue.title'), overdueTable(balance.overdue)) : null,
  ];
}

function headline(balance, total, unwell) {
  const [tone, text] = !balance.balanced
    ? ['bad', t('overview.missing', { count: total.missing })]
    : total.held > 0
      ? ['warn', t('overview.waiting', { count: total.held })]
      : balance.overdue.length > 0
        ? ['warn', t('overview.late', { count: balance.overdue.length })]
        : unwell > 0 ? ['warn', t('overview.ill', { count: unwell })] : ['good', t('overview.well')];
  return el('p', { class: `headline ${tone}` }, el('span', null, text), ' ', el('span', { class: 'as-of' }, t('overview.as-of'), ' ', clock(balance.asOf)));
}

function totals(balance) {
  const of = (count) => balance.organisations.reduce((total, each) => total + count(each), 0);
  return {
    underWay: of((each) => sum(each.underWay)),
    held: of((each) => each.underWay.HELD ?? 0),
    missing: of((each) => Math.abs(each.difference)),
  };
}

function tile(name, value, text, tone, href) {
  const figure = value === null ? t('unknown') : number(value);
  return el('div', { class: `tile ${tone ?? ''}` }, el('dt', null, name), el('dd', { class: 'figure' }, href ? el('a', { href }, figure) : figure), el('dd', { class: 'hint' }, text));
}

function points(looks, value) {
  return looks.map((look) => ({ at: Date.parse(look.at), value: value(look) }));
}

function groups(looks) {
  return [...new Set(looks.flatMap((look) => Object.keys(look.lags ?? {})))].toSorted().slice(0, LINES);
}

function lagOf(look) {
  return look?.lags ? sum(look.lags) : null;
}
