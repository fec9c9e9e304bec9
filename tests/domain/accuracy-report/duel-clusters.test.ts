/** A head-to-head of questions that belong together, or that weigh differently. */
import { describe, expect, it } from 'vitest';
import { buildHeadToHead } from '../../../src/domain/accuracy/head-to-head-report.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { forecast, outcome, question, record, statement } from './small-record.ts';

const ids = Array.from({ length: 40 }, (_, at) => `q${String(at).padStart(2, '0')}`);
/** Of the first twenty questions Ann speaks in one statement each; of the other twenty in one of all. */
const statementOf = (at: number) => `s${Math.min(at, 20)}`;
const source = record({
  questions: ids.map((id) => question(id)),
  statements: Array.from({ length: 21 }, (_, at) => statement(`s${at}`, 'ann')),
  forecasts: ids.flatMap((id, at) => [
    forecast(`a ${id}`, id, 'ann', at < 20 ? 0.8 + (at % 5) / 100 : 0.5, { statementId: statementOf(at) }),
    forecast(`b ${id}`, id, 'bob', 0.6),
  ]),
  resolutions: ids.map((id) => outcome(id, true)),
});
const duel = (parameters: Partial<typeof defaultParameters>) => {
  const asked = { ...defaultParameters, ...parameters };
  const [row] = buildHeadToHead(source, asked, { forecasterId: ['ann', 'bob'] }).rows;
  if (row === undefined) throw new Error('no row');
  return row.strict;
};

describe('evidence', () => {
  it('is held back where several questions make one cluster', () => {
    const { evidence, clusters } = duel({ cluster: 'statement' });
    expect(clusters).toBe(21);
    for (const { value, reason } of Object.values(evidence)) {
      expect(value).toBeNull();
      expect(reason).toContain('The 40 questions are 21 independent clusters');
    }
  });

  it('is given where each question is one', () => {
    expect(duel({ cluster: 'question' }).evidence.firstIsBetter.value).not.toBeNull();
  });
});

it('questions to detect are those for the difference that is shown', () => {
  const { difference, questionsToDetect, questions } = duel({ cluster: 'question', weight: 'statement' });
  // Of 20 questions that weigh 1 and 20 that weigh (1 + 1/20) / 2; were all alike it would be -0.019.
  expect(Number(difference.value)).toBeLessThan(-0.05);
  const half = (Number(difference.upper) - Number(difference.lower)) / 2;
  const se = half / 2.0226909; // Student's t of 39 degrees at 95 %.
  const needed = Math.ceil(((2.8 * se * Math.sqrt(questions)) / Number(difference.value)) ** 2);
  expect(questionsToDetect.value).toBe(Math.max(10, needed));
});
