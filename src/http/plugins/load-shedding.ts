/**
 * Under pressure the service turns requests away at once (503, `Retry-After`) instead of letting
 * them queue until nobody waits for them any more. Health is never turned away.
 */
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import type { Admission } from '../admission.ts';
import type { HttpLimits } from '../http-config.ts';
import { isHealth } from './rate-limits.ts';

export async function installLoadShedding(
  app: FastifyInstance,
  limits: Pick<HttpLimits, 'eventLoopDelayMs'>,
  admission: Admission,
): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelayMs,
    sampleInterval: 250,
    pressureHandler: async (request, _reply, type) => {
      if (!isHealth(request)) throw admission.busy(String(type));
    },
  });
  // Before its key is looked up and its body is read: turning away is to cost little.
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isHealth(request)) admission.refuseCrowded(request.routeOptions.config.declared);
    done();
  });
}
