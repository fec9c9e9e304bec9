/** What every use case is given: the record, who acts, and how new ids are made. */
import { ReckonerError } from '../domain/errors.ts';
import { type Actor, hasScope, type Scope } from '../domain/keys/api-key.ts';
import type { IdempotencyRequest, Store, WriteRequest, Written } from '../store/store.ts';

export interface Context {
  readonly store: Store;
  readonly actor: Actor;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** Set where the caller may send the same request again. */
  readonly idempotency?: IdempotencyRequest;
}

/** Answer of a use case that writes: the thing as it stands now, and its place in the chain. */
export type Recorded<Item> = Written<Item>;

/** Throws preconditionFailed or preconditionRequired where the caller saw another state. */
export type Precondition<Item> = (item: Item) => void;

export function writeRequest(context: Context, action: string): WriteRequest {
  const { actor, idempotency } = context;
  return { actor: actor.keyId, action, ...(idempotency === undefined ? {} : { idempotency }) };
}

/** @throws ReckonerError forbidden where the key lacks the scope. */
export function requireScope(context: Context, needed: Scope, doing: string): void {
  if (!hasScope(context.actor.scopes, needed)) {
    throw new ReckonerError('forbidden', 'missingScope', `${doing} needs a key with scope ${needed}.`);
  }
}

/** @throws ReckonerError forbidden where the key is limited to other forecasters. */
export function requireForecaster(context: Context, forecasterId: string): void {
  const { forecasterIds } = context.actor;
  if (forecasterIds.length > 0 && !forecasterIds.includes(forecasterId)) {
    throw new ReckonerError(
      'forbidden',
      'otherForecaster',
      `This key is limited to other forecasters; it may not write for ${forecasterId}.`,
    );
  }
}

/** @throws ReckonerError forbidden where the key is limited to some forecasters at all. */
export function requireUnlimited(context: Context, doing: string): void {
  if (context.actor.forecasterIds.length > 0) {
    throw new ReckonerError(
      'forbidden',
      'limitedKey',
      `${doing} needs a key that is not limited to some forecasters.`,
    );
  }
}
