/** An evaluation says what it found in words, above the tables of every format for readers. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/domain/evaluate.ts';
import { evaluationFindings } from '../../src/reports/findings/evaluation.ts';
import { rendererOf } from '../../src/reports/registry.ts';
import { textOfPage, textOfPdf } from './format-readers.ts';

const rows = Array.from({ length: 40 }, (_, at) => ({
  forecaster: at % 2 === 0 ? 'Ann' : 'Ben',
  question: `question ${at >> 1}`,
  probability: at % 2 === 0 ? 0.75 : 0.5,
  outcome: (at >> 1) % 4 < 3,
}));
const open = { forecaster: 'Ben', question: 'hail', probability: 0.3, outcome: null };

describe('the findings of an evaluation', () => {
  it('are the mean, whose is best, skill, calibration, and what was left out', () => {
    const [mean, best, skill, calibration, miscalibration, scored] = evaluationFindings(
      evaluate([...rows, open]),
    );
    expect(mean).toMatch(
      /^Over all, the mean Brier score of binary questions is 0\.219 \(95 % interval 0\.\d+ to 0\.\d+\) on 20 questions; lower is better\./,
    );
    expect(best).toMatch(/^The best mean of 2 forecasters with an interval is that of Ann: 0\.188 \(95 %/);
    expect(best).toContain('this is no ranking');
    expect(skill).toMatch(/^The baseline \(equal probabilities\) has 0\.25 on the same questions;/);
    expect(calibration).toMatch(/^In all, 30 of 40 forecasts on 20 questions came true\. On average 62\.5 %/);
    expect(miscalibration).toMatch(/^Miscalibration is /);
    expect(scored).toMatch(/^40 rows of 41 are scored\. Left out: 1 without an outcome yet\./);
  });

  it('name all whose mean is best', () => {
    const alike = rows.map((row) => ({ ...row, probability: 0.75 }));
    expect(evaluationFindings(evaluate(alike)).join(' ')).toContain(
      'The best mean of 2 forecasters with an interval is that of Ann and Ben: 0.188. They need not',
    );
  });

  it('call nobody best where nobody has enough questions, and nothing where nothing is scored', () => {
    expect(evaluationFindings(evaluate(rows.slice(0, 8))).join(' ')).not.toContain('best mean');
    expect(evaluationFindings(evaluate([open]))).toEqual([
      '0 rows of 1 are scored. Left out: 1 without an outcome yet.',
    ]);
    expect(evaluationFindings(evaluate([]))).toEqual(['0 rows of 0 are scored.']);
  });

  it('say how far apart the bounds of hedges leave the mean', () => {
    const hedged = {
      question: 'rain',
      prediction: { probability: 0.6, lower: 0.4, upper: 0.8 },
      outcome: true,
    };
    expect(evaluationFindings(evaluate([hedged])).join(' ')).toContain(
      'the mean lies anywhere from 0.04 to 0.36',
    );
  });

  it('stand in Markdown, on the page and on paper', async () => {
    const report = evaluate([...rows, open]);
    const rendered = async (format: string) => rendererOf(format)?.render(report);
    const texts = [
      String(await rendered('md')).replaceAll('\\', ''),
      textOfPage(String(await rendered('html'))),
      (await textOfPdf((await rendered('pdf')) as Uint8Array)).join(' '),
    ].map((text) => text.replace(/\s+/g, ' '));
    for (const finding of evaluationFindings(report)) {
      for (const text of texts) expect(text).toContain(finding);
    }
  });
});
