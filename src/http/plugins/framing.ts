/** Requests that a proxy could read otherwise than this service does are refused, not guessed at. */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { invalid, type ReckonerError } from '../../domain/errors.ts';

/** Fields that a request has once. Node would take the first and drop the others without a word. */
const ONCE = ['host', 'authorization', 'content-type', 'content-encoding'] as const;

export function installFraming(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => done(problemOf(request.raw)));
}

function problemOf({ headers, rawHeaders, httpVersion }: IncomingMessage): ReckonerError | undefined {
  for (const name of ONCE) {
    if (headers[name] !== undefined && timesSent(rawHeaders, name) > 1)
      return refusal('repeatedHeader', name, `${name} may be sent once only.`);
  }
  if (headers.host === undefined && httpVersion !== '1.0' && httpVersion !== '0.9')
    return refusal('hostRequired', 'host', 'Send the Host that the request is for, as HTTP/1.1 asks.');
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return refusal('unknownTransferCoding', 'transfer-encoding', 'Transfer-Encoding may only be chunked.');
  return undefined;
}

/** @param rawHeaders name, value, name, value, and so on */
function timesSent(rawHeaders: readonly string[], name: string): number {
  let times = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === name) times += 1;
  }
  return times;
}

function refusal(code: string, parameter: string, message: string): ReckonerError {
  return invalid(code, message, [{ parameter, code, message }]);
}
