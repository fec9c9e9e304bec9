/** A server that really puts what it is sent into SQL, so that an attack which misses it proves nothing. */
import Fastify from 'fastify';
import { Pool } from 'pg';
import { MARK, type MarkedRequest } from './sqlmap.ts';

export interface InjectableControl {
  readonly address: string;
  /** One for each place that a value may stand in. */
  readonly requests: Readonly<Record<string, MarkedRequest>>;
  close(): Promise<void>;
}

/** By these the statements of the control are told from those of the service in the database's log. */
export const CONTROL_NAME = 'injectable control';

/** Listens on any free port, on the database of that address. */
export async function startInjectableControl(databaseUrl: string): Promise<InjectableControl> {
  const pool = new Pool({ connectionString: databaseUrl, application_name: CONTROL_NAME, max: 4 });
  pool.on('error', () => undefined);
  const app = Fastify();
  // What goes wrong is not told, as the service does not tell it.
  app.setErrorHandler(async (_error, _request, reply) => reply.code(500).send({ code: 'internal' }));
  const find = async (name: unknown) => {
    const { rows } = await pool.query(
      `SELECT name FROM (VALUES ('memory')) AS t (name) WHERE name = '${name}'`,
    );
    return { items: rows };
  };
  app.get('/query', async ({ query }) => find((query as { name: string }).name));
  app.get('/path/:name', async ({ params }) => find((params as { name: string }).name));
  app.get('/header', async ({ headers }) => find(headers['if-none-match']));
  app.post('/body', async ({ body }) => find((body as { deep: { name: string }[] }).deep[0]?.name));
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const get = (target: string, headers = {}) => ({ method: 'GET', target, headers, body: undefined });
  return {
    address,
    requests: {
      query: get(`/query?other=1&name=memory${MARK}`),
      path: get(`/path/memory${MARK}`),
      header: get('/header', { 'If-None-Match': `memory${MARK}` }),
      body: {
        method: 'POST',
        target: '/body',
        headers: { 'Content-Type': 'application/json' },
        body: `{"other":1,"deep":[{"name":"memory${MARK}"}]}`,
      },
    },
    close: async () => {
      await app.close();
      await pool.end();
    },
  };
}
