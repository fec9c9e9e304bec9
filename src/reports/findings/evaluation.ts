/** What an evaluation found, in sentences. */
import type {
  EvaluatedGroup,
  EvaluatedRow,
  EvaluationReport,
} from '../../domain/evaluation/evaluation-model.ts';
import { curveFindings } from './calibration.ts';
import { leftOutInWords } from './left-out.ts';
import {
  baselineInWords,
  counted,
  estimated,
  listed,
  othersInWords,
  shown,
  skillInWords,
} from './wording.ts';

const BASELINES = {
  uniform: 'equal probabilities',
  baseRate: 'the share of yes among the other questions',
} as const;

export function evaluationFindings(report: EvaluationReport): string[] {
  const { totals } = report;
  const { read, scored } = totals.forecasts;
  const first = totals.rows[0];
  return [
    ...(first === undefined ? [] : scoreFindings(first, report)),
    ...(totals.calibration === null ? [] : curveFindings(totals.calibration, 'In all', 'On average')),
    `${counted(scored, 'row')} of ${read} ${scored === 1 ? 'is' : 'are'} scored.${leftOutInWords(totals.leftOut)}`,
  ];
}

function scoreFindings(row: EvaluatedRow, report: EvaluationReport): string[] {
  const { cell, ruleTitle, questionType, orientation } = row;
  const { parameters, totals } = report;
  const { level, baseline } = parameters;
  const direction = orientation === 'loss' ? 'lower is better' : 'higher is better';
  const findings = [
    `Over all, the mean ${ruleTitle} of ${questionType} questions is ${estimated(cell.mean, level)} on ${counted(cell.questions, 'question')}; ${direction}.${othersInWords(totals.rows)}`,
    ...best(row, report),
  ];
  if (cell.baselineMean.value !== null)
    findings.push(
      `The baseline (${BASELINES[baseline]}) ${baselineInWords(cell)}; ${skillInWords(cell.skill, level)}`,
    );
  if (cell.best.value !== null && cell.best.value !== cell.worst.value)
    findings.push(
      `With what the bounds of the rows allow, the mean lies anywhere from ${shown(cell.best.value)} to ${shown(cell.worst.value)}.`,
    );
  return findings;
}

/** Whose mean is best of those that have an interval: no ranking, since questions may differ. */
function best({ rule, questionType, orientation }: EvaluatedRow, report: EvaluationReport): string[] {
  const means = report.groups.flatMap(({ forecaster, rows }: EvaluatedGroup) => {
    const cell = rows.find((row) => row.rule === rule && row.questionType === questionType)?.cell;
    return cell === undefined || cell.mean.lower === null ? [] : [{ forecaster, cell }];
  });
  if (means.length < 2) return [];
  const sign = orientation === 'loss' ? 1 : -1;
  const [first] = means.sort((a, b) => sign * (Number(a.cell.mean.value) - Number(b.cell.mean.value)));
  if (first === undefined) return [];
  const of = `The best mean of ${counted(means.length, 'forecaster')} with an interval is that of`;
  const { forecaster, cell } = first;
  const equals = means.filter((one) => one.cell.mean.value === cell.mean.value);
  const found =
    equals.length === 1
      ? `${forecaster}: ${estimated(cell.mean, report.parameters.level)} on ${counted(cell.questions, 'question')}`
      : `${listed(equals.map((one) => one.forecaster))}: ${shown(cell.mean.value)}`;
  return [`${of} ${found}. They need not have answered the same questions, so that this is no ranking.`];
}
