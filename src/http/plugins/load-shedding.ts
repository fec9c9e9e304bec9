/**
 * Under pressure the service turns requests away at once (503, `Retry-After`) instead of letting
 * them queue until nobody waits for them any more. Health is never turned away.
 */
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { ReckonerError } from '../../domain/errors.ts';
import type { HttpLimits } from '../http-config.ts';
import { isHealth } from './rate-limits.ts';

export async function installLoadShedding(
  app: FastifyInstance,
  limits: Pick<HttpLimits, 'concurrentRequests' | 'eventLoopDelayMs'>,
): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelayMs,
    sampleInterval: 250,
    pressureHandler: async (request, _reply, type) => {
      if (!isHealth(request)) throw busy(String(type));
    },
  });
  let inWork = 0;
  app.addHook('onRequest', (request, reply, done) => {
    if (isHealth(request)) return done();
    // `close` comes once for every answer, also where the client has gone away.
    reply.raw.once('close', () => (inWork -= 1));
    inWork += 1;
    done(inWork > limits.concurrentRequests ? busy('concurrentRequests') : undefined);
  });
}

function busy(reason: string): ReckonerError {
  return new ReckonerError('unavailable', 'busy', 'The service is busy. Try again in a moment.', {
    retryAfter: 2,
    extra: { reason },
  });
}
