/** The access table and the routes are the same list. */
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { access } from '../src/http/access.ts';
import { declaredRoutes } from '../src/http/openapi/declared.ts';
import { Routes } from '../src/http/routes.ts';

const definition = {
  operationId: 'x',
  tag: 'x',
  summary: 'x',
  answers: { 200: { description: 'x', schema: z.strictObject({}) } },
  handler: () => ({}),
};

/** Posts that only compute: their body is too large for an address, and nothing is kept of it. */
const COMPUTING = ['POST /v1/scoring/evaluate'];

describe('the access table', () => {
  it('has a route for every line', () => {
    expect(declaredRoutes().missing()).toEqual([]);
  });

  it('has one line for every route, and gives it its scope', () => {
    const { declared } = declaredRoutes();
    expect(new Set(declared.map(({ operation }) => operation)).size).toBe(declared.length);
    for (const { operation, access: needed } of declared)
      expect(needed).toBe((access as Record<string, string>)[operation]);
  });

  it('lets nothing write without a key', () => {
    for (const [operation, needed] of Object.entries(access)) {
      const writes = !operation.startsWith('GET ') && !COMPUTING.includes(operation);
      if (writes) expect(['write', 'resolve', 'admin'], operation).toContain(needed);
    }
  });

  it('is needed to declare a route', () => {
    const routes = new Routes<Record<string, 'read'>>(Fastify(), {});
    expect(() => routes.add('GET /v1/new', definition)).toThrow(
      'GET /v1/new has no line in src/http/access.ts',
    );
  });

  it('cannot be passed by: a route that is not declared is refused', () => {
    const app = Fastify();
    new Routes(app, access);
    expect(() => app.get('/v1/hidden', () => 'secret')).toThrow('/v1/hidden is not declared');
  });
});
