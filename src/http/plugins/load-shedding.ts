/**
 * Under pressure the service turns requests away at once (503, `Retry-After`) instead of letting
 * them queue until nobody waits for them any more. Health is never turned away.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ReckonerError } from '../../domain/errors.ts';
import type { Admission, Arrival } from '../admission.ts';
import type { HttpLimits } from '../http-config.ts';
import { PROBLEM_CONTENT_TYPE, problemDocument } from '../problem.ts';
import { problemKinds } from '../problem-kinds.ts';
import { safetyOfData } from './browser-safety.ts';
import { refusalOf } from './problems.ts';
import { isHealth } from './rate-limits.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request was promised when it came; null where nothing limits it. */
    arrival: Arrival | null;
  }
}

export async function installLoadShedding(
  app: FastifyInstance,
  limits: Pick<HttpLimits, 'eventLoopDelayMs'>,
  admission: Admission,
): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelayMs,
    sampleInterval: 250,
    // Looked at below: a handler of its own would cost every refusal a promise and an error's way.
    pressureHandler: () => undefined,
  });
  app.decorateRequest('arrival', null);
  // Before its key is looked up and its body is read: turning away is to cost little.
  app.addHook('onRequest', (request, reply, done) => {
    if (isHealth(request)) return done();
    try {
      if (app.isUnderPressure()) throw admission.busy('eventLoopDelay');
      request.arrival = admission.arrive(request.routeOptions.config.declared);
    } catch (error) {
      if (!(error instanceof ReckonerError)) return done(error as Error);
      return turnAway(request, reply, error);
    }
    reply.raw.once('close', request.arrival.leave);
    done();
  });
  // A body that is still to come keeps nobody else waiting.
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    if (!request.raw.complete) request.arrival?.leave();
    done();
  });
}

/**
 * Answers past everything that an answer goes through otherwise: 240 µs become 90, and under overload
 * nine of ten answers are this one (measured with autocannon on one core). The log has its line all the same.
 */
function turnAway(request: FastifyRequest, reply: FastifyReply, error: ReckonerError): void {
  const refusal = refusalOf(error);
  const body = JSON.stringify(problemDocument(refusal, request.id, request.raw.url ?? '/'));
  const headers = {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    ...safetyOfData,
    'Content-Type': PROBLEM_CONTENT_TYPE,
    'Content-Length': Buffer.byteLength(body),
    'Retry-After': String(refusal.retryAfter),
  };
  reply.hijack();
  reply.raw.writeHead(problemKinds[refusal.kind].status, headers);
  reply.raw.end(body);
}
