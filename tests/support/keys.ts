/** Keys for tests of the plumbing: a directory in memory. */
import { createHash } from 'node:crypto';
import type { Scope } from '../../src/domain/keys/api-key.ts';
import type { KeyDirectory, KeyFacts } from '../../src/http/plugins/authentication.ts';

/** Secrets by what they may do. */
export const secrets = {
  read: 'test-key-read-0000000000',
  write: 'test-key-write-000000000',
  resolve: 'test-key-resolve-0000000',
  admin: 'test-key-admin-000000000',
} as const satisfies Record<Scope, string>;

export interface KeysInMemory extends KeyDirectory {
  readonly facts: Map<string, KeyFacts>;
  /** Times that a key was looked up. */
  lookups: number;
}

export function keysInMemory(): KeysInMemory {
  const facts = new Map(
    Object.entries(secrets).map(([scope, secret], index) => {
      const secretSha256 = createHash('sha256').update(secret).digest('hex');
      const keyId = `01942a3c-5c00-7a11-8f00-00000000000${index + 1}`;
      return [
        secretSha256,
        {
          keyId,
          scopes: [scope as Scope],
          forecasterIds: [],
          secretSha256,
          usable: true,
        },
      ];
    }),
  );
  const keys: KeysInMemory = {
    facts,
    lookups: 0,
    find: async (secretSha256) => {
      keys.lookups += 1;
      return facts.get(secretSha256) ?? null;
    },
  };
  return keys;
}
