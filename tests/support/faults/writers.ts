/** Writers that go on whatever happens, and note what was acknowledged. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged } from './ledger.ts';
import { ADMIN_KEY } from './service.ts';

export interface Writers {
  readonly ledger: readonly Acknowledged[];
  /** What the notes of acknowledged batches begin with; each has `BATCH_ROWS` forecasts. */
  readonly batches: readonly string[];
  /** Status codes seen, 0 for a connection that was cut or refused. */
  readonly answers: ReadonlyMap<number, number>;
  /** Answers that are neither 2xx nor 503 with Retry-After; each is a finding. */
  readonly odd: readonly string[];
  /** When each acknowledged request was sent and answered, by `performance.now()`. */
  readonly acknowledged: readonly Times[];
  stop(): Promise<void>;
}

interface Times {
  readonly sent: number;
  readonly answered: number;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly etag: string;
  readonly seq: number;
  readonly hash: string;
}

/** Forecasts of one batch. */
export const BATCH_ROWS = 20;

const EVIDENCE = [{ url: 'https://example.org/a', tier: 'primary', fact: 'It was so.' }];

/** @param address asked anew for each request, since a service that was started again listens elsewhere */
export function startWriters(count: number, address: () => string): Writers {
  const ledger: Acknowledged[] = [];
  const batches: string[] = [];
  const answers = new Map<number, number>();
  const odd: string[] = [];
  const acknowledged: Times[] = [];
  const times = new WeakMap<Answer, Times>();
  let stopping = false;

  async function send(
    path: string,
    body: object,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer | null> {
    let status = 0;
    try {
      const answer = await fetch(address() + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(15_000),
      });
      const text = await answer.text();
      status = answer.status;
      const honest =
        status === 201 ||
        ([503, 409].includes(status) &&
          // What is recorded but could not be read back is not to be sent again.
          (answer.headers.has('retry-after') || answer.headers.has('audit-seq')));
      if (!honest) odd.push(`${path} ${status} ${text}`);
      const { headers: sent } = answer;
      return {
        status,
        body: text,
        etag: sent.get('etag') ?? '',
        seq: Number(sent.get('audit-seq')),
        hash: sent.get('audit-hash') ?? '',
      };
    } catch {
      return null;
    } finally {
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
  }

  /** With a key until there is an answer, without one once; null where nobody knows. */
  async function untilAnswered(path: string, body: object, headers = {}): Promise<Answer | null> {
    const key = Math.random() < 0.6 ? { 'idempotency-key': randomUUID() } : null;
    for (;;) {
      const sent = performance.now();
      const answer = await send(path, body, { ...key, ...headers });
      if (answer?.status === 201) {
        times.set(answer, { sent, answered: performance.now() });
        return answer;
      }
      if (key === null || stopping || (answer !== null && answer.status !== 503 && answer.status !== 409))
        return null;
      await sleep(20 + Math.random() * 50);
    }
  }

  async function write(
    path: string,
    body: object,
    readAt: (id: string) => string,
    headers = {},
  ): Promise<{ id: string } | null> {
    const answer = await untilAnswered(path, body, headers);
    if (answer === null) return null;
    const { id } = JSON.parse(answer.body) as { id: string };
    ledger.push({ path: readAt(id), id, body: answer.body, seq: answer.seq, hash: answer.hash });
    acknowledged.push(times.get(answer) as Times);
    return { id };
  }

  async function batch(says: string, questionId: string, forecasterId: string): Promise<void> {
    const forecasts = Array.from({ length: BATCH_ROWS }, (_, n) => ({
      questionId,
      forecasterId,
      madeAt: `2024-11-${String(n + 1).padStart(2, '0')}T00:00:00Z`,
      prediction: { probability: n / BATCH_ROWS },
      basis: 'stated',
      note: `${says}/batch/${n}`,
    }));
    if ((await untilAnswered('/v1/forecasts/batch', { forecasts })) !== null) batches.push(`${says}/batch`);
  }

  const create = (noun: string, body: object) => write(`/v1/${noun}`, body, (id) => `/v1/${noun}/${id}`);

  async function resolve(questionId: string, says: string, change: object, headers = {}) {
    const path = `/v1/questions/${questionId}/resolutions`;
    const body = {
      outcome: { value: true },
      knownAt: '2025-01-01',
      evidence: EVIDENCE,
      rationale: says,
      ...change,
    };
    return write(path, body, () => path, headers);
  }

  /** A question with forecasts, resolved and corrected: the whole life that is scored. */
  async function life(says: string, forecasterId: string): Promise<void> {
    const question = await create('questions', {
      title: says,
      type: 'binary',
      resolutionCriteria: 'The bureau says so.',
    });
    if (question === null) return;
    for (const day of [1, 2, 3]) {
      const madeAt = `2024-12-0${day}T00:00:00Z`;
      const prediction = { probability: day / 10 };
      await create('forecasts', {
        questionId: question.id,
        forecasterId,
        madeAt,
        prediction,
        basis: 'stated',
        note: `${says}/${day}`,
      });
    }
    await batch(says, question.id, forecasterId);
    const first = await resolve(question.id, `${says} resolved`, {});
    if (first === null) return;
    const seen = await fetch(`${address()}/v1/questions/${question.id}`).catch(() => null);
    if (seen?.status !== 200) return;
    await seen.text();
    const change = { outcome: { value: false }, supersedesId: first.id, reason: 'It was wrong.' };
    await resolve(question.id, `${says} corrected`, change, { 'if-match': seen.headers.get('etag') ?? '' });
  }

  async function run(name: string): Promise<void> {
    let forecaster: { id: string } | null = null;
    for (let turn = 0; !stopping; turn += 1) {
      const says = `${name}/${turn}`;
      forecaster ??= await create('forecasters', { name, kind: 'person' });
      if (forecaster === null || turn % 3 === 0) await create('sources', { title: says, kind: 'article' });
      else await life(says, forecaster.id);
      if (answers.get(0) !== undefined && ledger.length === 0) await sleep(20);
      await sleep(1);
    }
  }

  const session = randomUUID().slice(0, 8);
  const all = Promise.all(Array.from({ length: count }, (_, index) => run(`${session}-${index}`)));
  return {
    ledger,
    batches,
    answers,
    odd,
    acknowledged,
    stop: async () => {
      stopping = true;
      await all;
    },
  };
}
