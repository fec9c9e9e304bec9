/** What the HTTP side is told from outside, and the limits that nobody has had to change yet. */

import { type AdmissionLimits, placesFor } from './admission.ts';
import type { AnswerPace } from './plugins/slow-readers.ts';

/** The part of the service's configuration that the HTTP side reads. */
export interface HttpConfig {
  /** Whether reading works without a key. */
  readonly publicRead: boolean;
  /** Origins that browsers may call from; `*` for all, empty for none. */
  readonly corsOrigins: readonly string[];
  /** Requests a minute for one key, or one address without a key; 0 switches the limit off. */
  readonly rateLimitPerMinute: number;
  /** Proxies in front, whose X-Forwarded-For is believed; absent or empty: none. */
  readonly trustedProxies?: readonly string[];
}

export interface HttpLimits extends AdmissionLimits {
  readonly rateLimitWindowSeconds: number;
  /** Wrong keys a window from one address before it is locked out; 0: no lockout. */
  readonly wrongKeysPerWindow: number;
  /** Bytes a JSON body may have. */
  readonly bodyLimitBytes: number;
  /** Time to receive the head of a request. */
  readonly headersTimeoutMs: number;
  /** Time to receive a whole request. */
  readonly requestTimeoutMs: number;
  /** How slowly a client may take its answer. */
  readonly answerPace: AnswerPace;
  /** Mean delay of the event loop above which requests are turned away with 503; 0: no limit. */
  readonly eventLoopDelayMs: number;
  /** Time that one readiness check may take. */
  readonly readinessCheckMs: number;
}

export const defaultLimits: HttpLimits = {
  rateLimitWindowSeconds: 60,
  wrongKeysPerWindow: 20,
  bodyLimitBytes: 1_048_576,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  answerPace: { graceMs: 20_000, bytesPerSecond: 5_000 },
  concurrentRequests: 256,
  ...placesFor(10),
  concurrentLasting: 64,
  // None is served later than about a second; 64 that never pause are, where some 64 writes a second are done.
  longestWaitMs: 550,
  burstOfWrites: 64,
  burstOfReads: 100,
  longestReadWaitMs: 400,
  eventLoopDelayMs: 1000,
  readinessCheckMs: 2000,
};
