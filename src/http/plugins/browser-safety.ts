/** What browsers are told: a tight policy for every answer, and which other sites may call. */
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Headers that scripts of other origins may read. */
const EXPOSED = [
  'Allow',
  'Audit-Hash',
  'Audit-Seq',
  'Content-Disposition',
  'ETag',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Report-As-Of-Seq',
  'Report-Content-Sha256',
  'Retry-After',
  'Row-Count',
  'Snapshot-At',
  'Snapshot-Seq',
  'WWW-Authenticate',
  'X-Request-Id',
  'Idempotency-Replayed',
];

/** Of the answers that do not come by the policy below: data that nobody is to guess at, load from or frame. */
export const safetyOfData = {
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** Headers of a document: where it is a page, it may load what its own policy says, and nobody frames it. */
export function pageHeaders(policy: string | undefined): Readonly<Record<string, string>> {
  return policy === undefined ? {} : { 'Content-Security-Policy': `${policy}; frame-ancestors 'none'` };
}

export async function installBrowserSafety(app: FastifyInstance): Promise<void> {
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
}

/** Lets other origins call. Install it before whatever refuses: a browser is to see refusals too. */
export async function installCrossOrigin(
  app: FastifyInstance,
  corsOrigins: readonly string[],
): Promise<void> {
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED,
    maxAge: 600,
    strictPreflight: false,
  });
}
