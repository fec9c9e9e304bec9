/** What a calibration report found, in sentences. */
import type {
  CalibrationCurves,
  CalibrationReport,
} from '../../domain/accuracy/report/models/calibration-model.ts';
import { counted, percent, shown } from './wording.ts';

export function calibrationFindings(report: CalibrationReport): string[] {
  const { strict, lenient } = report.totals;
  // As many forecasts and events can be others: all has to agree.
  const same = JSON.stringify(strict) === JSON.stringify(lenient);
  const average =
    report.parameters.weight === 'statement' ? 'With each statement counted once' : 'On average';
  return [
    ...curveFindings(strict, 'Read strictly', average),
    ...(same ? [] : curveFindings(lenient, 'Read leniently', average)),
    `${counted(report.leftOut, 'forecast')} of the selection ${report.leftOut === 1 ? 'is' : 'are'} not scored; the accuracy report says why.`,
  ];
}

function sureness(overconfidence: number): string {
  if (overconfidence === 0) return 'as sure as';
  return overconfidence > 0 ? 'surer than' : 'less sure than';
}

/** @param of what the curves are of, as a sentence begins; @param average how the means are weighted, likewise */
export function curveFindings(curves: CalibrationCurves, of: string, average: string): string[] {
  const { forecasts, questions, events, reason, diagnostics, miscalibrationP } = curves;
  if (reason !== null || diagnostics === null) return [`${of}: ${reason ?? 'there is no curve.'}`];
  const { meanForecast, baseRate, corp, overconfidence } = diagnostics;
  const means =
    typeof meanForecast.value === 'number' && typeof baseRate.value === 'number'
      ? ` ${average} ${percent(meanForecast.value)} was forecast and ${percent(baseRate.value)} came.`
      : '';
  const sure =
    typeof overconfidence.value === 'number'
      ? ` Overconfidence is ${shown(overconfidence.value)}: the forecasts were ${sureness(overconfidence.value)} they were right.`
      : '';
  return [
    `${of}, ${events} of ${counted(forecasts, 'forecast')} on ${counted(questions, 'question')} came true.${means}${sure}`,
    `Miscalibration is ${shown(corp.miscalibration.value)}; calibrated forecasts would show as much or more with probability ${shown(miscalibrationP.value)}. Discrimination is ${shown(corp.discrimination.value)} of an uncertainty of ${shown(corp.uncertainty.value)}.`,
  ];
}
