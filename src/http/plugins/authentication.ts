/**
 * Who calls. A key comes as `Authorization: Bearer <key>` and nowhere else; only its SHA-256 is
 * looked up, for every request anew: what is revoked anywhere is refused everywhere from then on.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ReckonerError } from '../../domain/errors.ts';
import { type Actor, hasScope } from '../../domain/keys/api-key.ts';
import { canBeSecret } from '../../services/keys/secret.ts';
import type { Access } from '../access.ts';
import { parseQuery, queryText } from '../input/query-string.ts';
import type { BadKeyLockout } from './rate-limits.ts';

/** What is known of a key. */
export interface KeyFacts extends Actor {
  readonly secretSha256: string;
  /** Neither expired nor revoked when it was looked up. */
  readonly usable: boolean;
}

/** Where keys are found, as they are at that moment. */
export interface KeyDirectory {
  find(secretSha256: string): Promise<KeyFacts | null>;
}

export interface AuthenticationOptions {
  readonly keyDirectory: KeyDirectory;
  readonly publicRead: boolean;
  readonly lockout: BadKeyLockout;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that calls; null where none was sent. */
    actor: Actor | null;
  }
}

const KEY_PARAMETERS = new Set([
  'key',
  'apikey',
  'accesstoken',
  'token',
  'authorization',
  'bearer',
  'secret',
]);

export function installAuthentication(app: FastifyInstance, options: AuthenticationOptions): void {
  app.decorateRequest('actor', null);
  app.addHook('onRequest', async (request, reply) => {
    const needed = request.routeOptions.config.declared?.access;
    if (needed === undefined || needed === 'none') return;
    refuseKeyInAddress(request);
    request.actor = await authenticate(request, needed, options);
    // What a key is shown is nobody else's, and not its own any more once it has ended.
    if (request.actor !== null) reply.header('Cache-Control', 'private, no-cache');
    if (request.actor !== null && !hasScope(request.actor.scopes, needed)) {
      throw new ReckonerError('forbidden', 'missingScope', `This needs a key with scope ${needed}.`, {
        extra: { scope: needed },
      });
    }
  });
}

/** The key in an Authorization header; null where it holds none. */
export function bearerSecret(authorization: string): string | null {
  return /^Bearer +([\u0021-\u007e]{1,512})$/i.exec(authorization)?.[1] ?? null;
}

async function authenticate(
  request: FastifyRequest,
  needed: Exclude<Access, 'none'>,
  options: AuthenticationOptions,
): Promise<Actor | null> {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    if (needed === 'read' && options.publicRead) return null;
    throw unauthenticated(
      'keyRequired',
      `This needs a key with scope ${needed}: send Authorization: Bearer <key>.`,
    );
  }
  const secret = bearerSecret(authorization);
  if (secret === null)
    throw await wrongKey(
      request,
      options,
      'malformedAuthorization',
      'Send the key as Authorization: Bearer <key>.',
    );
  await options.lockout.refuseLockedOut(request);
  const sha256 = createHash('sha256').update(secret).digest('hex');
  const facts = canBeSecret(secret) ? await options.keyDirectory.find(sha256) : null;
  if (facts === null || !sameHash(facts.secretSha256, sha256)) {
    throw await wrongKey(request, options, 'invalidKey', 'This key is not known.');
  }
  if (!facts.usable)
    throw await wrongKey(request, options, 'invalidKey', 'This key has expired or was revoked.');
  const { keyId, scopes, forecasterIds } = facts;
  return { keyId, scopes, forecasterIds };
}

async function wrongKey(
  request: FastifyRequest,
  options: AuthenticationOptions,
  code: string,
  message: string,
): Promise<ReckonerError> {
  request.log.warn({ address: request.ip, code }, 'authentication failed');
  await options.lockout.count(request);
  return unauthenticated(code, message);
}

/** Both are hexadecimal SHA-256; the time taken does not depend on where they differ. */
function sameHash(held: string, sent: string): boolean {
  const [a, b] = [Buffer.from(held, 'hex'), Buffer.from(sent, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Addresses end up in logs and histories: a key there is refused, even where it is not needed. */
function refuseKeyInAddress(request: FastifyRequest): void {
  const { values } = parseQuery(queryText(request.raw.url ?? ''));
  const name = Object.keys(values).find((parameter) =>
    KEY_PARAMETERS.has(parameter.toLowerCase().replaceAll(/[_-]/g, '')),
  );
  if (name === undefined) return;
  throw unauthenticated(
    'keyInAddress',
    `Do not send a key in the URL (${name}): addresses end up in logs. Send Authorization: Bearer <key>, and rotate this key.`,
  );
}

function unauthenticated(code: string, message: string): ReckonerError {
  return new ReckonerError('unauthenticated', code, message);
}
