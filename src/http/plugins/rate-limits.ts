/**
 * Limits per key, and per address where no key is sent; a lockout for addresses that try keys.
 * They are counted per process. Headers: `RateLimit`, `RateLimit-Policy` (draft of the IETF httpapi
 * group; the plugin still sends the older trio, so its own headers stay off).
 */
import { createHash } from 'node:crypto';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ReckonerError } from '../../domain/errors.ts';
import { bearerSecret } from './authentication.ts';

export interface RateLimitOptions {
  /** Requests a window for one key, or one address without a key. 0: no limit. */
  readonly requests: number;
  readonly windowSeconds: number;
  /** Wrong keys a window from one address before it is locked out. 0: no lockout. */
  readonly wrongKeys: number;
}

export interface BadKeyLockout {
  /** @throws ReckonerError tooManyRequests while the address is locked out. */
  refuseLockedOut(request: FastifyRequest): Promise<void>;
  /** Counts a wrong key. */
  count(request: FastifyRequest): Promise<void>;
}

/** Counts every request but those for health; unknown paths too. */
export async function installRateLimits(
  app: FastifyInstance,
  options: RateLimitOptions,
): Promise<BadKeyLockout> {
  const { requests, windowSeconds, wrongKeys } = options;
  await app.register(rateLimit, { global: false, cache: 10_000 });
  const timeWindow = windowSeconds * 1000;
  const take = app.createRateLimit({ max: requests, timeWindow, keyGenerator: bucketOf });
  const wrong = app.createRateLimit({ max: wrongKeys, timeWindow, keyGenerator: addressOf });

  app.addHook('onRequest', async (request, reply) => {
    if (requests === 0 || isHealth(request)) return;
    const state = await take(request);
    if (state.isAllowed) return;
    describe(reply, state.max, windowSeconds, state.remaining, state.ttlInSeconds);
    if (state.isExceeded) {
      throw tooMany(
        'rateLimited',
        `The limit of ${requests} requests in ${windowSeconds} seconds is used up.`,
        state.ttlInSeconds,
      );
    }
  });

  return {
    refuseLockedOut: async (request) => {
      if (wrongKeys === 0) return;
      const state = await wrong(request, { increment: false });
      if (!state.isAllowed && state.remaining === 0) {
        throw tooMany('tooManyWrongKeys', 'Too many wrong keys came from this address.', state.ttlInSeconds);
      }
    },
    count: async (request) => {
      if (wrongKeys > 0) await wrong(request);
    },
  };
}

function describe(
  reply: FastifyReply,
  limit: number,
  window: number,
  remaining: number,
  reset: number,
): void {
  reply.header('RateLimit-Policy', `"default";q=${limit};w=${window}`);
  reply.header('RateLimit', `"default";r=${remaining};t=${reset}`);
}

function tooMany(code: string, message: string, seconds: number): ReckonerError {
  return new ReckonerError('tooManyRequests', code, message, { retryAfter: Math.max(1, seconds) });
}

/** The key that is sent (wrong ones are counted by address beside); the address where no key is read. */
function bucketOf(request: FastifyRequest): string {
  const { authorization } = request.headers;
  const needed = request.routeOptions.config.declared?.access ?? 'none';
  if (authorization === undefined || needed === 'none') return addressOf(request);
  const secret = bearerSecret(authorization);
  // However it is spelt: what is no key is counted by address.
  if (secret === null) return addressOf(request);
  return `key:${createHash('sha256').update(secret).digest('base64url')}`;
}

/** IPv6 counts by its /64, which one subscriber has to himself. */
function addressOf(request: FastifyRequest): string {
  return `address:${normalizeIP(request.ip)}`;
}

/** Whether the request asks for the health of the process, which is never limited nor shed. */
export function isHealth(request: FastifyRequest): boolean {
  const url = request.routeOptions.url;
  return url === '/livez' || url === '/readyz';
}
