/** Which problems a route answers, and the shared responses of the document that describe them. */
import type { OpenAPIV3_1 } from 'openapi-types';
import { PROBLEM_CONTENT_TYPE, problemSchema } from '../problem.ts';
import { kindOfStatus, problemKinds } from '../problem-kinds.ts';
import type { DeclaredRoute } from '../route.ts';
import type { SchemaComponents } from './schemas.ts';

const HEALTH = new Set(['/livez', '/readyz']);

/** Statuses of all problems the route may answer, ascending. */
export function problemStatuses(route: DeclaredRoute): number[] {
  const statuses = new Set<number>([400, 500, ...(route.problems ?? [])]);
  const add = (condition: boolean, ...more: number[]): void => {
    if (condition) for (const status of more) statuses.add(status);
  };
  add(!HEALTH.has(route.path), 429, 503);
  add(route.access !== 'none', 401);
  add(route.access !== 'none' && route.access !== 'read', 403);
  add(route.params !== undefined, 404, 414);
  add(
    Object.values(route.answers).some(({ schema }) => schema !== null),
    406,
  );
  add(route.body !== undefined || route.textBody !== undefined, 413, 415);
  // A DELETE reads no body, yet one may be sent.
  add(route.method === 'DELETE', 415);
  add(route.ifMatch !== undefined, 412, 428);
  add(route.idempotent === true, 409, 422);
  return [...statuses].sort((a, b) => a - b);
}

/** Reference to the shared response of a status. */
export function problemReference(status: number): OpenAPIV3_1.ReferenceObject {
  return { $ref: `#/components/responses/${componentName(status)}` };
}

/** The shared responses that the routes use. */
export function problemResponses(
  routes: readonly DeclaredRoute[],
  schemas: SchemaComponents,
): Record<string, OpenAPIV3_1.ResponseObject> {
  const used = [...new Set(routes.flatMap(problemStatuses))].sort((a, b) => a - b);
  const schema = schemas.schemaOf(problemSchema, 'output');
  return Object.fromEntries(
    used.map((status) => {
      const headers = headersOf(status);
      const response: OpenAPIV3_1.ResponseObject = {
        description: problemKinds[kindOfStatus(status)].description,
        ...(headers === undefined ? {} : { headers }),
        content: { [PROBLEM_CONTENT_TYPE]: { schema } },
      };
      return [componentName(status), response];
    }),
  );
}

function headersOf(status: number): Record<string, OpenAPIV3_1.HeaderObject> | undefined {
  if (status === 429)
    return { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } };
  if (status === 503)
    return {
      'Retry-After': {
        description: 'Seconds to wait. Absent only with the code `recordedUnread`.',
        schema: { type: 'integer' },
      },
      'Audit-Seq': {
        description:
          'With the code `recordedUnread`: the event under which it was recorded all the same. Do not send it again.',
        schema: { type: 'integer' },
      },
    };
  if (status === 401)
    return { 'WWW-Authenticate': { description: 'The scheme: Bearer.', schema: { type: 'string' } } };
  return undefined;
}

function componentName(status: number): string {
  const kind = kindOfStatus(status);
  return `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
}
