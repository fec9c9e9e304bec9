/** The fit in columns that a bootstrap repeats is the fit of the board, whoever answered what. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boardColumns } from '../../../../src/domain/accuracy/comparison/board-columns.ts';
import { adjustForDifficulty } from '../../../../src/domain/accuracy/comparison/difficulty-adjustment.ts';
import { MarginalMeans } from '../../../../src/domain/accuracy/comparison/marginal-means.ts';

type Board = ReadonlyMap<string, ReadonlyMap<string, number>>;

const names: readonly string[] = ['a', 'b', 'c', 'd'];

/** Some questions that all answered, some that only some did. */
const boards = fc
  .array(
    fc.record({
      answeredBy: fc.oneof(fc.constant([...names]), fc.subarray([...names], { minLength: 1 })),
      scores: fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 100 }))),
      times: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .filter((questions) => questions.some(({ times }) => times > 0));

test('with each question as often as it is drawn', () => {
  fc.assert(
    fc.property(boards, (questions) => {
      const boardOf = (copies: (times: number) => number): Board =>
        new Map(
          names.map((name, person) => [
            name,
            new Map(
              questions.flatMap(({ answeredBy, scores, times }, at) =>
                answeredBy.includes(name)
                  ? Array.from({ length: copies(times) }, (_, copy) => [
                      `q${at}-${copy}`,
                      (scores[person] as number) / 100,
                    ])
                  : [],
              ) as [string, number][],
            ),
          ]),
        );
      const { columns, questions: order } = boardColumns(boardOf(() => 1));
      const means = new MarginalMeans(columns);
      const weights = Float64Array.from(order, (question) => {
        const { times } = questions[Number(question.slice(1).split('-')[0])] as (typeof questions)[number];
        return times;
      });
      const found = means.adjusted(weights);
      const { adjusted, components } = adjustForDifficulty(boardOf((times) => times));
      const inside = names.filter((_, at) => !Number.isNaN(found[at]));
      const scoresOf = (members: readonly string[]) =>
        questions.reduce(
          (sum, { answeredBy, times }) =>
            sum + times * answeredBy.filter((name) => members.includes(name)).length,
          0,
        );
      expect(components.map((members) => [...members].sort())).toContainEqual(inside);
      expect(scoresOf(inside)).toBe(Math.max(...components.map(scoresOf)));
      for (const name of inside)
        expect(found[names.indexOf(name)]).toBeCloseTo(adjusted.get(name) as number, 8);
    }),
    { numRuns: 1000 },
  );
});

test.each([[[68, 70, 61]], [[10, 20, 30, 41]], [[3, 3, 4]]])(
  'on one question that all answered, %j in hundredths, each is left with his own score',
  (hundredths) => {
    const board: Board = new Map(hundredths.map((score, at) => [`f${at}`, new Map([['q', score / 100]])]));
    const { adjusted } = adjustForDifficulty(board);
    hundredths.forEach((score, at) => {
      expect(adjusted.get(`f${at}`)).toBeCloseTo(score / 100, 12);
    });
  },
);

test('where all answered all questions, each is left with the mean of his scores', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }), {
        minLength: 1,
        maxLength: 8,
      }),
      (questions) => {
        const board: Board = new Map(
          names.map((name, at) => [
            name,
            new Map(questions.map((scores, question) => [`q${question}`, (scores[at] as number) / 100])),
          ]),
        );
        const { adjusted } = adjustForDifficulty(board);
        const { columns } = boardColumns(board);
        const inColumns = new MarginalMeans(columns).adjusted(new Float64Array(questions.length).fill(1));
        names.forEach((name, at) => {
          const mean = questions.reduce((sum, scores) => sum + (scores[at] as number), 0) / questions.length;
          expect(adjusted.get(name)).toBeCloseTo(mean / 100, 12);
          expect(inColumns[at]).toBeCloseTo(mean / 100, 8);
        });
      },
    ),
    { numRuns: 2000 },
  );
});

test('where all that answered a question have the same score, each is left with the mean of all, however often each is drawn', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          score: fc.integer({ min: 0, max: 100 }),
          answeredBy: fc.subarray(['b', 'c', 'd']),
          times: fc.integer({ min: 0, max: 3 }),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      (more) => {
        const questions = [{ score: 61, answeredBy: names, times: 1 }, ...more].map((question, at) => ({
          ...question,
          id: `q${String(at).padStart(2, '0')}`,
          answeredBy: ['a', ...question.answeredBy.filter((name) => name !== 'a')],
        }));
        const board: Board = new Map(
          names.map((name) => [
            name,
            new Map(
              questions.flatMap(({ id, score, answeredBy }) =>
                answeredBy.includes(name) ? [[id, score / 100] as const] : [],
              ),
            ),
          ]),
        );
        const { columns, questions: order } = boardColumns(board);
        const timesOf = new Map(questions.map(({ id, times }) => [id, times]));
        const found = new MarginalMeans(columns).adjusted(
          Float64Array.from(order, (id) => timesOf.get(id) as number),
        );
        const all = questions.reduce((sum, { times }) => sum + times, 0);
        const mean = questions.reduce((sum, { score, times }) => sum + (times * score) / 100, 0) / all;
        for (const value of found) expect(value).toBeCloseTo(mean, 12);
      },
    ),
    { numRuns: 2000 },
  );
});
