import { expect, it } from 'vitest';
import type { JsonValue } from '../../../src/domain/audit/canonical-json.ts';
import {
  eventHash,
  GENESIS_HASH,
  recordSha256,
  recordsSha256,
  withSaltedText,
} from '../../../src/domain/audit/chain.ts';
import { TrailVerifier } from '../../../src/domain/audit/trail.ts';

const ID = '01942a3c-5c00-7a11-8f00-000000000001';
const SALT = 'a'.repeat(32);
const forecast = { type: 'forecast', id: ID, probability: 0.1, note: 'A name', reason: null };

/** A chain of one event that restates a forecast as `content`. */
function verify(content: JsonValue): string[] {
  const leaf = withSaltedText(forecast, SALT);
  const restated = {
    type: 'restatement',
    id: ID,
    of: { type: 'forecast', id: ID, version: 1 },
    leaf,
    content,
  };
  const record = { type: 'restatement', id: ID, version: 1, salt: SALT, content: restated, redacted: false };
  const records = [{ type: 'restatement', id: ID, version: 1, sha256: recordSha256(restated, SALT) }];
  const subject = { type: 'forecast', id: ID };
  const hashed = {
    seq: 1,
    recordedAt: '2026-01-01T00:00:00.000Z',
    actor: ID,
    action: 'forecast.redact',
    subject,
  };
  const event = { ...hashed, recordSha256: recordsSha256(records), previousHash: GENESIS_HASH };
  const verifier = new TrailVerifier();
  verifier.add({ event: { ...event, records, hash: eventHash(event) }, records: [record] });
  return verifier.findings.map(({ problem }) => problem);
}

it('a redaction that blanks text alone holds', () => {
  expect(verify({ ...forecast, note: '[redacted]' })).toEqual([]);
});

it('a redaction that changes a number with the text is found, though every hash of it is right', () => {
  expect(verify({ ...forecast, note: '[redacted]', probability: 0.9 })).toEqual(['wrongRestatement']);
  expect(verify(null)).toEqual(['wrongRestatement']);
});
