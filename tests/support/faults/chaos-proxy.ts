/** A proxy between service and database that plays what networks and poolers do. */
import { createHash } from 'node:crypto';
import { createServer, connect as dial, type Socket } from 'node:net';

export interface ChaosProxy {
  /** The given URL, through the proxy. */
  readonly url: string;
  /** Connections open now. */
  readonly open: () => number;
  /** The next commits are cut: after they were sent (the answer is lost), or before. */
  cutCommits(count: number, place: 'after' | 'before'): void;
  /** Commits cut so far. */
  readonly cut: () => number;
  /** From now on nothing passes, and nobody is told: a database or a network that is frozen. */
  freeze(): void;
  close(): Promise<void>;
}

export interface ChaosOptions {
  /** Takes these words out of the settings that a session asks for, as a careless pooler does. */
  readonly drop?: string;
}

/** Name of the prepared COMMIT, as `src/store/prisma/connect.ts` names statements. */
const COMMIT = Buffer.from(createHash('sha1').update('COMMIT').digest('base64url'));

export async function startChaosProxy(target: string, options: ChaosOptions = {}): Promise<ChaosProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let frozen = false;
  let [armed, place, cuts]: [number, 'after' | 'before', number] = [0, 'after', 0];

  const server = createServer((client) => {
    const database = dial({ host: hostname, port: Number(port) });
    let first = true;
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
      socket.setNoDelay(true);
    }
    client.on('data', (data: Buffer) => {
      const sent = first && options.drop !== undefined ? withoutWords(data, options.drop) : data;
      first = false;
      if (frozen) return;
      if (armed > 0 && sent.includes(COMMIT)) {
        armed -= 1;
        cuts += 1;
        // `end` lets the server read what was sent; the answer finds nobody.
        if (place === 'after') database.end(sent);
        else database.destroy();
        client.destroy();
        return;
      }
      database.write(sent);
    });
    database.on('data', (data) => {
      if (!frozen) client.write(data);
    });
    client.on('close', () => database.end());
    database.on('close', () => client.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    open: () => sockets.size / 2,
    cutCommits(count, where) {
      [armed, place] = [count, where];
    },
    cut: () => cuts,
    freeze: () => {
      frozen = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The startup packet (length, version, text) without these words. */
function withoutWords(packet: Buffer, words: string): Buffer {
  const at = packet.indexOf(words);
  if (at < 0) return packet;
  const shorter = Buffer.concat([packet.subarray(0, at), packet.subarray(at + words.length)]);
  shorter.writeInt32BE(shorter.length, 0);
  return shorter;
}
