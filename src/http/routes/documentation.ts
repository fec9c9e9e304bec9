/** The contract and its reference page, both made from the routes and served from here alone. */
import { ReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';
import { z } from 'zod';
import { page, pagePolicy } from '../../reports/page.ts';
import type { RecordAccess } from '../access.ts';
import { openApiDocument, openApiYaml } from '../openapi/document.ts';
import { pageHeaders } from '../plugins/browser-safety.ts';
import { problemKinds } from '../problem-kinds.ts';
import type { Routes } from '../routes.ts';

/** Everything from this origin; styles inline, since the page sets them; nothing from elsewhere. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A reliability diagram with the product's name: the diagonal, and forecasts that follow it. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="190" height="40" viewBox="0 0 190 40" role="img" aria-label="Reckoner">
<rect x="2" y="4" width="32" height="32" fill="none" stroke="#fff" stroke-width="2"/>
<path d="M2 36 34 4" stroke="#9ca3af" stroke-width="1.5" stroke-dasharray="3 3"/>
<path d="M6 33 14 26 22 18 30 7" fill="none" stroke="#fff" stroke-width="2.5"/>
<text x="46" y="28" font-family="Georgia, serif" font-size="25" fill="#fff">Reckoner</text></svg>`;

/** The contract in both its forms, each made on first use, when every route is known. */
export interface ContractDocuments {
  readonly json: () => OpenAPIV3_1.Document;
  readonly yaml: () => string;
}

export function documentationRoutes(routes: Routes<RecordAccess>, version: string): ContractDocuments {
  let json: OpenAPIV3_1.Document | undefined;
  let yaml: string | undefined;
  const documents: ContractDocuments = {
    json: () => {
      json ??= openApiDocument(routes.declared, version);
      return json;
    },
    yaml: () => {
      yaml ??= openApiYaml(documents.json());
      return yaml;
    },
  };

  routes.add('GET /openapi.json', {
    operationId: 'getOpenApiJson',
    tag: 'Operation',
    summary: 'This contract as JSON',
    answers: {
      200: {
        description: 'OpenAPI 3.1.',
        schema: z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApiDocument' }),
      },
    },
    handler: () => ({ ...documents.json() }),
  });

  routes.add('GET /openapi.yaml', {
    operationId: 'getOpenApiYaml',
    tag: 'Operation',
    summary: 'This contract as YAML',
    answers: { 200: { description: 'OpenAPI 3.1.', schema: z.string(), contentType: 'application/yaml' } },
    handler: () => documents.yaml(),
  });

  routes.add('GET /docs/problems', {
    operationId: 'getProblemKinds',
    tag: 'Operation',
    summary: 'What each kind of problem means',
    description: 'The page that `type` of a problem document points into.',
    answers: { 200: { description: 'A page for people.', schema: z.string(), contentType: 'text/html' } },
    handler: (_request, reply) =>
      reply.headers(pageHeaders(pagePolicy)).type('text/html; charset=utf-8').send(problemPage()),
  });
  return documents;
}

/** Swagger UI at /docs, from the package in node_modules: no other host is asked for anything. */
export async function installDocumentationPage(
  app: FastifyInstance,
  { json }: ContractDocuments,
): Promise<void> {
  // The plugin takes 3.1 as well; only its types have stayed at 3.0.
  const document = json() as unknown as OpenAPIV3.Document;
  await app.register(swagger, { mode: 'static', specification: { document } });
  await app.register(async (pages) => {
    sendFilesFromMemory(pages);
    await pages.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: PAGE_POLICY,
      logo: { type: 'image/svg+xml', content: Buffer.from(LOGO), href: '/docs/', target: '_self' },
      theme: { title: 'Reckoner' },
      uiConfig: { docExpansion: 'list', deepLinking: true, tryItOutEnabled: false },
    });
  });
}

/** What a client owes at a time: more would give who reads slowly more time. */
const PIECE_BYTES = 65_536;

/**
 * Files of the page are read once. From the disk, each time, 200 clients that read slowly took two seconds
 * of the service's time, and everybody else's compression waited behind their reads.
 */
function sendFilesFromMemory(pages: FastifyInstance): void {
  const files = new Map<string, { readonly tag: string; readonly bytes: Promise<Buffer> }>();
  // Who asks for a part gets the whole (RFC 9110, 14.2): a part would come from the disk.
  pages.addHook('onRequest', async (request) => {
    delete request.raw.headers.range;
  });
  pages.addHook('onSend', async (_request, reply, payload) => {
    if (!(payload instanceof ReadStream)) return payload;
    // A file that cannot be opened is told by reading it.
    payload.on('error', () => undefined).destroy();
    const path = payload.path.toString();
    const tag = String(reply.getHeader('etag'));
    let file = files.get(path);
    // The headers are of what stands on the disk by now.
    if (file?.tag !== tag) {
      file = { tag, bytes: readFile(path) };
      file.bytes.catch(() => files.delete(path));
      files.set(path, file);
    }
    return Readable.from(piecesOf(await file.bytes), { objectMode: false, highWaterMark: PIECE_BYTES });
  });
}

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

function problemPage(): string {
  const entries = Object.entries(problemKinds).map(
    ([kind, { status, title, description }]) =>
      `<dt id="${kind}">${status} ${title} <code>${kind}</code></dt><dd>${markCode(description)}</dd>`,
  );
  return page('Kinds of problem', '<h1>Kinds of problem</h1>', `<dl>${entries.join('\n')}</dl>`);
}

/** The descriptions are written here, in this repository; only angle brackets and backticks stand in them. */
function markCode(text: string): string {
  return text
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/`([^`]*)`/g, '<code>$1</code>');
}
