/** Prometheus metrics of one app: its own registry, labels with route patterns only. */
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { RequestFacts } from './plugins/request-log.ts';

export interface Metrics {
  readonly registry: Registry;
  observe(facts: RequestFacts): void;
}

/** @param process whether the numbers of the process are collected too; once a process is enough. */
export function createMetrics(options: { readonly process: boolean }): Metrics {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  return {
    registry,
    observe: ({ method, route, status, ms }) =>
      duration.observe({ method, route, status: String(status) }, ms / 1000),
  };
}
