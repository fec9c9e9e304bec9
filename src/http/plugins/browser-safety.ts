/** What browsers are told: a tight policy for every answer, and which other sites may call. */
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Headers that scripts of other origins may read. */
const EXPOSED = [
  'Audit-Hash',
  'Audit-Seq',
  'Content-Disposition',
  'ETag',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Row-Count',
  'Snapshot-At',
  'Snapshot-Seq',
  'X-Request-Id',
  'Idempotency-Replayed',
];

export async function installBrowserSafety(
  app: FastifyInstance,
  corsOrigins: readonly string[],
): Promise<void> {
  await app.register(helmet, {
    // Answers are data: nothing may be loaded or framed. The documentation page has its own policy.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    // Reports may be embedded as data by other sites, as far as CORS allows it.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // Said by whoever ends TLS in front of the service; over plain http it is ignored anyway.
    strictTransportSecurity: false,
  });
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED,
    maxAge: 600,
    strictPreflight: false,
  });
}
