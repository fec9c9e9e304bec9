/** What a condition names stays possible while a question hangs on it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { type Fields, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const optionsOf = (...ids: string[]) => ids.map((id) => ({ id, label: `Option ${id}` }));
const choice = (...ids: string[]): Fields => ({ type: 'multipleChoice', options: optionsOf(...ids) });

it('neither the type nor the option that a condition names can be taken from its question', async () => {
  const cause = await record.question(choice('a', 'b'));
  const condition = { questionId: cause.id, outcome: { optionId: 'a' } };
  const dependant = await record.question({ condition });
  await record.forecast(dependant.id, 0.8);
  const path = `/v1/questions/${cause.id}`;
  const refused: [Fields, string][] = [
    [{ type: 'binary', options: null }, 'type'],
    [{ type: 'numeric', options: null, unit: 'm' }, 'type'],
    [{ options: optionsOf('b', 'c') }, 'options'],
  ];
  for (const [change, field] of refused) {
    const answer = await record.edit(path, change);
    expect([...refusal(answer), answer.body.fields, answer.body.dependantQuestionId]).toEqual([
      409,
      'materialEdit',
      [field],
      dependant.id,
    ]);
  }
  expect((await record.edit(path, { options: optionsOf('a', 'c') })).status).toBe(200);
  await record.resolve(cause.id, { optionId: 'a' });
  expect((await service.anyone.get(`/v1/questions/${dependant.id}`)).body.status).toBe('open');
});

it('a yes or no that a condition names stays one', async () => {
  const cause = await record.question();
  const condition = { questionId: cause.id, outcome: { value: true } };
  const dependant = await record.question({ condition });
  const path = `/v1/questions/${cause.id}`;
  expect(refusal(await record.edit(path, choice('a', 'b')))).toEqual([409, 'materialEdit']);
  await record.retract(`/v1/questions/${dependant.id}`);
  expect((await record.edit(path, choice('a', 'b'))).status).toBe(200);
});

it('a condition and an edit that would make it impossible are never both taken', async () => {
  for (let round = 0; round < 3; round += 1) {
    const cause = await record.question(choice('a', 'b'));
    const condition = { questionId: cause.id, outcome: { optionId: 'a' } };
    const [edit, made] = await Promise.all([
      record.edit(`/v1/questions/${cause.id}`, { options: optionsOf('b', 'c') }),
      service.admin
        .post('/v1/questions')
        .send({ title: 'If so?', type: 'binary', resolutionCriteria: 'It says so.', condition }),
    ]);
    expect([
      [200, 400],
      [409, 201],
    ]).toContainEqual([edit.status, made.status]);
  }
});
