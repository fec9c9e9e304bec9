/** The contract without the service: routes are declared, but nothing stands behind them. */
import Fastify from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';
import { hereRunner } from '../../services/reports/run-here.ts';
import type { Snapshots } from '../../store/snapshots.ts';
import type { Store } from '../../store/store.ts';
import { access } from '../access.ts';
import { createMetrics } from '../metrics.ts';
import { serviceRoutes } from '../routes/service.ts';
import { Routes } from '../routes.ts';
import { version } from '../version.ts';
import { openApiDocument, openApiYaml } from './document.ts';

/** All routes of the service, declared on an app that never listens. */
export function declaredRoutes(): Routes<typeof access> {
  const routes = new Routes(Fastify(), access);
  serviceRoutes(
    routes,
    {
      store: storeOfNothing(),
      newId: notHere,
      reports: hereRunner,
      snapshots: storeOfNothing() as unknown as Snapshots,
    },
    {
      readinessChecks: [],
      readinessCheckMs: 0,
      draining: { active: false },
      metrics: createMetrics({ process: false }),
      version,
    },
  );
  return routes;
}

/** The OpenAPI document of the service. */
export function declaredDocument(): OpenAPIV3_1.Document {
  return openApiDocument(declaredRoutes().declared, version);
}

/** Text of openapi.yaml. */
export function declaredYaml(): string {
  return openApiYaml(declaredDocument());
}

/** A store whose every part can be passed on, and none be called. */
function storeOfNothing(): Store {
  const nothing: object = new Proxy(notHere, { get: () => nothing });
  return nothing as Store;
}

function notHere(): never {
  throw new Error('routes are only declared here');
}
