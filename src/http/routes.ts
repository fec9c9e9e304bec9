/** Declares routes on an app: the shape meets the access table and Fastify. */
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AccessTable } from './access.ts';
import { Admission } from './admission.ts';
import { defaultLimits } from './http-config.ts';
import type { Answers, DeclaredRoute, NoFields, RouteDefinition } from './route.ts';
import { routeHandler } from './route-handler.ts';

/** Declares routes, each against its line of the access table. */
export class Routes<Table extends AccessTable> {
  readonly declared: DeclaredRoute[] = [];
  private readonly app: FastifyInstance;
  private readonly table: Table;
  private readonly admission: Admission;

  constructor(app: FastifyInstance, table: Table, admission = new Admission(defaultLimits)) {
    this.app = app;
    this.table = table;
    this.admission = admission;
    app.addHook('onRoute', ({ method, url, config }) => {
      if (config?.declared === undefined && !isDocumentationPage(url)) {
        throw new Error(
          `${String(method)} ${url} is not declared: use Routes.add, so that it has an access rule`,
        );
      }
    });
  }

  /** @throws Error where the operation has no line in the access table. */
  add<
    const Operation extends keyof Table & string,
    const Of extends Answers,
    Params extends z.ZodObject = NoFields,
    Query extends z.ZodObject = NoFields,
    Body extends z.ZodType = z.ZodUndefined,
  >(operation: Operation, definition: RouteDefinition<Params, Query, Body, Of, Table[Operation]>): void {
    const [method = '', path = ''] = operation.split(' ');
    const needed = this.table[operation];
    if (needed === undefined) throw new Error(`${operation} has no line in src/http/access.ts`);
    const route = { ...definition, operation, method, path, access: needed } as unknown as DeclaredRoute;
    const limit = definition.textBody?.maximumBytes ?? definition.bodyLimit;
    this.app.route({
      method,
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      config: { declared: route },
      handler: routeHandler(route, this.admission),
      ...(limit === undefined ? {} : { bodyLimit: limit }),
    });
    this.declared.push(route);
  }

  /** Operations of the table that no route has been declared for. */
  missing(): string[] {
    return Object.keys(this.table).filter((operation) =>
      this.declared.every((route) => route.operation !== operation),
    );
  }
}

/** The files of Swagger UI, which its plugin registers: they are for everyone. */
function isDocumentationPage(url: string): boolean {
  return url === '/docs' || url.startsWith('/docs/');
}
