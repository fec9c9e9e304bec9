/** Where the caller reached this service: links in feeds must be whole. */
import type { FastifyRequest } from 'fastify';

/** `http://host:port`, without a slash at its end; a Host that is none is not repeated. */
export function serviceAddress(request: FastifyRequest): string {
  const host = /^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$|^\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?$/.test(request.host)
    ? request.host
    : 'localhost';
  return `${request.protocol}://${host}`;
}
