// One address: whose it is, what it accepts, and the brake.

import { get, part } from '../api.js';
import { el } from '../dom.js';
import { code, moment, named } from '../format.js';
import { t, textOr } from '../i18n.js';
import { brake } from '../parts/brake.js';
import { facts } from '../parts/facts.js';
import { pill } from '../parts/pill.js';
import { to } from '../router.js';
import { session } from '../session.js';

export async function show(context) {
  const entry = await get(`/v1/addresses/${part(context.parts[1])}`, {}, context.signal);
  return [
    el('p', { class: 'subject' }, named(entry.address), ' ', pill(entry.status)),
    session.may('operator:write') ? acts(entry, context) : null,
    facts([
      [t('address.why'), entry.statusReason && code(entry.statusReason)],
      [t('organisation'), el('a', { href: to(['organisations', entry.organisation]) }, named(entry.organisation))],
      [t('address.name'), entry.displayName],
      [t('address.kind'), textOr(`address.${entry.kind}`, entry.kind)],
      [t('address.moved'), entry.movedTo && el('a', { href: to(['addresses', entry.movedTo]) }, named(entry.movedTo))],
      [t('address.from'), entry.validFrom && moment(entry.validFrom)],
      [t('address.to'), entry.validTo && moment(entry.validTo)],
      [t('address.types'), entry.acceptedTypes.length === 0 ? t('address.types.all') : codes(entry.acceptedTypes)],
      [t('address.level'), entry.maxConfidentialityLevel === null ? null : String(entry.maxConfidentialityLevel)],
      [t('address.encrypted'), t(entry.requiresEncryption ? 'yes' : 'no')],
      [t('address.deputies'), entry.deputies.length === 0 ? null : codes(entry.deputies)],
      [t('address.source'), entry.source],
    ]),
    el('p', { class: 'onward' }, el('a', { href: to(['dead-letters'], { recipient: entry.address, status: 'OPEN' }) }, t('address.dead-letters'))),
  ];
}

function codes(texts) {
  return el('ul', { class: 'plain' }, texts.map((each) => el('li', null, code(each))));
}

/** An operator resumes what an operator suspended: of what its owner suspended the gateway says so. */
function acts(entry, context) {
  const told = el('p', { class: 'told', role: 'status' });
  const done = (words) => {
    context.announce(words);
    context.again();
  };
  const what = entry.status === 'SUSPENDED' ? 'resume' : 'suspend';
  return el('div', { class: 'acts' },
    brake({ what, kind: 'address', name: entry.address, path: `/v1/operator/addresses/${part(entry.address)}`, reason: what === 'suspend' ? 'required' : null, told, context, done }),
    told);
}
