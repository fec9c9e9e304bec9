/** Forecasts: new, corrected where the files changed, or left alone. */
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import { parsePrediction } from '../../src/domain/questions/registry.ts';
import { appendForecast } from '../../src/services/forecasts/create.ts';
import { definitionOf } from '../../src/services/questions/definition.ts';
import type { NewForecast, Unit } from '../../src/store/unit.ts';
import type { SeedEdition } from '../read.ts';
import { seedId } from '../seed-id.ts';
import { EDITED, isOurs, type Loading, sameIn } from './loading.ts';

type Content = Omit<NewForecast, 'id' | 'revision' | 'supersedesId' | 'reason'>;

export async function loadForecasts(loading: Loading): Promise<void> {
  const questions = new Map(loading.edition.questions.map((question) => [question.key, question]));
  for (const entry of loading.edition.forecasts) {
    const asked = questions.get(entry.question);
    if (asked === undefined) throw new Error(`question ${entry.question} is not in the edition`);
    const id = seedId('forecast', entry.key);
    const content = contentOf(entry, asked);
    // On a question that came with this loading there is neither a forecast nor an outcome.
    if (loading.fresh.has(content.questionId)) {
      loading.append('forecasts', {
        type: 'forecast',
        content: { id, ...content, revision: 1, supersedesId: null, reason: null },
      });
      continue;
    }
    const last = await lastRevision(loading.unit, id);
    if (last === null)
      await record(loading, { id, ...content, revision: 1, supersedesId: null, reason: null });
    else if (sameIn(content, last)) continue;
    else if (
      !isOurs(last) ||
      last.retraction !== null ||
      last.withdrawnAt !== null ||
      !sameSlot(content, last)
    )
      loading.leave(`forecast ${entry.key}`);
    else
      await record(loading, {
        id: loading.newId(),
        ...content,
        revision: last.revision + 1,
        supersedesId: last.id,
        reason: EDITED,
      });
  }
}

function contentOf(
  entry: SeedEdition['forecasts'][number],
  asked: SeedEdition['questions'][number],
): Content {
  return {
    questionId: seedId('question', entry.question),
    forecasterId: seedId('forecaster', entry.forecaster),
    statementId: entry.statement === null ? null : seedId('statement', entry.statement),
    madeAt: entry.madeAt,
    prediction: parsePrediction(
      definitionOf({ ...asked, condition: null, statementId: null }),
      entry.prediction,
    ),
    basis: entry.basis,
    note: entry.note,
  };
}

async function lastRevision(unit: Unit, id: string): Promise<Forecast | null> {
  let last = await unit.forecasts.get(id);
  while (last !== null && last.supersededById !== null)
    last = (await unit.forecasts.get(last.supersededById)) ?? last;
  return last;
}

/** A correction keeps question, forecaster and time; another of them is another forecast. */
function sameSlot(content: Content, last: Forecast): boolean {
  const { questionId, forecasterId, madeAt } = content;
  return sameIn({ questionId, forecasterId, madeAt }, last);
}

async function record(loading: Loading, forecast: NewForecast): Promise<void> {
  const question = await loading.unit.questions.get(forecast.questionId);
  if (question === null) throw new Error(`question ${forecast.questionId} was not loaded`);
  await appendForecast(loading.unit, question, forecast);
  loading.count('forecasts');
}
