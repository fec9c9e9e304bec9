/**
 * THE SHAPE of a route. One declaration says what comes in, what goes out, what may be refused and
 * what is done; from it come the checks of the input, the types of the handler, the access rule
 * (looked up in the access table) and the OpenAPI document.
 */
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../domain/keys/api-key.ts';
import type { IdempotencyRequest } from '../store/store.ts';
import type { Access } from './access.ts';

export const noFields = z.strictObject({});
export type NoFields = typeof noFields;

/** A body that is read as it comes. */
export interface Upload {
  readonly type: string;
  readonly encoding: UploadEncoding;
  readonly stream: Readable;
}
export type UploadEncoding = 'identity' | 'gzip' | 'br';

/** A header of an answer, for the documentation. */
export interface AnswerHeader {
  readonly description: string;
}

export interface Answer {
  readonly description: string;
  /** Null: no content. */
  readonly schema: z.ZodType | null;
  readonly headers?: Readonly<Record<string, AnswerHeader>>;
  /** Content type of the schema, where it is not application/json. */
  readonly contentType?: string;
  /** Further content types, as text or bytes; the handler negotiates them. */
  readonly alsoAs?: readonly string[];
}
export type Answers = Readonly<Record<number, Answer>>;

/** Statuses that a route answers as problems, beside those every route has. */
export type ProblemStatus = 400 | 404 | 406 | 409 | 413 | 415 | 422 | 503;

type DeepReadonly<Value> = Value extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value;

/** What a handler gives back: the wire form of one of its answers, or the reply it has sent. */
type AnswerOf<Of extends Answers> = WireOf<Of[keyof Of]> | FastifyReply;
type WireOf<One> = One extends { readonly schema: infer Schema extends z.ZodType }
  ? DeepReadonly<z.output<Schema>>
  : undefined;

/** A request whose parts have been read. */
export interface RouteRequest<Params, Query, Body, Caller> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The body of a route that takes text; empty elsewhere. */
  readonly text: string;
  /** Who calls; null where no key was sent to a route that needs none. */
  readonly actor: Caller;
  /** The operation, as in the access table. */
  readonly operation: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** Compares the item as it stands with If-Match: see `requireIfMatch`. */
  readonly precondition: (current: unknown) => void;
  /** Set where the body is one of `uploads`; then there is no `body`. */
  readonly upload: Upload | null;
  /** Set where the route is `idempotent` and the caller sent a key. */
  readonly idempotency: IdempotencyRequest | undefined;
  readonly fastify: FastifyRequest;
}

export type CallerOf<Needed extends Access> = Needed extends 'none' | 'read' ? Actor | null : Actor;

export interface RouteDefinition<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Of extends Answers,
  Needed extends Access,
> {
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Every `{name}` of the path. */
  readonly params?: Params;
  readonly query?: Query;
  /** Schema of a JSON body. */
  readonly body?: Body;
  /** A text/plain body instead: its description and limit. */
  readonly textBody?: { readonly description: string; readonly maximumBytes: number };
  /** Large bodies beside the JSON one, which the handler reads as `upload`. */
  readonly uploads?: {
    readonly types: readonly string[];
    readonly description: string;
    readonly maximumBytes: number;
  };
  /** The first 2xx is the status of what the handler gives back. */
  readonly answers: Of;
  /** Beside 400 (with any input), 401, 403, 404 (with a path parameter), 406, 412, 413, 415, 422, 428, 429 and 503, which come by themselves. */
  readonly problems?: readonly ProblemStatus[];
  /** The answer carries its strong ETag, and GET answers 304 to If-None-Match. */
  readonly etag?: boolean;
  /** `required`: 428 without If-Match. `optional`: the service decides by calling `precondition`. */
  readonly ifMatch?: 'required' | 'optional';
  /** Takes `Idempotency-Key`; hand `idempotency` to the service. */
  readonly idempotent?: boolean;
  /** Bounded by workers or sessions of its own, or needs none: it takes no place of ordinary requests. */
  readonly lasting?: boolean;
  /** Bytes a JSON body may have; absent: the service's limit. */
  readonly bodyLimit?: number;
  readonly handler: (
    request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>, CallerOf<Needed>>,
    reply: FastifyReply,
  ) => AnswerOf<Of> | Promise<AnswerOf<Of>>;
}

/** A route as the rest of the plumbing sees it, its types forgotten. */
export interface DeclaredRoute
  extends Omit<RouteDefinition<z.ZodObject, z.ZodObject, z.ZodType, Answers, Access>, 'handler'> {
  readonly operation: string;
  readonly method: string;
  /** With `{id}`, as in OpenAPI. */
  readonly path: string;
  readonly access: Access;
  readonly handler: (request: RouteRequest<never, never, never, never>, reply: FastifyReply) => unknown;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Absent on routes of plugins, such as the files of the documentation page. */
    declared?: DeclaredRoute;
  }
}
