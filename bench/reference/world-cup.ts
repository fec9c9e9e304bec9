/** 180 World Cup matches: win, tie, loss on a scale. */
import { type Quantity, quantity } from './quantity.ts';
import { number, type Row, readJson, readRows, text } from './read-data.ts';
import { type Answered, meanScore, scaleQuestion } from './scored.ts';

interface Reference {
  readonly n: number;
  readonly brier_sum: number;
  readonly log: number;
  readonly rps_sum: number;
  readonly rps_norm: number;
}

const question = scaleQuestion(['win1', 'tie', 'win2']);
const OPTIONS = [
  ['win1', 'p_win1'],
  ['tie', 'p_tie'],
  ['win2', 'p_win2'],
] as const;

/** Which matches a slice of the reference holds. */
const SLICES: Readonly<Record<string, (row: Row) => boolean>> = {
  all: () => true,
  men: (row) => text(row, 'topic').endsWith('_men'),
  women: (row) => text(row, 'topic').endsWith('_women'),
  with_tie: (row) => number(row, 'p_tie') > 0,
};

export function worldCupQuantities(folder: string): Quantity[] {
  const rows = readRows(folder, 'world_cup_3class');
  const references = readJson<Readonly<Record<string, Reference>>>(folder, 'world_cup_reference.json');
  return Object.entries(references).flatMap(([slice, reference]) => {
    const matches = rows.filter(SLICES[slice] as (row: Row) => boolean).map(matchOf);
    const mean = (rule: string) => meanScore(question, matches, rule);
    const name = `World Cup matches, ${slice}`;
    return [
      quantity(`${name}: forecasts`, matches.length, reference.n),
      quantity(`${name}: Brier over options`, mean('brier_multiclass'), reference.brier_sum),
      quantity(`${name}: log score`, mean('log_score_multiclass'), reference.log),
      quantity(`${name}: RPS`, mean('rps'), reference.rps_sum),
      quantity(`${name}: RPS per cut`, mean('rps_normalised'), reference.rps_norm),
    ];
  });
}

function matchOf(row: Row): Answered {
  const probabilities = Object.fromEntries(OPTIONS.map(([id, column]) => [id, number(row, column)]));
  const happened = OPTIONS.find(([id]) => number(row, id) === 1);
  return { prediction: { probabilities }, outcome: { optionId: happened?.[0] } };
}
