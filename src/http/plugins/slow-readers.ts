/** Clients that hardly take their answer: they would hold it in memory for as long as they like. */
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What is shorter fits into the buffers of the system, whoever reads. */
const LARGE_CHARACTERS = 16_384;

export interface AnswerPace {
  /** Time for the next part of an answer, whatever its size. */
  readonly graceMs: number;
  /** Slowest pace beyond that. */
  readonly bytesPerSecond: number;
}

/** What a connection had taken when it last took a whole part, and since when it owes the next. */
interface Stand {
  readonly request: FastifyRequest;
  taken: number;
  since: number;
}

/**
 * Cuts the connection of a client that takes the parts of a large answer more slowly than that.
 * Node limits only how slowly a request may come, and its own timer starts anew at every byte.
 */
export function cutSlowReaders(app: FastifyInstance, { graceMs, bytesPerSecond }: AnswerPace): void {
  const open = new Map<Socket, Stand>();
  app.addHook('onSend', (request, reply, payload, done) => {
    if (isLarge(payload)) {
      const { socket } = request.raw;
      open.set(socket, { request, taken: -1, since: performance.now() });
      reply.raw.once('close', () => open.delete(socket));
    }
    done();
  });
  const sweep = (): void => {
    const now = performance.now();
    for (const [socket, stand] of open) {
      const owed = socket.writableLength;
      const taken = socket.bytesWritten - owed;
      if (owed === 0 || taken !== stand.taken) {
        Object.assign(stand, { taken, since: now });
      } else if (now - stand.since > graceMs + (1000 * owed) / bytesPerSecond) {
        open.delete(socket);
        stand.request.log.info('a client hardly took its answer and was cut off');
        // A plain close would leave the rest to the system, which goes on trying.
        socket.resetAndDestroy();
      }
    }
  };
  const timer = setInterval(sweep, Math.min(250, graceMs / 2)).unref();
  app.addHook('onClose', async () => clearInterval(timer));
}

function isLarge(payload: unknown): boolean {
  if (typeof payload === 'string' || payload instanceof Uint8Array) return payload.length > LARGE_CHARACTERS;
  return typeof payload === 'object' && payload !== null;
}
