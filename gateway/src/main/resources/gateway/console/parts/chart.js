// Lines over the last hour, drawn anew when the room for them changes. Who does not see them has a sentence and a table.

import { el, fill, freshId, svg } from '../dom.js';
import { hourAndMinute, number } from '../format.js';
import { t } from '../i18n.js';
import { marks } from '../scale.js';
import { table } from './table.js';

const HOUR = 3_600_000;
const HEIGHT = 190;
const MARGIN = { top: 12, right: 4, bottom: 26, left: 46 };
const TICK = 15 * 60_000;
const ROWS = 12;

/**
 * @param title what is plotted
 * @param series [{ name, points: [{ at, value }] }], at most seven; each has its colour and its dashes
 */
export function chart({ title, series }) {
  const heading = freshId('chart');
  const room = el('div', { class: 'plot' });
  const until = Math.max(...series.flatMap((each) => each.points.map((point) => point.at)), 0) || Date.now();
  const isEmpty = series.every((each) => each.points.length < 2);
  const draw = (width) => fill(room, plot({ series, until, width, heading }));
  if (!isEmpty) {
    new ResizeObserver(([entry]) => draw(Math.max(200, Math.floor(entry.contentRect.width)))).observe(room);
  }
  return el('figure', { class: 'chart' },
    el('figcaption', null, el('h3', { id: heading }, title), el('ul', { class: 'legend' }, series.map(legend))),
    isEmpty ? el('p', { class: 'empty' }, t('chart.empty')) : room,
    isEmpty ? null : figures({ title, series, until }));
}

function legend(each, index) {
  const last = each.points.at(-1);
  return el('li', null,
    svg('svg', { width: 22, height: 10, 'aria-hidden': 'true', class: 'swatch' }, svg('line', { x1: 1, x2: 21, y1: 5, y2: 5, class: `line line-${index}` })),
    el('span', null, each.name),
    last ? el('strong', null, number(Math.round(last.value * 10) / 10)) : null);
}

function plot({ series, until, width, heading }) {
  const largest = Math.max(...series.flatMap((each) => each.points.map((point) => point.value)));
  const levels = marks(largest);
  const inner = { width: width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const x = (at) => MARGIN.left + ((at - until + HOUR) / HOUR) * inner.width;
  const y = (value) => MARGIN.top + (1 - value / levels.at(-1)) * inner.height;
  const ticks = Array.from({ length: 5 }, (_, i) => Math.floor(until / TICK) * TICK - i * TICK).filter((at) => x(at) >= MARGIN.left + 14 && x(at) <= width - 14);
  return svg('svg', { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-labelledby': heading, 'aria-describedby': `${heading}-said` },
    svg('desc', { id: `${heading}-said` }, series.map(said).join(' ')),
    levels.map((level) => [
      svg('line', { class: level === 0 ? 'axis' : 'grid', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(level), y2: y(level) }),
      svg('text', { class: 'mark', x: MARGIN.left - 8, y: y(level) + 4, 'text-anchor': 'end' }, number(level)),
    ]),
    ticks.map((at) => svg('text', { class: 'mark', x: x(at), y: HEIGHT - 6, 'text-anchor': 'middle' }, hourAndMinute(new Date(at)))),
    series.map((each, index) => [
      index === 0 && each.points.length > 1 ? svg('path', { class: 'area', d: `${path(each.points, x, y)}L${x(each.points.at(-1).at)} ${y(0)}L${x(each.points[0].at)} ${y(0)}Z` }) : null,
      svg('path', { class: `line line-${index}`, d: path(each.points, x, y) }),
    ]));
}

function path(points, x, y) {
  return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.at).toFixed(1)} ${y(point.value).toFixed(1)}`).join('');
}

function said(each) {
  const values = each.points.map((point) => point.value);
  return values.length === 0 ? '' : t('chart.said', { name: each.name, last: number(values.at(-1)), most: number(Math.max(...values)), least: number(Math.min(...values)) });
}

function figures({ title, series, until }) {
  const step = HOUR / ROWS;
  const rows = Array.from({ length: ROWS }, (_, i) => until - i * step)
    .map((end) => ({ end, values: series.map((each) => mean(each.points.filter((point) => point.at > end - step && point.at <= end))) }))
    .filter((row) => row.values.some((value) => value !== null));
  return el('details', { class: 'figures' }, el('summary', null, t('chart.figures')),
    table({
      caption: title,
      columns: [
        { title: t('chart.until'), kind: 'name', cell: (row) => hourAndMinute(new Date(row.end)) },
        ...series.map((each, index) => ({ title: each.name, kind: 'number', cell: (row) => (row.values[index] === null ? '–' : number(row.values[index])) })),
      ],
      rows,
      empty: t('chart.empty'),
    }));
}

function mean(points) {
  return points.length === 0 ? null : points.reduce((total, point) => total + point.value, 0) / points.length;
}
