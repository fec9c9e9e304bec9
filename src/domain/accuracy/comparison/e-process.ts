import { invalid } from '../../errors.ts';
import { type BinaryLoss, type BinaryScore, binaryLoss } from '../binary-loss.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';

/** Two forecasts of one question and its outcome (0 or 1). */
export interface ForecastPair {
  readonly p: number;
  readonly q: number;
  readonly outcome: number;
}

export interface EProcess {
  /** Evidence against "p is no worse than q" after the last question. */
  readonly eFinal: number;
  /** The most evidence at any time. */
  readonly eMax: number;
  /** 1 / eMax, at most 1: valid however often the board is looked at. */
  readonly anytimeP: number;
  /** ln of the evidence after each question, from which a corrected outcome is replayed. */
  readonly logPath: readonly number[];
}

export interface EProcessOptions {
  readonly score: BinaryScore;
  /** The share put at stake each time, 0..1; unless told, that by which the evidence grows most if q is right. */
  readonly lambda?: number;
}

/** Never the whole stake: one certain forecast gone wrong does not end the evidence for good. */
const LARGEST_SHARE = 0.9;

/**
 * Henzi & Ziegel 2022 at lag 1 in order of resolution: the product of
 * 1 + λ·(S(p, y) - S(q, y)) / |S(p, 1{p > q}) - S(q, 1{p > q})|; equal forecasts contribute 1.
 * λ is chosen from both forecasts alone, before the outcome (their section on power), which keeps the
 * evidence valid. A fixed half loses half the stake wherever two forecasters nearly agree and the likelier
 * answer comes, so that evidence for the better one died away.
 */
export function eProcess(
  pairs: readonly ForecastPair[],
  { score, lambda }: EProcessOptions,
): Measure<EProcess> {
  if (lambda !== undefined && !(lambda >= 0 && lambda <= 1))
    throw invalid('outOfRange', `lambda must lie in 0..1; ${lambda} does not.`);
  if (pairs.length === 0) return NO_FORECASTS;
  const loss = binaryLoss(score);
  const logPath: number[] = [];
  let log = 0;
  for (const pair of pairs) {
    const factor = Math.log(betFactor(pair, loss, lambda));
    // Ruin is final: nothing won later, not even Infinity, buys the stake back.
    log = log === -Infinity ? log : log + factor;
    logPath.push(log);
  }
  const eMax = Math.exp(logPath.reduce((most, value) => Math.max(most, value), -Infinity));
  return measured({ eFinal: Math.exp(log), eMax, anytimeP: Math.min(1, 1 / eMax), logPath });
}

function betFactor(pair: ForecastPair, loss: BinaryLoss, given: number | undefined): number {
  const { p, q, outcome } = pair;
  if (p === q) return 1;
  const favoured = p > q ? 1 : 0;
  const stake = Math.abs(loss(p, favoured) - loss(q, favoured));
  const won = loss(p, 1 - favoured) - loss(q, 1 - favoured);
  const lambda = given ?? bestShare(favoured === 1 ? 1 - q : q, stake === Infinity ? 0 : won / stake);
  // The bet is lost whole when what p favours happens, also where the losses are infinite.
  if (outcome === favoured) return 1 - lambda;
  return lambda === 0 || stake === Infinity ? 1 : 1 + (lambda * won) / stake;
}

/** The λ at which chance·ln(1 + λ·odds) + (1 - chance)·ln(1 - λ) is largest, in 0..LARGEST_SHARE. */
function bestShare(chance: number, odds: number): number {
  return odds > 0 ? Math.min(LARGEST_SHARE, Math.max(0, chance - (1 - chance) / odds)) : 0;
}
