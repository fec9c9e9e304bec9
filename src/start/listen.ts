/** Opening the port, and closing it without losing what is under way. */
import type { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { StartProblem } from '../store/start-problem.ts';
import { openEars } from './ears.ts';

/**
 * Connections that the system keeps until they are taken. Node's 511 overflow when many clients come
 * at once, and who is dropped there tries again after 1, 3, 7 and 15 seconds. The system may set less.
 */
const BACKLOG = 4096;

/** What listens beside each app's own server. */
const earsOf = new WeakMap<FastifyInstance, Promise<readonly Server[]>>();

/** Starts listening and gives the address to open. @throws StartProblem where the port cannot be had. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  await settle(app);
  try {
    await app.listen({ host, port, backlog: BACKLOG });
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, host, port);
  }
  // Not waited for: until they are there, the server's own does.
  earsOf.set(app, openEars(app.server, BACKLOG));
  const address = app.server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return `http://${reachableName(host)}:${actual}`;
}

const SWEEP_MS = 100;

/**
 * Stops taking requests and waits for those under way; what is still open after the limit is cut.
 * @returns whether everything ended in time.
 */
export async function drain(app: FastifyInstance, limitMs: number): Promise<boolean> {
  let inTime = true;
  const cut = setTimeout(() => {
    inTime = false;
    app.server.closeAllConnections();
  }, limitMs);
  // An answer whose head went out before the end came leaves a connection that its client keeps.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  const deaf = earsOf.get(app)?.then((ears) => Promise.all(ears.map(closed)));
  try {
    // Begun at once: readiness says so from here on, whether the ears are there yet or not.
    await Promise.all([app.close(), deaf]);
  } finally {
    clearTimeout(cut);
    clearInterval(sweep);
  }
  return inTime;
}

function closed(ear: Server): Promise<void> {
  return new Promise((resolve) => ear.close(() => resolve()));
}

const SETTLE_LIMIT_MS = 600;

/**
 * Building the routes keeps the event loop busy, which load shedding takes for pressure until its
 * next sample: without this wait the first requests of a fresh service would be turned away.
 */
async function settle(app: FastifyInstance): Promise<void> {
  await app.ready();
  const before = app.memoryUsage().eventLoopDelay;
  const settled = () => app.memoryUsage().eventLoopDelay !== before && !app.isUnderPressure();
  for (const limit = Date.now() + SETTLE_LIMIT_MS; !settled() && Date.now() < limit; ) await sleep(10);
}

/** An address that listens everywhere is opened by the name of this machine. */
function reachableName(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): unknown {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartProblem(
        `Port ${port} on ${host} is taken by another program.`,
        'Stop that program, or choose another port: PORT=3001 npm start (PORT=0 takes any free one).',
      );
    case 'EACCES':
      return new StartProblem(
        `This user may not listen on port ${port}.`,
        'Choose a port from 1024 up: PORT=3000 npm start.',
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartProblem(
        `This machine has no address ${host}.`,
        'Set HOST to 127.0.0.1 for this machine only, or 0.0.0.0 for all of its addresses.',
      );
    default:
      return error;
  }
}
