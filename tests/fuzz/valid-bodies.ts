/** What a schema cannot say: bodies that fit the record as it stands, so that they are accepted. */
import type { Dice } from './dice.ts';
import type { Item, Json, KnownThings } from './known-things.ts';
import { pastInstant } from './schema-values.ts';

export type Fields = { [name: string]: Json };

const DATES = ['2024-03-01', '2025-01-31', '2026-06-30', '2027-12-31'] as const;

/** Makes a body that the schema allows into one that the operation accepts. */
export type Fit = (body: Fields, dice: Dice, known: KnownThings) => Fields;

function fitQuestion(body: Fields, dice: Dice, known: KnownThings): Fields {
  const type = dice.pick(['binary', 'multipleChoice', 'numeric', 'date'] as const);
  const choice = type === 'multipleChoice';
  const condition = dice.chance(0.15)
    ? known.standing('questions', dice, (item) => item['type'] === 'binary')
    : undefined;
  const ordered = choice && dice.chance(0.5);
  const size = dice.integer(2, 3);
  return {
    ...body,
    type,
    options: choice ? ['a', 'b', 'c'].slice(0, size).map((id) => ({ id, label: `Option ${id}` })) : null,
    ordered,
    optionEdges: ordered && dice.chance(0.5) ? [null, 0.5, 10, null].slice(3 - size) : null,
    unit: type === 'numeric' && dice.chance(0.5) ? 'GW' : null,
    range: type === 'numeric' && dice.chance(0.5) ? { min: -0.5, max: 1000 } : null,
    transform: type === 'numeric' && dice.chance(0.3) ? 'log1p' : null,
    milestones: type === 'date' && dice.chance(0.3) ? ['2026-06-30', '2027-12-31'] : null,
    opensAt: dice.chance(0.3) ? '2021-01-01' : null,
    closesAt: dice.chance(0.5) ? dice.pick(DATES) : null,
    resolvesBy: dice.chance(0.5) ? '2028-01-01T00:00:00Z' : null,
    condition: condition ? { questionId: condition.id, outcome: { value: dice.chance(0.5) } } : null,
    statementId: dice.chance(0.3) ? (known.standing('statements', dice)?.id ?? null) : null,
  };
}

export function predictionFor(question: Item, dice: Dice): Json {
  const [first = 'a', ...rest] = ((question['options'] ?? []) as { id: string }[]).map(({ id }) => id);
  switch (question['type']) {
    case 'binary': {
      const probability = dice.pick([0, 0.1, 0.5, 0.7, 1]);
      return dice.chance(0.3) ? { probability, lower: 0, upper: 1 } : { probability };
    }
    case 'multipleChoice':
      return {
        probabilities: Object.fromEntries([[first, 1], ...rest.map((id): [string, number] => [id, 0])]),
      };
    case 'numeric':
      return dice.pick<Json>([
        { point: 7 },
        {
          quantiles: [
            { level: 0.1, value: 1 },
            { level: 0.9, value: 5 },
          ],
        },
        {
          cdf: [
            { value: 1, probability: 0.1 },
            { value: 5, probability: 1 },
          ],
        },
        { samples: [1, 2, 3.5] },
        { distribution: { family: 'normal', mean: 5, sd: 2 } },
        { interval: { lower: 1, upper: 9, probability: 0.8 } },
      ]);
    default:
      return dice.pick<Json>([
        { point: '2026-06-30' },
        {
          quantiles: [
            { level: 0.1, value: '2026-01-01' },
            { level: 0.9, value: '2027-01-01' },
          ],
        },
        { samples: ['2026-01-01', '2026-02-01'] },
      ]);
  }
}

export function outcomeFor(question: Item, dice: Dice): Json {
  if (dice.chance(0.2)) return { void: dice.pick(['annulled', 'ambiguous', 'notAvailable']) };
  switch (question['type']) {
    case 'binary':
      return { value: dice.chance(0.5) };
    case 'multipleChoice':
      return { optionId: ((question['options'] ?? []) as { id: string }[])[0]?.id ?? 'a' };
    case 'numeric':
      return { value: dice.integer(-20, 20) };
    default:
      return dice.chance(0.5) ? { date: '2024-05-05' } : { notBefore: '2024-05-05' };
  }
}

function fitForecast(body: Fields, dice: Dice, known: KnownThings): Fields {
  const question = known.standing('questions', dice);
  const forecaster = known.standing('forecasters', dice);
  const bare = { ...body, statementId: null, supersedesId: null, reason: null, madeAt: pastInstant(dice) };
  const basis = dice.pick(['stated', 'assigned', 'imported'] as const);
  if (question === undefined || forecaster === undefined) return bare;
  return {
    ...bare,
    basis,
    questionId: question.id,
    forecasterId: forecaster.id,
    prediction: predictionFor(question, dice),
  };
}

function fitStatement(body: Fields, dice: Dice, known: KnownThings): Fields {
  const lexicon = dice.pick(known.items('lexicons'));
  const entries = (lexicon?.['entries'] ?? []) as { phrase: string; lower: number; upper: number }[];
  const entry = dice.pick(entries);
  const hedge: Json =
    lexicon === undefined || entry === undefined || dice.chance(0.5)
      ? null
      : {
          ...entry,
          language: 'en',
          lexiconKey: lexicon['key'] ?? '',
          lexiconVersion: lexicon['version'] ?? '',
        };
  const questions = ((body['questions'] ?? []) as Fields[]).map((question): Fields => {
    const { statementId: _statement, ...fit } = fitQuestion({ ...question }, dice, known);
    const prediction = predictionFor(fit as unknown as Item, dice);
    return { ...fit, condition: null, forecast: dice.chance(0.5) ? { prediction, basis: 'stated' } : null };
  });
  const anchors = ((body['anchors'] ?? []) as Fields[]).map((anchor) => ({
    ...anchor,
    start: 3,
    end: dice.integer(4, 40),
  }));
  const withForecasts = questions.some(({ forecast }) => forecast !== null);
  const kind = withForecasts ? 'forecast' : dice.pick(['forecast', 'claim', 'claim', 'opinion'] as const);
  return { ...body, kind, hedge, anchors, relations: [], ...('questions' in body ? { questions } : {}) };
}

/** Each row of a batch as when it is sent alone. */
const fitRows =
  (field: string, fitRow: Fit): Fit =>
  (body, dice, known) => ({
    ...body,
    [field]: ((body[field] ?? []) as Fields[]).map((row) => fitRow(row, dice, known)),
  });

/** By operation. Where a known thing is the subject, `requests.ts` has chosen it before. */
export const fits: Readonly<Record<string, Fit>> = {
  'POST /v1/questions': fitQuestion,
  'POST /v1/questions/batch': fitRows('questions', fitQuestion),
  'POST /v1/forecasts': fitForecast,
  'POST /v1/forecasts/batch': fitRows('forecasts', (row, dice, known) => {
    const { supersedesId: _supersedes, reason: _reason, ...first } = fitForecast(row, dice, known);
    return first;
  }),
  'POST /v1/statements': fitStatement,
  'PATCH /v1/statements/{id}': (body) => {
    const {
      kind: _kind,
      forecasterId: _forecaster,
      hedge: _hedge,
      relations: _relations,
      anchors: _anchors,
      ...free
    } = body;
    return free;
  },
  'PATCH /v1/questions/{id}': ({ title, description, windowReason, topics }) =>
    Object.fromEntries(
      Object.entries({ title, description, windowReason, topics }).filter(([, value]) => value !== undefined),
    ) as Fields,
  'PATCH /v1/sources/{id}': ({ textSha256: _sha256, textLength: _length, ...body }) => body,
  'POST /v1/sources': ({ textSha256: _sha256, textLength: _length, ...body }) => body,
  'POST /v1/keys': (body) => ({ ...body, expiresAt: null }),
};
