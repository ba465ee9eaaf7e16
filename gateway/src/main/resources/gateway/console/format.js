// How numbers, times and codes are written in the language that is spoken.

import { el } from './dom.js';
import { i18n, t, textOr } from './i18n.js';

export function number(value) {
  return new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 1 }).format(value);
}

const MOMENT = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' };
const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit' };

/** A time as people read it; the machine's form lies behind it. */
export function moment(text) {
  return text ? el('time', { datetime: text, title: text }, formatted(text, MOMENT)) : dash();
}

/** The same without the day. */
export function clock(text) {
  return text ? el('time', { datetime: text, title: text }, formatted(text, CLOCK)) : dash();
}

export function hourAndMinute(date) {
  return new Intl.DateTimeFormat(i18n.locale, { hour: '2-digit', minute: '2-digit' }).format(date);
}

function formatted(text, options) {
  return new Intl.DateTimeFormat(i18n.locale, options).format(new Date(text));
}

const STEPS = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** How long ago, in the largest unit that fits. */
export function ago(text) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(text)) / 1000));
  const [unit, size] = STEPS.find(([, length]) => seconds >= length) ?? STEPS[3];
  const words = new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'auto' }).format(-Math.floor(seconds / size), unit);
  return el('time', { datetime: text, title: text }, words);
}

/** A length of time that is written as ISO 8601 has it, in the largest unit that fits. */
export function span(text) {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text) ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const [unit, size] = STEPS.find(([, length]) => total >= length) ?? STEPS.at(-1);
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: size === 1 ? 3 : 1 }).format(total / size);
}

export function millis(value) {
  return value < 1000 ? `${number(value)} ms` : `${number(value / 1000)} s`;
}

/** An id or a code: as it is, to be copied. */
export function code(text) {
  return text ? el('code', null, named(text)) : dash();
}

/** A name of an organisation, an address, a type: where there is no room for it, it breaks between its parts, but for the last letters. */
export function named(text) {
  return String(text).split(/(?<=[:._/-])(?=.{4})/).flatMap((each, i) => (i === 0 ? [each] : [el('wbr'), each]));
}

/** What is not there. */
export function dash() {
  return el('span', { class: 'none' }, el('span', { 'aria-hidden': 'true' }, '–'), el('span', { class: 'unseen' }, t('none')));
}

export function reason(name) {
  return textOr(`reason.${name}`, name);
}

/** What a reason means and what to do about it; the API's own sentence where this version does not know the code. */
export function explanation(name, otherwise) {
  return textOr(`explanation.${name}`, otherwise);
}

export function status(name) {
  return textOr(`status.${name}`, name);
}
