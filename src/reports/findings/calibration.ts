/** What a calibration report found, in sentences. */
import type { CalibrationCurves, CalibrationReport } from '../../domain/accuracy/report/calibration-model.ts';
import { counted, percent, shown } from './wording.ts';

export function calibrationFindings(report: CalibrationReport): string[] {
  const { strict, lenient } = report.totals;
  const same = strict.forecasts === lenient.forecasts && strict.events === lenient.events;
  return [
    ...curveFindings(strict, 'Read strictly', report),
    ...(same ? [] : curveFindings(lenient, 'Read leniently', report)),
    `${counted(report.leftOut, 'forecast')} of the selection ${report.leftOut === 1 ? 'is' : 'are'} not scored; the accuracy report says why.`,
  ];
}

function curveFindings(
  curves: CalibrationCurves,
  reading: string,
  { parameters }: CalibrationReport,
): string[] {
  const { forecasts, questions, events, reason, diagnostics, miscalibrationP } = curves;
  if (reason !== null || diagnostics === null) return [`${reading}: ${reason ?? 'there is no curve.'}`];
  const { meanForecast, baseRate, corp, overconfidence } = diagnostics;
  const means =
    typeof meanForecast.value === 'number' && typeof baseRate.value === 'number'
      ? ` ${parameters.weight === 'statement' ? 'With each statement counted once' : 'On average'} ${percent(meanForecast.value)} was forecast and ${percent(baseRate.value)} came.`
      : '';
  const sure =
    typeof overconfidence.value === 'number'
      ? ` Overconfidence is ${shown(overconfidence.value)}: above 0 the forecasts were surer than they were right.`
      : '';
  return [
    `${reading}, ${events} of ${counted(forecasts, 'forecast')} on ${counted(questions, 'question')} came true.${means}${sure}`,
    `Miscalibration is ${shown(corp.miscalibration.value)}; calibrated forecasts would show as much or more with probability ${shown(miscalibrationP.value)}. Discrimination is ${shown(corp.discrimination.value)} of an uncertainty of ${shown(corp.uncertainty.value)}.`,
  ];
}
