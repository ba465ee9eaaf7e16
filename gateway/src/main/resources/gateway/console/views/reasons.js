// Codes that say why: the API's closed list, and an operator's own.

import { reason } from '../format.js';
import { t } from '../i18n.js';

const DEAD_LETTERS = [
  'unknown-recipient', 'address-suspended', 'address-not-valid', 'move-loop', 'type-not-accepted', 'confidentiality-too-high',
  'encryption-required', 'organisation-suspended', 'not-representative', 'undecodable', 'processing-failed', 'record-too-large',
  'push-failed', 'endpoint-refused', 'endpoint-gone', 'target-refused', 'notification-expired', 'payload-too-large',
];

/** Why a dead letter can be one, as choices of a filter. */
export function reasonOptions() {
  return [['', t('filter.any')], ...DEAD_LETTERS.map((code) => [code, reason(code)])];
}

/** Why an operator gives a dead letter up. */
export function discardOptions() {
  return ['no-longer-needed', 'closed', 'sent-otherwise', 'test'].map((code) => [code, t(`discard.${code}`)]);
}
