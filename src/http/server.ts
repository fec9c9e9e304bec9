/** A Fastify instance with this service's settings where the defaults are wrong for it. */
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { HttpLimits } from './http-config.ts';
import { answerClientError, answerError, answerExpectation } from './plugins/problems.ts';
import { requestIdOf } from './plugins/request-id.ts';

export function createServer(
  logger: FastifyBaseLogger,
  limits: HttpLimits,
  trustedProxies: readonly string[] = [],
): FastifyInstance {
  const app = Fastify({
    loggerInstance: logger,
    // One line a request is written by plugins/request-log.ts.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'id' }),
    genReqId: requestIdOf,
    bodyLimit: limits.bodyLimitBytes,
    requestTimeout: limits.requestTimeoutMs,
    // Node looks for late requests only every so often; its default is every 30 seconds.
    http: {
      headersTimeout: Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs),
      // Node's own refusal says nothing; plugins/framing.ts answers as everything else is answered.
      requireHostHeader: false,
      connectionsCheckingInterval: Math.min(200, limits.requestTimeoutMs),
    },
    // An idle connection is kept longer than proxies keep theirs (60 s), or they would use one that is just closed.
    keepAliveTimeout: 72_000,
    // A limit of idle time would end requests that work long; plugins/slow-readers.ts looks after answers.
    connectionTimeout: 0,
    // X-Forwarded-For of anybody else is not believed: it would reset the limits of whoever sends it.
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    // Draining answers 503 as a problem, and health until the end.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1000 },
    frameworkErrors: (error, request, reply) => {
      reply.header('X-Request-Id', request.id);
      answerError(error, request, reply);
    },
    clientErrorHandler(error, socket) {
      answerClientError(error, socket, logger, randomUUID());
    },
  });
  app.server.on('checkExpectation', (request, response) =>
    answerExpectation(response, request.url ?? '/', requestIdOf(request)),
  );
  return app;
}
