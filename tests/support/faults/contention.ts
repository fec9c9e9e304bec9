/** Many clients at one thing: what each was answered, and what is there afterwards. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Of whatever is answered, the fields that are looked at here. */
interface Body {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly total: number;
  readonly ok: boolean;
  readonly events: unknown;
  readonly nextCursor: string | null;
  readonly items: readonly { readonly scores: readonly { readonly rule: string }[] }[];
  readonly resolution: { readonly id: string } | null;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: boolean;
  readonly etag: string;
  readonly text: string;
  readonly body: Body;
}
type Headers = Readonly<Record<string, string>>;

/** A client with a key; `address` is asked anew for each request. */
export class Api {
  readonly #address: () => string;
  readonly #key: string;

  constructor(address: () => string, key: string) {
    this.#address = address;
    this.#key = key;
  }

  async send(
    method: string,
    path: string,
    body?: object,
    headers: Headers = {},
    limitMs = 60_000,
  ): Promise<Answer> {
    const answer = await fetch(this.#address() + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(limitMs),
    });
    const text = await answer.text();
    const { status } = answer;
    const sent = answer.headers;
    const json = sent.get('content-type')?.includes('json') === true;
    return {
      status,
      retryAfter: sent.has('retry-after'),
      etag: sent.get('etag') ?? '',
      text,
      // No JSON is no field of any of these.
      body: (json ? JSON.parse(text) : {}) as Body,
    };
  }

  readonly get = (path: string) => this.send('GET', path);
  readonly post = (path: string, body: object, headers: Headers = {}) =>
    this.send('POST', path, body, headers);

  /** Its id. Asked again with one key: a 503 may be of a write that was done. @throws Error unless it was created */
  async create(path: string, body: object): Promise<string> {
    const key = { 'idempotency-key': randomUUID() };
    for (;;) {
      const answer = await this.post(path, body, key);
      if (answer.status === 503) continue;
      if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
      return answer.body.id;
    }
  }
}

const question = { type: 'binary', resolutionCriteria: 'As published.' };
const evidence = [{ url: 'https://example.org/', tier: 'primary', fact: 'It was so.' }];
export const outcome = (value: boolean) => ({ outcome: { value }, knownAt: '2025-06-01', evidence });
const times = <Value>(count: number, make: (at: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => make(at)));

/** A question with that many forecasts of one forecaster. */
export async function questionWith(api: Api, forecasts: number): Promise<string> {
  const id = await api.create('/v1/questions', { ...question, title: `Race ${randomUUID()}` });
  const forecasterId = await api.create('/v1/forecasters', { name: randomUUID(), kind: 'person' });
  for (let made = 0; made < forecasts; made += 10) {
    await times(Math.min(10, forecasts - made), (at) =>
      api.create('/v1/forecasts', {
        questionId: id,
        forecasterId,
        madeAt: new Date(Date.UTC(2024, 0, 1, 0, made + at)).toISOString(),
        prediction: { probability: (made + at) / 1000 },
        basis: 'stated',
      }),
    );
  }
  return id;
}

/** Brier scores of a question's forecasts that stand, by the API. */
export async function scoresOf(api: Api, questionId: string): Promise<number> {
  let [found, cursor] = [0, ''];
  do {
    const { body } = await api.get(`/v1/forecasts?questionId=${questionId}&limit=200${cursor}`);
    for (const { scores } of body.items) found += scores.filter(({ rule }) => rule === 'brier').length;
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
  } while (cursor !== '');
  return found;
}

/** All mark one question resolved, half of them yes, each with a key of its own. */
export async function resolveRace(api: Api, racers: number, forecasts: number) {
  const id = await questionWith(api, forecasts);
  const path = `/v1/questions/${id}/resolutions`;
  const answers = await times(racers, async (at) => {
    const key = { 'idempotency-key': randomUUID() };
    for (;;) {
      const answer = await api.post(path, outcome(at % 2 === 0), key);
      // Whoever is told to come again, comes again.
      if (answer.status !== 503 || !answer.retryAfter) return answer;
      await sleep(100 + Math.random() * 200);
    }
  });
  return { answers, scores: await scoresOf(api, id), resolutions: (await api.get(path)).body.items.length };
}

/** All read one question and write its description with the ETag seen, again and again. */
export async function editRace(api: Api, clients: number, milliseconds: number) {
  const id = await api.create('/v1/questions', { ...question, title: `Edits ${randomUUID()}` });
  const path = `/v1/questions/${id}`;
  const before = (await api.get(path)).body.version;
  const end = performance.now() + milliseconds;
  const answers: Answer[] = [];
  await times(clients, async (client) => {
    for (let turn = 0; performance.now() < end; turn += 1) {
      const { etag } = await api.get(path);
      const change = { description: `${client}/${turn}` };
      answers.push(await api.send('PATCH', path, change, { 'if-match': etag }));
    }
  });
  return { id, answers, increments: (await api.get(path)).body.version - before };
}

/** Each of the keys is sent by all at once, until nobody is told to wait. */
export async function replayRace(api: Api, keys: number, racers: number) {
  const effects: number[] = [];
  const different: string[][] = [];
  for (let round = 0; round < keys; round += 1) {
    const key = randomUUID();
    const name = `Replayed ${key}`;
    const once = async (): Promise<string> => {
      const answer = await api.post('/v1/forecasters', { name, kind: 'person' }, { 'idempotency-key': key });
      return [409, 503].includes(answer.status) ? once() : `${answer.status} ${answer.text}`;
    };
    const answers = [...new Set(await times(racers, once))];
    if (answers.length > 1) different.push(answers);
    effects.push((await api.get(`/v1/forecasters?q=${key}&include=total`)).body.total);
  }
  return { effects, different };
}

/**
 * All write to three questions, of which the second depends on the first: forecasts, edits of either
 * (which lock both), outcomes, corrections and reopenings, in every order.
 */
export async function hotQuestions(api: Api, clients: number, milliseconds: number) {
  const first = await api.create('/v1/questions', { ...question, title: `Hot ${randomUUID()}` });
  const condition = { questionId: first, outcome: { value: true } };
  const second = await api.create('/v1/questions', { ...question, title: `Hot ${randomUUID()}`, condition });
  const third = await api.create('/v1/questions', { ...question, title: `Hot ${randomUUID()}` });
  const forecasterId = await api.create('/v1/forecasters', { name: randomUUID(), kind: 'person' });
  const ids = [first, second, third];
  const end = performance.now() + milliseconds;
  const answers: Answer[] = [];
  await times(clients, async (client) => {
    for (let turn = client; performance.now() < end; turn += 1) {
      const path = `/v1/questions/${ids[turn % 3]}`;
      const seen = await api.get(path);
      const headers = { 'if-match': seen.etag };
      const minute = client * 10_000 + turn;
      const standing = seen.body.resolution ?? null;
      const mark = standing === null ? {} : { supersedesId: standing.id, reason: 'It was wrong.' };
      const steps = [
        () =>
          api.post('/v1/forecasts', {
            questionId: ids[turn % 3],
            forecasterId,
            madeAt: new Date(Date.UTC(2020, 0, 1, 0, minute)).toISOString(),
            prediction: { probability: 0.5 },
            basis: 'stated',
          }),
        () => api.send('PATCH', path, { description: `${client}/${turn}` }, headers),
        () =>
          api.send(
            'PATCH',
            `/v1/questions/${second}`,
            { condition: { questionId: turn % 2 === 0 ? third : first, outcome: { value: true } } },
            headers,
          ),
        () => api.post(`${path}/resolutions`, { ...outcome(turn % 2 === 0), ...mark }, headers),
        () => api.post(`${path}/resolutions`, { outcome: { reopened: true }, ...mark }, headers),
      ];
      answers.push(await (steps[turn % steps.length] as () => Promise<Answer>)());
    }
  });
  return { answers };
}

/** `201 x 12, 409 x 3` */
export function statusesOf(answers: readonly Answer[]): string {
  const counts = new Map<number, number>();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status} x ${count}`)
    .join(', ');
}
