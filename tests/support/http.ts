/** A really listening server and a client whose every answer is held against the contract. */
import type { FastifyInstance } from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';
import supertest from 'supertest';
import { Contract } from './contract.ts';

type Method = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete' | 'options';

/** Requests of supertest, each with the contract as its first expectation. */
export type HttpClient = Readonly<Record<Method, (target: string) => supertest.Test>> & {
  readonly url: string;
  /** The same client with this key on every request. */
  readonly withKey: (key: string) => HttpClient;
  readonly close: () => Promise<void>;
};

/** Listens on a free port of the loopback address. */
export async function serve(app: FastifyInstance, document: OpenAPIV3_1.Document): Promise<HttpClient> {
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return clientOf(url, document, async () => app.close());
}

/** A client of a server that listens already. */
export function clientOf(
  url: string,
  document: OpenAPIV3_1.Document,
  close: () => Promise<void> = async () => {},
): HttpClient {
  const contract = contractOf(document);
  const clientWith = (key: string | null): HttpClient => {
    const send = (method: Method) => (target: string) => {
      const test = supertest(url)[method](target);
      if (key !== null) test.set('Authorization', `Bearer ${key}`);
      return test.expect((answer: supertest.Response) =>
        contract.check(method.toUpperCase(), target, answer),
      );
    };
    return {
      url,
      withKey: clientWith,
      close,
      get: send('get'),
      head: send('head'),
      post: send('post'),
      put: send('put'),
      patch: send('patch'),
      delete: send('delete'),
      options: send('options'),
    };
  };
  return clientWith(null);
}

/** Services of one process have the same contract, and its schemas take a while to compile. */
const contracts = new Map<string, Contract>();

function contractOf(document: OpenAPIV3_1.Document): Contract {
  const text = JSON.stringify(document);
  const contract = contracts.get(text) ?? new Contract(document);
  contracts.set(text, contract);
  return contract;
}
