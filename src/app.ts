/** The service as one Fastify instance: every plugin and every route, by name and in order. */
import accepts from '@fastify/accepts';
import compress from '@fastify/compress';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { type AccessTable, access } from './http/access.ts';
import { Admission } from './http/admission.ts';
import { collectMethods } from './http/allowed-methods.ts';
import { defaultLimits, type HttpConfig, type HttpLimits } from './http/http-config.ts';
import { installBodyParsers } from './http/input/request-body.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { installAuthentication, type KeyDirectory } from './http/plugins/authentication.ts';
import { installBrowserSafety, installCrossOrigin } from './http/plugins/browser-safety.ts';
import { type Draining, installDraining } from './http/plugins/draining.ts';
import { installFraming } from './http/plugins/framing.ts';
import { installLoadShedding } from './http/plugins/load-shedding.ts';
import { installPipelining } from './http/plugins/pipelining.ts';
import { installProblems, installUnknownPaths } from './http/plugins/problems.ts';
import { installRateLimits } from './http/plugins/rate-limits.ts';
import { installRequestId } from './http/plugins/request-id.ts';
import { installRequestLog } from './http/plugins/request-log.ts';
import { withSharedLookups } from './http/plugins/shared-lookups.ts';
import { cutSlowReaders } from './http/plugins/slow-readers.ts';
import type { RecordContext } from './http/record-context.ts';
import { installDocumentationPage } from './http/routes/documentation.ts';
import type { ReadinessCheck } from './http/routes/operation.ts';
import { serviceRoutes } from './http/routes/service.ts';
import { Routes } from './http/routes.ts';
import { createServer } from './http/server.ts';
import { version } from './http/version.ts';

export interface PlumbingDependencies {
  readonly config: HttpConfig;
  readonly limits?: Partial<HttpLimits>;
  readonly keyDirectory: KeyDirectory;
  readonly logger: FastifyBaseLogger;
}

export interface AppDependencies extends PlumbingDependencies {
  readonly record: RecordContext;
  readonly readinessChecks: readonly ReadinessCheck[];
  /** Whether /metrics tells of the process too; off where several apps share a process. */
  readonly processMetrics?: boolean;
}

export interface Plumbing<Table extends AccessTable> {
  readonly app: FastifyInstance;
  readonly routes: Routes<Table>;
  readonly limits: HttpLimits;
  readonly draining: Draining;
  readonly metrics: Metrics;
}

/** Everything but the routes. The order of the hooks is the order of the lines. */
export async function buildPlumbing<Table extends AccessTable>(
  dependencies: PlumbingDependencies,
  table: Table,
  metrics: Metrics = createMetrics({ process: false }),
): Promise<Plumbing<Table>> {
  const { config, keyDirectory, logger } = dependencies;
  const limits: HttpLimits = { ...defaultLimits, ...dependencies.limits };
  const app = createServer(logger, limits, config.trustedProxies);
  const admission = new Admission(limits);
  const matcher = collectMethods(app);

  installPipelining(app);
  installRequestId(app);
  installRequestLog(app, metrics.observe);
  installProblems(app, matcher);
  await installCrossOrigin(app, config.corsOrigins);
  await installLoadShedding(app, limits, admission);
  await installBrowserSafety(app);
  const draining = installDraining(app);
  await app.register(accepts);
  await app.register(compress, { globalDecompression: false, encodings: ['br', 'gzip'], threshold: 1024 });
  const lockout = await installRateLimits(app, {
    requests: config.rateLimitPerMinute,
    windowSeconds: limits.rateLimitWindowSeconds,
    wrongKeys: limits.wrongKeysPerWindow,
  });
  installFraming(app);
  installUnknownPaths(app, matcher);
  installAuthentication(app, {
    keyDirectory: withSharedLookups({
      find: (secret) => admission.gates.key.run(() => keyDirectory.find(secret)),
    }),
    publicRead: config.publicRead,
    lockout,
  });
  cutSlowReaders(app, limits.answerPace);
  installBodyParsers(app);
  return { app, routes: new Routes(app, table, admission), limits, draining, metrics };
}

/** The whole service. Listening and closing are the caller's. */
export async function buildApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const metrics = createMetrics({ process: dependencies.processMetrics ?? false });
  const { readinessChecks, record } = dependencies;
  const { app, routes, limits, draining } = await buildPlumbing(dependencies, access, metrics);

  const documents = serviceRoutes(routes, record, {
    readinessChecks,
    readinessCheckMs: limits.readinessCheckMs,
    draining,
    metrics,
    version,
  });
  await installDocumentationPage(app, documents);
  return app;
}
