import type pg from 'pg';

/**
 * Hears the errors of all connections of a pool for as long as they live, each once. The pool itself listens to
 * idle ones only: one that is lost while it is lent out, a question under way or not, would end the process.
 * And it passes on the connection in the error, with the key by which the server cancels what it does.
 */
export function hearErrors(pool: pg.Pool, onError: (error: Error) => void): void {
  pool.on('connect', (client) => void client.on('error', onError));
  pool.on('error', () => undefined);
}
