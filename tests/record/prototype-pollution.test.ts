/** Names that mean something to JavaScript: refused where a field is expected, plain text where a text is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../src/domain/evaluate.ts';
import { access } from '../../src/http/access.ts';
import { startService, type TestService } from '../support/service.ts';
import { examples } from './examples.ts';
import { type Fields, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let recorder: Recorder;
beforeAll(async () => {
  service = await startService();
  recorder = new Recorder(service.admin);
});
afterAll(() => service.close());

const CANARY = 'polluted';
/** Field names as JSON text, and what they hold: all ways to a prototype. */
const PROBES = [
  `"__proto__":{"${CANARY}":"yes"}`,
  `"\\u005f_proto__":{"${CANARY}":"yes"}`,
  `"constructor":{"prototype":{"${CANARY}":"yes"}}`,
  `"prototype":{"${CANARY}":"yes"}`,
  `"__defineGetter__":"${CANARY}"`,
  `"toString":"${CANARY}"`,
  `"hasOwnProperty":"${CANARY}"`,
];
/** As values, all of them must be names like any other. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then'];

/** The service runs in this process, so that its objects are these. */
function expectClean(): void {
  expect(({} as Record<string, unknown>)[CANARY]).toBeUndefined();
  expect(([] as unknown as Record<string, unknown>)[CANARY]).toBeUndefined();
  expect(String({})).toBe('[object Object]');
}

/** The text with the probe put into each of its objects in turn. */
function placed(text: string, probe: string): string[] {
  return [...text.matchAll(/\{(\})?/g)].map(({ index, 1: empty }) => {
    const comma = empty === undefined ? ',' : '';
    return `${text.slice(0, index + 1)}${probe}${comma}${text.slice(index + 1)}`;
  });
}

describe('a field with such a name', () => {
  const taking = Object.entries(examples).filter(([operation]) => !/^DELETE|\/text$/.test(operation));

  it.each(taking)('%s refuses it, at every depth', async (operation, make) => {
    const { target, body, ifMatch } = await make(recorder);
    const method = operation.split(' ')[0]?.toLowerCase() as 'post' | 'patch';
    const before = (await service.anyone.get('/v1/audit/head')).body;
    for (const [at, probe] of PROBES.entries()) {
      const everywhere = placed(JSON.stringify(body), probe);
      for (const text of at % 2 === 0 ? everywhere : everywhere.slice(0, 1)) {
        const request = service.admin[method](target).type('json');
        if (ifMatch !== undefined) request.set('If-Match', ifMatch);
        const answer = await request.send(text);
        expect(answer.status, text).toBe(400);
        expect(answer.body.errors[0].code, text).toMatch(/^(forbiddenName|unknownField|unknownOption)$/);
      }
    }
    expect((await service.anyone.get('/v1/audit/head')).body).toEqual(before);
    expectClean();
  });

  it('is refused inside a prediction whose fields are names of options', async () => {
    const options = [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ];
    const { id } = await recorder.question({ type: 'multipleChoice', options });
    const body = await recorder.forecastBody(id, 0, { prediction: { probabilities: { a: 0.5, b: 0.5 } } });
    for (const name of NAMES) {
      const text = JSON.stringify(body).replace('"a":0.5', `"a":0.5,${JSON.stringify(name)}:0`);
      const answer = await service.admin.post('/v1/forecasts').type('json').send(text);
      expect([answer.status, answer.body.errors[0].code]).toEqual([
        400,
        name === '__proto__' ? 'forbiddenName' : 'unknownOption',
      ]);
    }
  });
});

describe('a parameter with such a name', () => {
  const reading = Object.keys(access)
    .filter((operation) => operation.startsWith('GET /v1/') && !operation.includes('{'))
    .map((operation) => operation.slice('GET '.length));
  const queries = [
    '__proto__=1',
    `__proto__[${CANARY}]=yes`,
    `__proto__.${CANARY}=yes`,
    `constructor[prototype][${CANARY}]=yes`,
    `constructor.prototype.${CANARY}=yes`,
    '__proto__=1&__proto__=2',
    'toString=1&hasOwnProperty=2',
  ];

  it.each(reading)('%s refuses it', async (path) => {
    for (const query of queries) {
      const [status, code] = refusal(await service.admin.get(`${path}?${query}`));
      expect([status, code], query).toEqual([400, 'invalidRequest']);
    }
    expectClean();
  });

  it('and a value that is such a name selects nothing', async () => {
    for (const name of NAMES) {
      for (const parameter of ['groupBy', 'include', 'sort', 'format'])
        expect((await service.anyone.get(`/v1/predictions?${parameter}=${name}`)).status).toBeGreaterThan(
          399,
        );
      const found = await service.anyone.get(`/v1/questions?topic=${name}&include=total`);
      expect([found.status, found.body.total]).toEqual([200, 0]);
    }
  });
});

describe('a column with such a name', () => {
  const evaluateFile = (type: string, text: string) =>
    service.anyone.post('/v1/scoring/evaluate').set('Content-Type', type).send(text);

  it.each([...NAMES, `__proto__.${CANARY}`, `constructor.prototype.${CANARY}`])(
    '%s is refused in a table and in lines of JSON',
    async (name) => {
      const table = await evaluateFile('text/csv', `probability,outcome,${name}\n0.5,1,yes\n`);
      expect(refusal(table).slice(0, 2)).toEqual([400, 'invalidHeader']);
      const lines = await evaluateFile(
        'application/x-ndjson',
        `{"probability":0.5,"outcome":true,"${name}":{"${CANARY}":"yes"}}`,
      );
      expect(refusal(lines).slice(0, 2)).toEqual([400, 'invalidRows']);
      expectClean();
    },
  );
});

describe('a text that is such a name', () => {
  const rowsOf = (names: readonly string[]) =>
    names.flatMap((name, at) => [
      { forecaster: name, question: `${name}-1`, cluster: name, probability: 0.1 * at, outcome: true },
      { forecaster: name, question: name, probability: 0.3, outcome: false },
    ]);

  it('is scored and grouped like any other name', async () => {
    const plain = NAMES.map((_, at) => `name-${at}`);
    const numbers = (names: readonly string[]) => {
      const report = evaluate(rowsOf(names), { groupBy: ['forecaster'] } as never);
      const groups = report.groups as unknown as { name: string }[];
      return names.map((name) => {
        const group = groups.find((one) => JSON.stringify(one).includes(JSON.stringify(name)));
        return JSON.stringify(group).replaceAll(name, 'NAME');
      });
    };
    expect(numbers(NAMES)).toEqual(numbers(plain));
  });

  it('is recorded, found, reported and exported like any other name', async () => {
    const made = new Map<string, string>();
    for (const [at, name] of NAMES.entries()) {
      const forecaster = await recorder.forecaster({ name, aliases: [`${name} ${name}`] });
      made.set(name, forecaster.id);
      const question = await recorder.question({ title: name, topics: [name], entities: [name] });
      await recorder.forecast(question.id, at / 10, { forecasterId: forecaster.id, note: name });
      await recorder.resolve(question.id, { value: true }, { rationale: name });
    }
    for (const groupBy of ['forecaster', 'topic', 'entity']) {
      const { body } = await service.anyone.get(`/v1/reports/accuracy?groupBy=${groupBy}&groupLimit=1000`);
      const groups = body.groups as { values: { label: string }[]; rows: Fields[] }[];
      for (const [at, name] of NAMES.entries()) {
        const group = groups.find(({ values }) => values[0]?.label === name);
        const brier = group?.rows.find(({ rule }) => rule === 'brier') as
          | { strict: { mean: { value: number } }; lenient: { mean: { value: number } } }
          | undefined;
        expect(brier?.strict.mean.value, `${groupBy} ${name}`).toBeCloseTo((1 - at / 10) ** 2, 12);
      }
    }
    for (const name of NAMES) {
      const found = await service.anyone.get(`/v1/forecasts?topic=${name}&forecaster=${name}&include=total`);
      expect([found.status, found.body.total], name).toEqual([200, 1]);
      const exported = await service.anyone.get(`/v1/exports/forecasts?topic=${name}`);
      expect(exported.text.split('\r\n').filter((line) => line.includes(made.get(name) ?? '-'))).toHaveLength(
        1,
      );
    }
    expectClean();
  });

  it('names an option that can be forecast, but for the one that no body can name', async () => {
    for (const name of NAMES) {
      const options = [
        { id: name, label: name },
        { id: 'other', label: 'Other' },
      ];
      const answer = await service.admin.post('/v1/questions').send({
        title: name,
        type: 'multipleChoice',
        options,
        resolutionCriteria: 'As published.',
      });
      if (name === '__proto__') {
        expect(refusal(answer)).toEqual([400, 'invalidRequest', '/options/0/id invalidFormat']);
        continue;
      }
      const forecast = await recorder.forecast(answer.body.id, 0, {
        prediction: { probabilities: { [name]: 0.25, other: 0.75 } },
      });
      await recorder.resolve(answer.body.id, { optionId: name });
      const scored = (await service.anyone.get(`/v1/forecasts/${forecast.id}`)).body;
      const log = scored.scores.find(({ rule }: { rule: string }) => rule === 'log_score_multiclass');
      expect(log?.value, name).toBeCloseTo(-Math.log(0.25), 12);
    }
    expectClean();
  });
});

it('no answer that follows has a field of that name', async () => {
  for (const operation of Object.keys(access)) {
    const [method, path = ''] = operation.split(' ');
    if (method !== 'GET' || path.includes('{') || path.endsWith('.zip')) continue;
    const { text } = await service.admin.get(path);
    expect(text ?? '', path).not.toContain(CANARY);
  }
});
