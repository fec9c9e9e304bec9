/** Clients that take nothing of their answer: they would hold it in memory for as long as they like. */
import type { FastifyInstance } from 'fastify';

/** What is shorter fits into the buffers of the system, whoever reads. */
const LARGE_CHARACTERS = 16_384;

/**
 * Cuts the connection of a client that has taken nothing of a large answer for that long. Node
 * limits only how slowly a request may come.
 */
export function cutSlowReaders(app: FastifyInstance, limitMs: number): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (isLarge(payload)) {
      // Node's own timer of the socket: it sees the parts that the system takes; the next request ends it.
      reply.raw.setTimeout(limitMs, () => {
        request.log.info('a client took nothing of its answer and was cut off');
        // A plain close would leave the rest to the system, which goes on trying.
        request.raw.socket.resetAndDestroy();
      });
    }
    done();
  });
}

function isLarge(payload: unknown): boolean {
  if (typeof payload === 'string' || payload instanceof Uint8Array) return payload.length > LARGE_CHARACTERS;
  return typeof payload === 'object' && payload !== null;
}
