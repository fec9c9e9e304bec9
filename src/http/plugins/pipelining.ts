/**
 * One request of a connection at a time. Node begins all that a client sends in one go, although it has
 * to answer them in order: each would hold a place and a part of its answer meanwhile (1 MB a connection
 * with ten requests for a large file).
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

export function installPipelining(app: FastifyInstance): void {
  const last = new WeakMap<Socket, ServerResponse>();
  app.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const before = last.get(socket);
    last.set(socket, reply.raw);
    if (before === undefined || before.closed) done();
    // Where the connection ends first, nobody waits for the rest. Not in the same turn: thousands that are
    // refused one after the other would let nobody else be heard.
    else before.once('close', () => setImmediate(() => socket.destroyed || done()));
  });
}
