/** Another service on the same machine: what slow clients cost whoever shares it with them, without a line of ours. */
import { type ChildProcess, fork } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { defaultLimits } from '../../../src/http/http-config.ts';

const FILE = fileURLToPath(
  new URL('../../../node_modules/@fastify/swagger-ui/static/swagger-ui-bundle.js', import.meta.url),
);

export interface BareServer {
  readonly address: string;
  stop(): Promise<void>;
}

/** As a process of its own, with the service's limits for late requests: it answers everything with one large file. */
export async function startBareServer(): Promise<BareServer> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), { execArgv: process.execArgv });
  const port = await new Promise((resolve) => child.once('message', resolve));
  return {
    address: `http://127.0.0.1:${port}`,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  const { requestTimeoutMs } = defaultLimits;
  const server = createServer(
    { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs, connectionsCheckingInterval: 2000 },
    (request, response) => {
      response.on('error', () => undefined);
      request.resume().once('end', () => createReadStream(FILE).pipe(response));
    },
  );
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}
