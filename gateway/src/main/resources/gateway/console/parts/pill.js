// A status in a word, with a shape beside it: colour alone tells nothing.

import { el } from '../dom.js';
import { status } from '../format.js';

const TONES = {
  OPEN: 'bad', HELD: 'bad', UNDELIVERABLE: 'bad', EXPIRED: 'warn', REJECTED: 'warn', SUSPENDED: 'bad', CONFLICT: 'warn',
  REPLAYED: 'good', ACKNOWLEDGED: 'good', ACTIVE: 'good', OK: 'good', DONE: 'good', SUCCEEDED: 'good', DELIVERED: 'good',
  PENDING: 'warn', PAUSED: 'warn', FAILED_AGAIN: 'bad', FAILED: 'bad', FAILING: 'bad', SILENT: 'bad', REFUSED: 'bad', RUNNING: 'live', STOPPING: 'live', UNDER_WAY: 'live',
};

export function pill(name) {
  return el('span', { class: `pill ${TONES[name] ?? 'plain'}` }, status(name));
}
