import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import { startService, type TestService } from '../support/service.ts';
import { NOWHERE, outcomeBody, questionBody, Recorder, refusal } from './fixtures.ts';

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

describe('a condition', () => {
  it('is answered as it was sent', async () => {
    const cause = await record.question();
    expect((await on(cause, { value: false })).condition).toEqual({
      questionId: cause.id,
      outcome: { value: false },
    });
  });

  it.each([
    [
      'on a question that is not there',
      { questionId: NOWHERE, outcome: { value: true } },
      ['/condition/questionId unknown'],
    ],
    ['without an outcome', { questionId: NOWHERE }, ['/condition/outcome required']],
  ])('%s is refused', async (_title, condition, issues) => {
    const answer = await service.admin.post('/v1/questions').send(questionBody({ condition }));
    expect(refusal(answer).slice(2)).toEqual(issues);
    expect(answer.status).toBe(400);
  });

  it('on a numeric question, or with an outcome that is none of it, is refused', async () => {
    const numeric = await record.question({ type: 'numeric' });
    const binary = await record.question();
    const send = (condition: object) => service.admin.post('/v1/questions').send(questionBody({ condition }));
    expect(refusal(await send({ questionId: numeric.id, outcome: { value: 1 } })).slice(2)).toEqual([
      '/condition/questionId wrongType',
    ]);
    expect((await send({ questionId: binary.id, outcome: { void: 'annulled' } })).status).toBe(400);
    const wrong = await send({ questionId: binary.id, outcome: { optionId: 'a' } });
    expect(wrong.status).toBe(400);
    for (const { pointer } of wrong.body.errors) expect(pointer).toMatch(/^\/condition\/outcome/);
  });

  it('that closes a circle is refused, over any number of steps', async () => {
    const a = await record.question();
    const b = await on(a);
    const c = await on(b);
    for (const end of [a, b, c]) {
      const answer = await record.edit(`/v1/questions/${a.id}`, {
        condition: { questionId: end.id, outcome: { value: true } },
      });
      expect(refusal(answer)).toEqual([400, 'invalidQuestion', '/condition/questionId cycle']);
    }
  });

  it('that has failed already refuses new dependants', async () => {
    const cause = await record.question();
    await record.resolve(cause.id, { value: false });
    const answer = await service.admin
      .post('/v1/questions')
      .send(questionBody({ condition: { questionId: cause.id, outcome: { value: true } } }));
    expect(refusal(answer)).toEqual([409, 'conditionFailed']);
  });
});

describe('while the condition is open', () => {
  it('a dependant may only be voided', async () => {
    const cause = await record.question();
    const dependant = await on(cause);
    const refused = await post(dependant.id, outcomeBody());
    expect(refusal(refused)).toEqual([409, 'conditionOpen']);
    expect(refused.body.conditionQuestionId).toBe(cause.id);
    await record.resolve(dependant.id, { void: 'annulled' });
    expect(await statusOf(dependant)).toEqual(['void']);
  });

  it('a dependant is resolved once the condition came true', async () => {
    const cause = await record.question();
    const dependant = await on(cause);
    await record.resolve(cause.id, { value: true });
    expect(await statusOf(dependant)).toEqual(['open']);
    await record.resolve(dependant.id, { value: false });
    expect(await statusOf(dependant)).toEqual(['resolved']);
  });

  it('an option of a multiple choice question can be the condition', async () => {
    const options = [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ];
    const cause = await record.question({ type: 'multipleChoice', options });
    const [onA, onB] = [await on(cause, { optionId: 'a' }), await on(cause, { optionId: 'b' })];
    await record.resolve(cause.id, { optionId: 'b' });
    expect(await statusOf(onA, onB)).toEqual(['void', 'open']);
  });
});

describe('when the condition fails', () => {
  it('every dependant is void in the same transaction, over two levels, each naming its cause', async () => {
    const root = await record.question();
    const [child, opposite] = [await on(root), await on(root, { value: false })];
    const grandchild = await on(child);
    const forecast = await record.forecast(grandchild.id, 0.4);
    const resolution = await record.resolve(root.id, { value: false });
    expect(await statusOf(root, child, opposite, grandchild)).toEqual(['resolved', 'void', 'open', 'void']);
    const [ofChild] = await record.history(child.id);
    const [ofGrandchild] = await record.history(grandchild.id);
    expect(ofChild).toMatchObject({
      outcome: { void: 'conditionFalse' },
      causeResolutionId: resolution.id,
      seq: resolution.seq,
      evidence: [],
    });
    expect(ofGrandchild).toMatchObject({
      outcome: { void: 'conditionFalse' },
      causeResolutionId: ofChild?.id,
      seq: resolution.seq,
    });
    expect((await record.read<Forecast>(`/v1/forecasts/${forecast.id}`)).item.scores).toEqual([]);
    expect(
      refusal(await post(child.id, outcomeBody({ value: true }, { supersedesId: ofChild?.id, reason: 'x' }))),
    ).toEqual([428, 'preconditionRequired']);
  });

  it('and when it is void', async () => {
    const root = await record.question();
    const child = await on(root);
    await record.resolve(root.id, { void: 'notAvailable' });
    expect(await statusOf(child)).toEqual(['void']);
  });

  it('a dependant cannot be given an outcome nor be reopened, only another void', async () => {
    const root = await record.question();
    const child = await on(root);
    await record.resolve(root.id, { value: false });
    const { item, etag } = await record.read<Question>(`/v1/questions/${child.id}`);
    const correct = (body: object) =>
      post(child.id, { supersedesId: item.resolution?.id, reason: 'Why.', ...body }).set('If-Match', etag);
    expect(
      refusal(
        await correct(outcomeBody({ value: true }, { supersedesId: item.resolution?.id, reason: 'x' })),
      ),
    ).toEqual([409, 'conditionFailed']);
    expect(refusal(await correct({ outcome: { reopened: true } }))).toEqual([409, 'conditionFailed']);
    expect((await correct({ outcome: { void: 'annulled' } })).status).toBe(201);
  });
});

describe('when the cause is corrected', () => {
  it('exactly those that it had voided reopen', async () => {
    const root = await record.question();
    const [child, byHand, opposite] = [await on(root), await on(root), await on(root, { value: false })];
    const grandchild = await on(child);
    await record.resolve(byHand.id, { void: 'annulled' });
    await record.resolve(root.id, { value: false });
    expect(await statusOf(child, byHand, grandchild, opposite)).toEqual(['void', 'void', 'void', 'open']);
    const correction = await record.correct(root.id, { value: true });
    expect(await statusOf(child, byHand, grandchild, opposite)).toEqual(['open', 'void', 'open', 'void']);
    expect((await record.history(byHand.id)).map((item) => item.outcome)).toEqual([{ void: 'annulled' }]);
    expect((await record.history(child.id)).map((item) => [item.outcome, item.revision])).toEqual([
      [{ void: 'conditionFalse' }, 1],
      [{ reopened: true }, 2],
    ]);
    expect((await record.history(child.id))[1]).toMatchObject({
      causeResolutionId: correction.id,
      seq: correction.seq,
    });
  });

  it('to a reopening, they reopen too, and a resolved dependant stays as it is', async () => {
    const root = await record.question();
    const [child, opposite] = [await on(root), await on(root, { value: false })];
    await record.resolve(root.id, { value: true });
    await record.resolve(child.id, { value: true });
    expect(await statusOf(child, opposite)).toEqual(['resolved', 'void']);
    await record.correct(root.id, { reopened: true });
    expect(await statusOf(root, child, opposite)).toEqual(['open', 'resolved', 'open']);
  });

  it('against a resolved dependant, that becomes void and its scores go, and it reopens when the cause turns back', async () => {
    const root = await record.question();
    const child = await on(root);
    const forecast = await record.forecast(child.id, 0.5);
    await record.resolve(root.id, { value: true });
    await record.resolve(child.id, { value: true });
    await record.correct(root.id, { value: false });
    expect(await statusOf(child)).toEqual(['void']);
    expect((await record.read<Forecast>(`/v1/forecasts/${forecast.id}`)).item.scores).toEqual([]);
    await record.correct(root.id, { value: true });
    expect(await statusOf(child)).toEqual(['open']);
    expect((await record.history(child.id)).map((item) => item.outcome)).toEqual([
      { value: true },
      { void: 'conditionFalse' },
      { reopened: true },
    ]);
  });

  it('from one failure to another, the dependants stay void once', async () => {
    const root = await record.question();
    const child = await on(root);
    await record.resolve(root.id, { value: false });
    await record.correct(root.id, { void: 'annulled' });
    expect(await record.history(child.id)).toHaveLength(1);
    await record.correct(root.id, { value: true });
    expect(await statusOf(child)).toEqual(['open']);
  });
});
