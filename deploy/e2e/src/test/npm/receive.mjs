// Receives one webhook as a subscriber would, with packages that are not ours. On standard input: {"secret", "publicKey",
// "headers", "body"}. Prints the event's type and id; ends with 1 where the signature does not hold, 2 where it is no CloudEvent.
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';

const { secret, publicKey, headers, body } = JSON.parse(readFileSync(0, 'utf8'));

try {
  if (secret) {
    new Webhook(secret).verify(body, headers);
  } else {
    verifyAsymmetric();
  }
} catch {
  process.exit(1);
}
try {
  const event = HTTP.toEvent({ headers: { 'content-type': headers['content-type'] }, body });
  event.validate();
  console.log(`${event.type} ${event.id}`);
} catch {
  process.exit(2);
}

// The package knows v1 only; v1a is Ed25519 over the same text.
function verifyAsymmetric() {
  const raw = Buffer.from(publicKey.slice('whpk_'.length), 'base64');
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  });
  const signed = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
  const holds = headers['webhook-signature']
    .split(' ')
    .filter((each) => each.startsWith('v1a,'))
    .some((each) => verify(null, signed, key, Buffer.from(each.slice('v1a,'.length), 'base64')));
  if (!holds) {
    throw new Error('no signature holds');
  }
}
