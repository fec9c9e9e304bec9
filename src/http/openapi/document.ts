/** The OpenAPI 3.1 document, made from the declared routes: there is no second description of them. */
import type { OpenAPIV3_1 } from 'openapi-types';
import { stringify } from 'yaml';
import type { DeclaredRoute } from '../route.ts';
import { operationOf } from './operation.ts';
import { problemResponses } from './problem-responses.ts';
import { SchemaComponents } from './schemas.ts';
import { tags } from './tags.ts';

const DESCRIPTION = `Keeps the record of forecasts and claims, resolves them with evidence, and reports how accurate
each speaker has been.

Times are RFC 3339, answered in UTC. Absent is \`null\`. Unknown fields and parameters are refused.
Refusals are problem documents (RFC 9457). Lists are pages: follow \`nextCursor\` or the \`Link\` header.
An item's \`ETag\` changes exactly when the item does; editing needs it in \`If-Match\`.
A path answers OPTIONS with \`Allow\`, and HEAD wherever it answers GET.`;

/** @param version of the service. */
export function openApiDocument(routes: readonly DeclaredRoute[], version: string): OpenAPIV3_1.Document {
  const schemas = new SchemaComponents();
  const paths: Record<string, Record<string, OpenAPIV3_1.OperationObject>> = {};
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(route, schemas),
    };
  }
  const responses = problemResponses(routes, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Reckoner',
      version,
      summary: 'The record of forecasts and claims, and of how they turned out',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This service.' }],
    tags: tags.filter(({ name }) => routes.some((route) => route.tag === name)),
    paths: paths as OpenAPIV3_1.PathsObject,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key of this service: `Authorization: Bearer <key>`.',
        },
      },
      responses,
      schemas: Object.fromEntries([...schemas.components].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  } as OpenAPIV3_1.Document;
}

/** The document as text, the same for the same routes. */
export function openApiYaml(document: OpenAPIV3_1.Document): string {
  return stringify(document, { lineWidth: 110, aliasDuplicateObjects: false });
}
