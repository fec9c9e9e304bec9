/** One declared route as an operation of the OpenAPI document. */
import type { OpenAPIV3_1 } from 'openapi-types';
import type { z } from 'zod';
import type { Answer, DeclaredRoute } from '../route.ts';
import { problemReference, problemStatuses } from './problem-responses.ts';
import type { SchemaComponents } from './schemas.ts';

export function operationOf(route: DeclaredRoute, schemas: SchemaComponents): OpenAPIV3_1.OperationObject {
  const parameters = [
    ...fieldParameters(route.params, 'path', schemas),
    ...fieldParameters(route.query, 'query', schemas),
    ...headerParameters(route),
  ];
  const requestBody = bodyOf(route, schemas);
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: securityOf(route),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: responsesOf(route, schemas),
  };
}

/** Scopes stand as roles, which OpenAPI 3.1 allows for any scheme. An empty entry: no key is needed. */
function securityOf(route: DeclaredRoute): OpenAPIV3_1.SecurityRequirementObject[] {
  if (route.access === 'none') return [];
  return route.access === 'read' ? [{}, { key: ['read'] }] : [{ key: [route.access] }];
}

function fieldParameters(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  schemas: SchemaComponents,
): OpenAPIV3_1.ParameterObject[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemas.schemaOf(schema, 'input');
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property;
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    } as OpenAPIV3_1.ParameterObject;
  });
}

function headerParameters(route: DeclaredRoute): OpenAPIV3_1.ParameterObject[] {
  const header = (name: string, required: boolean, description: string): OpenAPIV3_1.ParameterObject => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  return [
    ...(route.ifMatch === undefined
      ? []
      : [
          header(
            'If-Match',
            route.ifMatch === 'required',
            `Strong ETag of the state you have seen${route.ifMatch === 'optional' ? '; a correction needs it' : ''}. \`*\` is refused.`,
          ),
        ]),
    ...(route.idempotent === true
      ? [
          header(
            'Idempotency-Key',
            false,
            'Sent again with the same body, the same answer comes back. 1 to 255 visible ASCII characters.',
          ),
        ]
      : []),
    ...(route.etag === true && route.method === 'GET'
      ? [header('If-None-Match', false, 'ETags you have; 304 where one still stands.')]
      : []),
  ];
}

function bodyOf(route: DeclaredRoute, schemas: SchemaComponents): OpenAPIV3_1.RequestBodyObject | undefined {
  if (route.textBody !== undefined) {
    return {
      required: true,
      description: route.textBody.description,
      content: { 'text/plain': { schema: { type: 'string' } } },
    };
  }
  if (route.body === undefined) return undefined;
  const { uploads } = route;
  const files = (uploads?.types ?? []).map(
    (type) => [type, { schema: { type: 'string' as const } }] as const,
  );
  return {
    required: true,
    ...(uploads === undefined ? {} : { description: uploads.description }),
    content: {
      'application/json': { schema: schemas.schemaOf(route.body, 'input') },
      ...Object.fromEntries(files),
    },
  };
}

function responsesOf(route: DeclaredRoute, schemas: SchemaComponents): OpenAPIV3_1.ResponsesObject {
  const answers = Object.entries(route.answers).map(
    ([status, answer]) => [status, answerOf(route, answer, schemas)] as const,
  );
  const unchanged =
    route.etag === true && route.method === 'GET'
      ? [['304', { description: 'You have the state that still stands.' }] as const]
      : [];
  const problems = problemStatuses(route).map(
    (status) => [String(status), problemReference(status)] as const,
  );
  return Object.fromEntries([...answers, ...unchanged, ...problems]);
}

function answerOf(
  route: DeclaredRoute,
  answer: Answer,
  schemas: SchemaComponents,
): OpenAPIV3_1.ResponseObject {
  const documented = {
    ...(route.etag === true ? { ETag: { description: 'Strong tag of this state.' } } : {}),
    ...(route.idempotent === true
      ? { 'Idempotency-Replayed': { description: '`true` where the answer is that of an earlier request.' } }
      : {}),
    ...answer.headers,
  };
  const headers = Object.fromEntries(
    Object.entries(documented).map(([name, { description }]) => [
      name,
      { description, schema: { type: 'string' as const } },
    ]),
  );
  const response: OpenAPIV3_1.ResponseObject = {
    description: answer.description,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  };
  const others = (answer.alsoAs ?? []).map(
    (type) => [type, { schema: { type: 'string' as const } }] as const,
  );
  if (answer.schema === null && others.length === 0) return response;
  const main =
    answer.schema === null
      ? []
      : [
          [
            answer.contentType ?? 'application/json',
            { schema: schemas.schemaOf(answer.schema, 'output') },
          ] as const,
        ];
  return { ...response, content: Object.fromEntries([...main, ...others]) };
}
