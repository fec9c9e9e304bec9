/** Who may write: scoped, hashed, expiring keys. The secret is shown once and never stored. */
import { z } from 'zod';
import { idField, nameField } from '../fields.ts';
import { editableStamp } from '../stamps.ts';
import { instantField, instantOutput } from '../time.ts';

/** Each scope includes those before it. */
export const scopes = ['read', 'write', 'resolve', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Body of `POST /v1/keys`. */
export const apiKeyInput = z
  .strictObject({
    name: nameField,
    scopes: z.array(z.enum(scopes)).min(1).max(4),
    forecasterIds: z
      .array(idField)
      .max(100)
      .default([])
      .describe('Limits what the key may write to these forecasters; empty: all.'),
    expiresAt: instantField.nullable().default(null),
  })
  .meta({ id: 'ApiKeyInput' });
export type ApiKeyInput = z.output<typeof apiKeyInput>;

/** Body of `POST /v1/keys/{id}/rotation`. */
export const keyRotationInput = z
  .strictObject({
    overlapSeconds: z.int().min(0).max(604_800).default(0).describe('How long the old secret still works.'),
  })
  .meta({ id: 'KeyRotationInput' });

export const apiKey = z
  .strictObject({
    ...editableStamp,
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
    forecasterIds: z.array(z.uuid()),
    prefix: z.string(),
    expiresAt: instantOutput.nullable(),
    lastUsedAt: instantOutput.nullable().describe('To the minute.'),
    revokedAt: instantOutput.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKey>;

/** The answer to a creation or rotation: the secret, once. */
export const apiKeyWithSecret = apiKey
  .extend({ secret: z.string().nullable().describe('Shown once; null when the answer is a replay.') })
  .meta({ id: 'ApiKeyWithSecret' });

/** Who acts: a key as the services see it. */
export interface Actor {
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  readonly forecasterIds: readonly string[];
}

/** Whether the scopes cover the one needed; each includes those before it. */
export function hasScope(held: readonly Scope[], needed: Scope): boolean {
  return held.some((scope) => scopes.indexOf(scope) >= scopes.indexOf(needed));
}
