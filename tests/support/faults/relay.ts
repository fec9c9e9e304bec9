/**
 * Stands between one attack and the service: counts the answers, and puts the state that an item
 * has now into If-Match, without which every change after the first would be refused unread.
 */
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Relay {
  readonly port: number;
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  close(): Promise<void>;
}

export interface RelayOptions {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  /** If-Match as it was when the attack was made; sent like this, it is replaced. */
  readonly staleTag?: string | undefined;
  /** The strong tag now. */
  readonly currentTag?: () => Promise<string | undefined>;
}

export async function openRelay({ address, staleTag, currentTag }: RelayOptions): Promise<Relay> {
  const { hostname, port } = new URL(address);
  const statuses = new Map<number, number>();
  const server = createServer(async (asked, answer) => {
    const headers: IncomingHttpHeaders = { ...asked.headers, host: `${hostname}:${port}` };
    if (staleTag !== undefined && headers['if-match'] === staleTag)
      headers['if-match'] = (await currentTag?.()) ?? staleTag;
    const options = { hostname, port, method: asked.method, path: asked.url, headers };
    const forwarded = httpRequest(options, (from) => {
      const status = from.statusCode ?? 0;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      answer.writeHead(status, from.headers);
      from.pipe(answer);
    });
    forwarded.on('error', () => answer.destroy());
    asked.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    statuses,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
