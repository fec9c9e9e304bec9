/**
 * More ears on one port. Node takes one new connection a turn of its event loop and listener
 * (libuv/libuv#3696): with turns of 60 ms under overload, 200 clients that came at once waited up to
 * 16 s before anybody heard of them, health checks among them. With more handles of the same socket
 * it takes one for each. Node 20 can open a socket but once; another process can give it back often.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';

const EARS = 31;
const LIMIT_MS = 5000;

/** Gives each handle back as often as asked, and ends. */
const GIVE_BACK =
  "process.on('message',(count,handle)=>{for(let n=1;n<=count;n++)process.send(n,handle,undefined,n<count?undefined:()=>process.exit())})";

/**
 * Opens them beside the server, which serves what they hear. Where that is not possible there are none: a
 * machine may have no process or file left to open.
 * @param backlog of the socket, which listening again would change
 */
export async function openEars(server: HttpServer, backlog: number): Promise<readonly Server[]> {
  const ears: Server[] = [];
  const { _handle: handle } = server as unknown as { readonly _handle: object | null };
  const helper = handle === null ? null : startHelper();
  if (helper === null) return ears;
  const limit = setTimeout(() => helper.kill(), LIMIT_MS);
  await new Promise<void>((resolve) => {
    // Not once: a helper that did not start may not be sent to either.
    helper.on('error', () => resolve());
    helper.once('close', () => resolve());
    helper.on('message', (_count, given) => {
      if (given !== undefined) ears.push(openEar(server, given, backlog));
    });
    // What could not be started has no channel.
    if (!helper.connected) return;
    helper.send(EARS, handle as never, (error) => {
      if (error !== null) helper.kill();
    });
  });
  clearTimeout(limit);
  return ears;
}

function startHelper(): ChildProcess | null {
  try {
    return spawn(process.execPath, ['-e', GIVE_BACK], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  } catch {
    return null;
  }
}

function openEar(server: HttpServer, handle: unknown, backlog: number): Server {
  // As Node's own HTTP server takes its connections.
  const ear = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    server.emit('connection', socket),
  );
  ear.on('error', () => undefined);
  ear.listen(handle, backlog);
  return ear;
}
