/**
 * One line a request, as JSON: id, key id, route pattern, status, time; 499 where nobody was there for the answer. Neither headers nor the
 * query nor path values are logged, so that no secret and no evidence text can get into a log.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface RequestFacts {
  readonly method: string;
  /** Pattern with parameter names, or `unknown`: few values, none from the caller. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** Of whoever goes before the answer is whole, as nginx says it: no answer has it. */
const CLIENT_LEFT = 499;

/** @param observe is told of every answer too (metrics), and of everybody who did not stay for his. */
export function installRequestLog(app: FastifyInstance, observe: (facts: RequestFacts) => void): void {
  const write = (request: FastifyRequest, reply: FastifyReply, status: number): void => {
    const ms = Math.round(reply.elapsedTime * 1000) / 1000;
    const facts = { method: request.method, route: routePattern(request), status, ms };
    request.log.info({ key: request.actor?.keyId ?? null, ...facts }, 'request');
    observe(facts);
  };
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) write(request, reply, CLIENT_LEFT);
    });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (reply.raw.writableFinished) write(request, reply, reply.statusCode);
    done();
  });
}

export function routePattern(request: FastifyRequest): string {
  return (
    request.routeOptions.config.declared?.path ??
    (request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown'))
  );
}
