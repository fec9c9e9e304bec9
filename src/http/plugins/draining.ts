/** While the service shuts down: requests in work finish, new ones are sent elsewhere. */
import type { FastifyInstance } from 'fastify';
import { ReckonerError } from '../../domain/errors.ts';
import { isHealth } from './rate-limits.ts';

/** Whether the service is shutting down; readiness says so first. */
export interface Draining {
  readonly active: boolean;
}

export function installDraining(app: FastifyInstance): Draining {
  const state = { active: false };
  app.addHook('preClose', (done) => {
    state.active = true;
    done();
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (!state.active) return done();
    reply.header('Connection', 'close');
    if (isHealth(request)) return done();
    done(
      new ReckonerError(
        'unavailable',
        'shuttingDown',
        'The service is shutting down. Try again in a moment.',
        { retryAfter: 5 },
      ),
    );
  });
  return state;
}
