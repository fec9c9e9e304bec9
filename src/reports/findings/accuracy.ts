/** What an accuracy report found, in sentences. */
import type { AccuracyReport, AccuracyRow } from '../../domain/accuracy/report/models/accuracy-model.ts';
import { leftOutInWords } from './left-out.ts';
import {
  baselineInWords,
  counted,
  estimated,
  listed,
  othersInWords,
  shareInWords,
  shown,
  skillInWords,
} from './wording.ts';

export function accuracyFindings(report: AccuracyReport): string[] {
  const { totals, parameters } = report;
  const { level } = parameters;
  const { forecasts, statements, verdicts } = totals;
  const first = totals.rows[0];
  const findings = first === undefined ? [] : [...scoreFindings(first, report)];
  findings.push(
    `${counted(forecasts.scored, 'forecast')} of ${forecasts.selected} selected ${forecasts.scored === 1 ? 'is' : 'are'} scored.${leftOutInWords(totals.leftOut)}`,
  );
  if (verdicts !== null && verdicts.claims > 0) {
    findings.push(
      `${counted(verdicts.claims, 'claim')}, ${verdicts.withoutVerdict} of them without a verdict. Of those that could be verified ${shareInWords(verdicts.accurateOrMostly, level)} are accurate or mostly accurate.`,
    );
  }
  if (statements !== null && statements.total > 0) {
    const reasons = statements.unscorableByReason.map(
      ({ reason, count }) => `${count} ${UNSCORABLE[reason] ?? reason}`,
    );
    findings.push(
      `${shareInWords(statements.unscorable, level)} statements cannot be scored${reasons.length === 0 ? '' : `: ${listed(reasons)}`}. Of the forecasts among them ${shareInWords(statements.unscorableForecasts, level)} cannot.`,
    );
  }
  return findings;
}

/** Why a statement cannot be scored, as the record calls it, and in words. */
const UNSCORABLE: Readonly<Record<string, string>> = {
  noHorizon: 'for want of a date',
  noThreshold: 'for want of a measure',
  valueJudgement: 'for judging a value',
  unfalsifiable: 'for allowing any course of events',
};

function scoreFindings(row: AccuracyRow, { parameters, totals, filter }: AccuracyReport): string[] {
  const { strict, lenient, ruleTitle, orientation, questionType } = row;
  const { level } = parameters;
  const direction = orientation === 'loss' ? 'lower is better' : 'higher is better';
  const findings = [
    `${Object.keys(filter).length === 0 ? 'Over all' : 'Over what the filter selects'}, the mean ${ruleTitle} of ${questionType} questions read strictly is ${estimated(strict.mean, level)} on ${counted(strict.questions, 'question')}; ${direction}.`,
  ];
  findings[0] += othersInWords(totals.rows);
  if (lenient.questions !== strict.questions || JSON.stringify(lenient.mean) !== JSON.stringify(strict.mean))
    findings.push(
      `Read leniently it is ${estimated(lenient.mean, level)} on ${counted(lenient.questions, 'question')}. The two readings are never averaged.`,
    );
  if (strict.baselineMean.value !== null)
    findings.push(
      `The baseline (${parameters.baseline}${parameters.crowd === undefined ? '' : `, ${parameters.crowd}`}) ${baselineInWords(strict)}; ${skillInWords(strict.skill, level)}`,
    );
  if (strict.best.value !== null && strict.best.value !== strict.worst.value)
    findings.push(
      `With what hedges such as “probably” may mean, the strict mean lies anywhere from ${shown(strict.best.value)} to ${shown(strict.worst.value)}; it is ${shown(strict.hedgeLow.value)} at the lower ends of their intervals, ${shown(strict.hedgeMid.value)} at the probabilities of the record and ${shown(strict.hedgeHigh.value)} at the upper ends.`,
    );
  return findings;
}
