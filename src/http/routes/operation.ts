/** Routes for those who run the service: is it alive, is it ready, which version, how busy. */
import { z } from 'zod';
import { ReckonerError } from '../../domain/errors.ts';
import type { RecordAccess } from '../access.ts';
import type { Metrics } from '../metrics.ts';
import type { Draining } from '../plugins/draining.ts';
import type { Routes } from '../routes.ts';

/** Resolves where the service may be used; throws or rejects where it may not. */
export interface ReadinessCheck {
  readonly name: string;
  readonly check: () => Promise<void>;
}

export interface OperationParts {
  readonly readinessChecks: readonly ReadinessCheck[];
  readonly readinessCheckMs: number;
  readonly draining: Draining;
  readonly metrics: Metrics;
  readonly version: string;
}

export function operationRoutes(routes: Routes<RecordAccess>, parts: OperationParts): void {
  routes.add('GET /livez', {
    operationId: 'getLiveness',
    tag: 'Operation',
    summary: 'Whether the process is alive',
    description: 'Touches nothing else: it answers while the database is away.',
    answers: {
      200: {
        description: 'Alive.',
        schema: z.strictObject({ status: z.literal('alive') }).meta({ id: 'Liveness' }),
      },
    },
    handler: () => ({ status: 'alive' as const }),
  });

  routes.add('GET /readyz', {
    operationId: 'getReadiness',
    tag: 'Operation',
    summary: 'Whether the service may be used',
    description: 'False while the database is away, migrations are pending, or the service is shutting down.',
    answers: {
      200: {
        description: 'Ready.',
        schema: z.strictObject({ status: z.literal('ready') }).meta({ id: 'Readiness' }),
      },
    },
    problems: [503],
    handler: async (request) => {
      const failed = parts.draining.active
        ? ['shuttingDown']
        : await failedChecks(parts, (name, error) =>
            request.fastify.log.warn({ check: name, err: error }, 'not ready'),
          );
      if (failed.length > 0)
        throw new ReckonerError('unavailable', 'notReady', 'The service is not ready.', {
          extra: { failed },
        });
      return { status: 'ready' as const };
    },
  });

  routes.add('GET /version', {
    operationId: 'getVersion',
    tag: 'Operation',
    summary: 'Which version this is',
    answers: {
      200: {
        description: 'The version.',
        schema: z.strictObject({ name: z.string(), version: z.string() }).meta({ id: 'Version' }),
      },
    },
    handler: () => ({ name: 'reckoner', version: parts.version }),
  });

  routes.add('GET /metrics', {
    operationId: 'getMetrics',
    lasting: true,
    tag: 'Operation',
    summary: 'Numbers for Prometheus',
    answers: {
      200: { description: 'Prometheus text format.', schema: z.string(), contentType: 'text/plain' },
    },
    handler: async (_request, reply) =>
      reply
        .header('Content-Type', parts.metrics.registry.contentType)
        .send(await parts.metrics.registry.metrics()),
  });
}

async function failedChecks(
  parts: OperationParts,
  report: (name: string, error: unknown) => void,
): Promise<string[]> {
  const results = await Promise.all(
    parts.readinessChecks.map(async ({ name, check }) => {
      const error = await withinLimit(check, parts.readinessCheckMs);
      if (error !== null) report(name, error);
      return error === null ? [] : [name];
    }),
  );
  return results.flat();
}

/** The error of the check, or that it took too long; null where it passed. */
async function withinLimit(check: () => Promise<void>, milliseconds: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<unknown>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  const done = (async () => check())().then(
    () => null,
    (error: unknown) => error ?? new Error('failed'),
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
