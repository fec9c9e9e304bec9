/** Takes the actions of one history in the service and in the model, and compares the two. */
import { expect } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import type { TestService } from '../support/service.ts';
import { daysAgo, evidence, questionBody, type Recorder } from './fixtures.ts';
import type { Action } from './history-actions.ts';
import { HistoryModel, type ModelForecast, type ModelOutcome, type ModelQuestion } from './history-model.ts';

function pickFrom<Item>(items: readonly Item[], at: number): Item | undefined {
  return items[at % Math.max(1, items.length)];
}

export class HistoryRun {
  readonly #model = new HistoryModel();
  readonly #service: TestService;
  readonly #record: Recorder;
  readonly #forecasters: readonly string[];
  /** Writes that were answered with 2xx. */
  #written = 0;
  readonly #head: Promise<number>;

  constructor(service: TestService, record: Recorder, forecasters: readonly string[]) {
    this.#service = service;
    this.#record = record;
    this.#forecasters = forecasters;
    this.#head = this.#headSeq();
  }

  async #headSeq(): Promise<number> {
    return (await this.#service.anyone.get('/v1/audit/head')).body.seq as number;
  }

  async take(action: Action): Promise<void> {
    await this.#head;
    switch (action.kind) {
      case 'ask':
        return this.#ask(action.closesDaysAgo === null ? null : daysAgo(action.closesDaysAgo - 0.5), null);
      case 'askUnder': {
        const cause = pickFrom(this.#model.questions, action.cause);
        return cause === undefined ? this.#ask(null, null) : this.#ask(null, { cause, value: action.needs });
      }
      case 'forecast':
        return this.#forecast(action);
      case 'correctForecast':
        return this.#correct(action);
      case 'withdraw':
      case 'retract':
        return this.#mark(action);
      case 'resolve':
        return this.#resolve(action.question, { value: action.value }, daysAgo(action.knownDaysAgo));
      case 'void':
        return this.#resolve(action.question, { void: 'annulled' }, null);
      case 'reopen':
        return this.#resolve(action.question, { reopened: true }, null);
    }
  }

  #answered(
    answer: { readonly status: number; readonly body: { readonly code?: string } },
    refusal: string | null,
  ): boolean {
    expect([answer.status >= 400 ? answer.body.code : null, answer.status >= 500]).toEqual([refusal, false]);
    if (refusal === null) this.#written += 1;
    return refusal === null;
  }

  async #ask(closesAt: string | null, condition: ModelQuestion['condition']): Promise<void> {
    const sent =
      condition === null ? null : { questionId: condition.cause.id, outcome: { value: condition.value } };
    const answer = await this.#service.admin
      .post('/v1/questions')
      .send(questionBody({ closesAt, condition: sent }));
    const question: ModelQuestion = { id: answer.body.id, closesAt, condition, resolutions: [] };
    const failed = this.#model.condition(question) === 'failed';
    if (this.#answered(answer, failed ? 'conditionFailed' : null)) this.#model.questions.push(question);
  }

  async #forecast(action: Extract<Action, { kind: 'forecast' }>): Promise<void> {
    const question = pickFrom(this.#model.questions, action.question);
    if (question === undefined) return;
    const forecasterId = pickFrom(this.#forecasters, action.forecaster) as string;
    const madeAt = `${daysAgo(action.madeDaysAgo).slice(0, 16)}:00.000Z`;
    const { probability } = action;
    const answer = await this.#service.admin
      .post('/v1/forecasts')
      .send({ questionId: question.id, forecasterId, madeAt, prediction: { probability }, basis: 'stated' });
    const duplicate = this.#model.forecasts.some(
      (one) => one.question === question && one.forecasterId === forecasterId && one.madeAt === madeAt,
    );
    if (!this.#answered(answer, duplicate ? 'duplicateForecast' : null)) return;
    this.#model.forecasts.push({
      id: answer.body.id,
      question,
      forecasterId,
      madeAt,
      probability,
      revision: 1,
      superseded: false,
      withdrawn: false,
      retracted: false,
    });
  }

  async #correct(action: Extract<Action, { kind: 'correctForecast' }>): Promise<void> {
    const before = pickFrom(this.#model.forecasts, action.forecast);
    if (before === undefined) return;
    const { probability } = action;
    const answer = await this.#service.admin
      .post('/v1/forecasts')
      .set('If-Match', await this.#record.etag(`/v1/forecasts/${before.id}`))
      .send({
        questionId: before.question.id,
        forecasterId: before.forecasterId,
        madeAt: before.madeAt,
        prediction: { probability },
        basis: 'stated',
        supersedesId: before.id,
        reason: 'A correction.',
      });
    const refused = before.superseded ? 'notCurrent' : before.withdrawn ? 'forecastWithdrawn' : null;
    if (!this.#answered(answer, refused)) return;
    before.superseded = true;
    this.#model.forecasts.push({
      ...before,
      id: answer.body.id,
      probability,
      revision: before.revision + 1,
      superseded: false,
      withdrawn: false,
      retracted: false,
    });
  }

  async #mark(action: Extract<Action, { kind: 'withdraw' | 'retract' }>): Promise<void> {
    const forecast = pickFrom(this.#model.forecasts, action.forecast);
    if (forecast === undefined) return;
    const path = `/v1/forecasts/${forecast.id}`;
    if (action.kind === 'withdraw') {
      const answer = await this.#service.admin.post(`${path}/withdrawal`).send({});
      const refused = forecast.retracted
        ? 'forecastRetracted'
        : forecast.superseded
          ? 'notCurrent'
          : forecast.withdrawn
            ? 'alreadyWithdrawn'
            : null;
      if (this.#answered(answer, refused)) forecast.withdrawn = true;
    } else {
      const answer = await this.#service.admin
        .post(`${path}/retraction`)
        .set('If-Match', await this.#record.etag(path))
        .send({ reason: 'By mistake.' });
      if (this.#answered(answer, forecast.retracted ? 'alreadyRetracted' : null)) forecast.retracted = true;
    }
  }

  async #resolve(at: number, outcome: ModelOutcome, knownAt: string | null): Promise<void> {
    const question = pickFrom(this.#model.questions, at);
    if (question === undefined) return;
    const path = `/v1/questions/${question.id}`;
    const { item, etag } = await this.#record.read<Question>(path);
    const correction =
      item.resolution === null ? {} : { supersedesId: item.resolution.id, reason: 'A correction.' };
    const answer = await this.#service.admin
      .post(`${path}/resolutions`)
      .set('If-Match', etag)
      .send({ outcome, knownAt, evidence: 'value' in outcome ? evidence : [], ...correction });
    if (this.#answered(answer, this.#model.refusal(question, outcome)))
      this.#model.resolve(question, { outcome, knownAt, causedBy: null });
  }

  /** Every question and forecast of the run, and the number of audit events. */
  async compare(): Promise<void> {
    expect((await this.#headSeq()) - (await this.#head)).toBe(this.#written);
    for (const question of this.#model.questions) await this.#compareQuestion(question);
    for (const forecast of this.#model.forecasts) await this.#compareForecast(forecast);
  }

  async #compareQuestion(question: ModelQuestion): Promise<void> {
    const { item } = await this.#record.read<Question>(`/v1/questions/${question.id}`);
    const history = await this.#record.history(question.id);
    expect(item.status).toBe(this.#model.status(question, new Date().toISOString()));
    expect(history.map((one) => [one.outcome, one.revision, one.causeResolutionId !== null])).toEqual(
      question.resolutions.map((one, index) => [one.outcome, index + 1, one.causedBy !== null]),
    );
    expect(history.map((one) => one.current)).toEqual(
      question.resolutions.map((_one, index) => index === question.resolutions.length - 1),
    );
    expect(item.resolution).toEqual(history.at(-1) ?? null);
  }

  async #compareForecast(forecast: ModelForecast): Promise<void> {
    const { item } = await this.#record.read<Forecast>(`/v1/forecasts/${forecast.id}`);
    const { probability, revision, superseded, withdrawn, retracted } = forecast;
    const brier = item.scores.find((score) => score.rule === 'brier')?.value ?? null;
    expect({
      prediction: item.prediction,
      revision: item.revision,
      ignored: item.ignored?.reason ?? null,
      superseded: item.supersededById !== null,
      withdrawn: item.withdrawnAt !== null,
      retracted: item.retraction !== null,
      brier,
      scores: item.scores.length,
    }).toEqual({
      prediction: { probability },
      revision,
      ignored: this.#model.ignored(forecast),
      superseded,
      withdrawn,
      retracted,
      brier: this.#model.brier(forecast),
      scores: this.#model.brier(forecast) === null ? 0 : 2,
    });
    const kept = await this.#service.query<{ count: string; distinct: string }>(
      'SELECT count(*) AS count, count(DISTINCT (resolution_id, rule)) AS distinct FROM scores WHERE forecast_id = $1',
      [forecast.id],
    );
    expect(kept[0]?.count).toBe(kept[0]?.distinct);
  }
}
