/**
 * One line a request, as JSON: id, key id, route pattern, status, time. Neither headers nor the
 * query nor path values are logged, so that no secret and no evidence text can get into a log.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface RequestFacts {
  readonly method: string;
  /** Pattern with parameter names, or `unknown`: few values, none from the caller. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** @param observe is told of every answer too (metrics). */
export function installRequestLog(app: FastifyInstance, observe: (facts: RequestFacts) => void): void {
  app.addHook('onResponse', (request, reply, done) => {
    const ms = Math.round(reply.elapsedTime * 1000) / 1000;
    const facts = { method: request.method, route: routePattern(request), status: reply.statusCode, ms };
    request.log.info({ key: request.actor?.keyId ?? null, ...facts }, 'request');
    observe(facts);
    done();
  });
}

export function routePattern(request: FastifyRequest): string {
  return (
    request.routeOptions.config.declared?.path ??
    (request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown'))
  );
}
