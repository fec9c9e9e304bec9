/** `Idempotency-Key`: a request that may come again, and how to tell that it is the same one. */
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { invalid } from '../domain/errors.ts';
import type { IdempotencyRequest } from '../store/store.ts';

const KEY = /^[\u0021-\u007e]{1,255}$/;

/**
 * The key of the request and the digest of method, target and body as they were sent.
 * @throws ReckonerError invalid where the key is not 1 to 255 visible ASCII characters.
 */
export function readIdempotencyKey(request: FastifyRequest): IdempotencyRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) {
    const message = 'must be 1 to 255 visible ASCII characters, once';
    throw invalid('invalidIdempotencyKey', `Idempotency-Key ${message}.`, [
      { parameter: 'Idempotency-Key', code: 'invalidIdempotencyKey', message },
    ]);
  }
  const digest = createHash('sha256').update(`${request.method} ${request.raw.url ?? ''}\n`);
  if (request.body instanceof Uint8Array) digest.update(request.body);
  return { key, fingerprint: digest.digest('hex') };
}
