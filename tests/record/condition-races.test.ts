import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Question } from '../../src/domain/questions/question.ts';
import { startService, type TestService } from '../support/service.ts';
import { outcomeBody, Recorder } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const question = async (id: string) => (await record.read<Question>(`/v1/questions/${id}`)).item;
const statusOf = async (...questions: Question[]) =>
  Promise.all(questions.map(async ({ id }) => (await question(id)).status));
const on = (cause: Question, outcome: object = { value: true }) =>
  record.question({ condition: { questionId: cause.id, outcome } });
const post = (id: string, body: object) => service.admin.post(`/v1/questions/${id}/resolutions`).send(body);

describe('at the same moment', () => {
  it('of two edits, the one that would close a circle is refused', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [a, c] = [await record.question(), await record.question()];
      const b = await on(c);
      const d = await on(a);
      const etags = await Promise.all([a, c].map(({ id }) => record.etag(`/v1/questions/${id}`)));
      const edit = (from: Question, to: Question, etag = '') =>
        service.admin
          .patch(`/v1/questions/${from.id}`)
          .set('If-Match', etag)
          .send({ condition: { questionId: to.id, outcome: { value: true } } });
      const answers = await Promise.all([edit(a, b, etags[0]), edit(c, d, etags[1])]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400]);
    }
  });

  it('a correction of the cause and an outcome of its dependant end in one order or the other', async () => {
    for (let round = 0; round < 3; round += 1) {
      const root = await record.question();
      const child = await on(root);
      const first = await record.resolve(root.id, { value: true });
      const etag = await record.etag(`/v1/questions/${root.id}`);
      const body = outcomeBody({ value: false }, { supersedesId: first.id, reason: 'Corrected.' });
      const [corrected, resolved] = await Promise.all([
        post(root.id, body).set('If-Match', etag),
        post(child.id, outcomeBody()),
      ]);
      expect(corrected.status).toBe(201);
      expect([201, 409]).toContain(resolved.status);
      expect(await statusOf(child)).toEqual(['void']);
      expect((await record.history(child.id)).map((item) => item.outcome)).toEqual(
        resolved.status === 201
          ? [{ value: true }, { void: 'conditionFalse' }]
          : [{ void: 'conditionFalse' }],
      );
    }
  });
});
