import type { FastifyReply } from 'fastify';

/** Set when the connection ends before the answer has gone out: nobody is there to read what is being made. */
export function clientLeft(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  const end = (): void => {
    if (!reply.raw.writableFinished) left.abort();
  };
  if (reply.raw.destroyed) end();
  else reply.raw.once('close', end);
  return left.signal;
}
