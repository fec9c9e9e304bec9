/** Connections whose query got no answer in time are of no use any more. */
import type { Socket } from 'node:net';
import type pg from 'pg';

const UNANSWERED = 'Query read timeout';

/**
 * Cuts the connection when one of its queries times out on this side. pg would leave that query in
 * line, so that whatever follows, a ROLLBACK first, waits behind it for a time limit of its own; the
 * server ends the transaction when it sees that the connection is gone.
 */
export function endWhenUnanswered(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...sent: unknown[]) => unknown;
  const watched = (...sent: unknown[]): unknown => {
    const answer = query(...sent);
    if (answer instanceof Promise) {
      answer.catch((error: unknown) => {
        if (error instanceof Error && error.message === UNANSWERED) socketOf(client).destroy();
      });
    }
    return answer;
  };
  client.query = watched as typeof client.query;
}

/** pg's types do not tell of it. */
function socketOf(client: pg.PoolClient): Socket {
  return (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
}
