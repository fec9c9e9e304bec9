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
  // Requests that were under way when the end came too: a connection that is kept would hold it up.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (state.active) reply.header('Connection', 'close');
    done();
  });
  app.addHook('onRequest', (request, _reply, done) => {
    if (!state.active) return done();
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
