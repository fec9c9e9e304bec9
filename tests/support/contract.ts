/** Holds answers against the OpenAPI document: status, content type and body must be documented. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { OpenAPIV3_1 } from 'openapi-types';

/** What is checked of an answer. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

type Response = OpenAPIV3_1.ResponseObject;
type Methods = Readonly<
  Record<
    string,
    { readonly responses?: Readonly<Record<string, Response | OpenAPIV3_1.ReferenceObject>> } | undefined
  >
>;

export class Contract {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly paths: readonly {
    readonly path: string;
    readonly pattern: RegExp;
    readonly methods: Methods;
  }[];
  private readonly document: OpenAPIV3_1.Document;

  constructor(document: OpenAPIV3_1.Document) {
    this.document = document;
    formats.default(this.ajv);
    this.ajv.addSchema({ $id: 'contract', ...document });
    this.paths = Object.entries(document.paths ?? {}).map(([path, methods]) => ({
      path,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
      methods: methods as Methods,
    }));
  }

  /** @throws Error saying what of the answer is not in the contract. */
  check(method: string, target: string, answered: Answered): void {
    const path = target.split('?', 1)[0] ?? target;
    const place = `${method} ${path} -> ${answered.status}`;
    const isHead = method === 'HEAD';
    if (method === 'OPTIONS' || path.startsWith('/docs')) return;
    const found = this.paths.find(({ pattern }) => pattern.test(path));
    const operation = found?.methods[isHead ? 'get' : method.toLowerCase()];
    if (found === undefined || operation === undefined) {
      this.checkProblem(place, answered, isHead);
      if (![400, 404, 405, 414, 429, 503].includes(answered.status))
        throw new Error(`${place}: no such operation is documented`);
      return;
    }
    const response = this.resolve(operation.responses?.[String(answered.status)]);
    if (response === undefined) throw new Error(`${place}: this status is not documented`);
    for (const name of Object.keys(response.headers ?? {})) {
      const always = ['ETag', 'Retry-After', 'WWW-Authenticate', 'Location'].includes(name);
      // What is recorded, but could not be read back, is not to be tried again.
      const recorded = name === 'Retry-After' && answered.headers['audit-seq'] !== undefined;
      if (always && !recorded && answered.headers[name.toLowerCase()] === undefined)
        throw new Error(`${place}: the header ${name} is missing`);
    }
    if (!isHead) this.checkBody(place, response, answered);
  }

  private checkBody(place: string, response: Response, answered: Answered): void {
    const types = Object.entries(response.content ?? {});
    const type = answered.headers['content-type']?.split(';')[0];
    if (types.length === 0) {
      if (type !== undefined) throw new Error(`${place}: no content is documented, ${type} came`);
      return;
    }
    const schema = types.find(([documented]) => documented === type)?.[1].schema;
    if (schema === undefined) throw new Error(`${place}: the content type ${type} is not documented`);
    if (type?.endsWith('json') === true && !type.endsWith('ndjson'))
      this.checkSchema(place, schema, answered.body);
  }

  private checkProblem(place: string, answered: Answered, isHead: boolean): void {
    if (answered.headers['content-type']?.startsWith('application/problem+json') !== true) {
      throw new Error(`${place}: not a problem document but ${answered.headers['content-type']}`);
    }
    if (!isHead) this.checkSchema(place, { $ref: '#/components/schemas/Problem' }, answered.body);
  }

  private checkSchema(place: string, schema: object, body: unknown): void {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/');
    const validate = this.compiled.get(text) ?? this.ajv.compile(JSON.parse(text) as object);
    this.compiled.set(text, validate);
    if (!validate(body))
      throw new Error(`${place}: the body is not as documented: ${this.ajv.errorsText(validate.errors)}`);
  }

  private resolve(response: Response | OpenAPIV3_1.ReferenceObject | undefined): Response | undefined {
    if (response === undefined || !('$ref' in response)) return response;
    return this.document.components?.responses?.[response.$ref.split('/').at(-1) ?? ''] as
      | Response
      | undefined;
  }
}
