/**
 * An axis on which distances are ratios: a place x lies at ln(x - zero + shift). The CRPS of the
 * transformed forecast there, ∫ (F - 1{x >= y})² dx / (x - zero + shift), is a proper score of the
 * forecast (Bosse et al. 2023) and has no unit.
 */
import type { DistributionFamily } from '../questions/distribution-family.ts';
import { compensatedSum } from './compensated-sum.ts';
import type { FormOf } from './continuous-only.ts';
import { interpolateCdf } from './crps-cdf-points.ts';

export interface LogAxis {
  readonly zero: number;
  /** 0: ln x; 1: ln(1 + x), which has a place for 0. */
  readonly shift: 0 | 1;
  /** Places before `zero` count as there; else they have no place on the axis. */
  readonly cutAtZero: boolean;
}

/** Where x lies; -Infinity or NaN where it has no place. */
export function positionOn({ zero, shift, cutAtZero }: LogAxis, x: number): number {
  const distance = cutAtZero ? Math.max(x - zero, 0) : x - zero;
  return shift === 0 ? Math.log(distance) : Math.log1p(distance);
}

/** The x that lies at a position. */
export function placeAt({ zero, shift }: LogAxis, position: number): number {
  return zero + (shift === 0 ? Math.exp(position) : Math.expm1(position));
}

/** What places must be above to have one on the axis. */
export function edgeOf({ zero, shift }: LogAxis): number {
  return zero - shift;
}

export function hasPlace(axis: LogAxis, x: number): boolean {
  return axis.cutAtZero || x > edgeOf(axis);
}

/** Whether all the probability of a cdf has a place; what is 0 up to the edge leaves none there. */
export function cdfHasPlace(axis: LogAxis, { values, probabilities }: FormOf<'cdf'>): boolean {
  if (axis.cutAtZero) return true;
  return values.every((value, at) => {
    const next = values[at + 1];
    if (value > edgeOf(axis)) return true;
    // Linear from here on: what lies between must begin at the edge.
    return (
      probabilities[at] === 0 &&
      (value === edgeOf(axis) || (next ?? value) <= edgeOf(axis) || probabilities[at + 1] === 0)
    );
  });
}

/** Lower end of what a family can take: mass there has a place only above the edge. */
export function familyHasPlace(axis: LogAxis, parameters: DistributionFamily): boolean {
  if (axis.cutAtZero) return true;
  switch (parameters.family) {
    case 'uniform':
      return parameters.min >= edgeOf(axis);
    case 'lognormal':
    case 'beta':
    case 'gamma':
    case 'exponential':
      return edgeOf(axis) <= 0;
    case 'poisson':
    case 'negativeBinomial':
    case 'binomial':
      return edgeOf(axis) < 0;
    default:
      return false;
  }
}

/**
 * ∫ (F - 1{x >= y})² over the axis from the first to the last point of a cdf that has a place there.
 * @param y has a place, too
 */
export function crpsOfPointsOn(axis: LogAxis, form: FormOf<'cdf'>, y: number): number {
  const { values, probabilities } = cutForm(axis, form);
  const terms: number[] = [];
  for (let k = 1; k < values.length; k += 1) {
    const [x0, x1] = [values[k - 1] as number, values[k] as number];
    const [f0, f1] = [probabilities[k - 1] as number, probabilities[k] as number];
    const at = Math.min(Math.max(y, x0), x1);
    const fy = f0 + ((f1 - f0) * (at - x0)) / (x1 - x0);
    if (at > x0) terms.push(piece(x0 - edgeOf(axis), at - x0, f0, fy));
    if (x1 > at) terms.push(piece(at - edgeOf(axis), x1 - at, fy - 1, f1 - 1));
  }
  return compensatedSum(terms);
}

/** The cdf from where the axis begins: at zero, where what lies before counts as there, else above the edge. */
export function cutForm(axis: LogAxis, form: FormOf<'cdf'>): FormOf<'cdf'> {
  const { values, probabilities } = form;
  const start = axis.cutAtZero ? axis.zero : edgeOf(axis);
  const kept = values.findIndex((value) => value >= start);
  if (kept === 0) return form;
  const last = probabilities.at(-1) as number;
  const atStart = kept < 0 ? last : interpolateCdf(form, start);
  const after = kept < 0 ? values.length : values[kept] === start ? kept + 1 : kept;
  return {
    kind: 'cdf',
    values: [start, ...values.slice(after)],
    probabilities: [atStart, ...probabilities.slice(after)],
  };
}

/** ∫ g² du/u from u0 over a width on which g is linear from g0 to g1; at u0 = 0 it must begin with 0. */
function piece(u0: number, width: number, g0: number, g1: number): number {
  const step = g1 - g0;
  if (u0 === 0) return g0 === 0 ? step ** 2 / 2 : Number.POSITIVE_INFINITY;
  const ratio = width / u0;
  const length = ratio < 1 ? Math.log1p(ratio) : Math.log(u0 + width) - Math.log(u0);
  // The closed form of a short piece is a difference of numbers that are nearly equal.
  return length < 1 ? shortPiece(length, g0, step) : longPiece(length, g0, step);
}

/** Along s = ln u the line is g0 + step expm1(s) / expm1(length), whose powers have closed integrals. */
function longPiece(length: number, g0: number, step: number): number {
  const [e, e2] = [Math.exp(-length), Math.exp(-2 * length)];
  const q = 1 - e;
  const first = 1 - (length * e) / q;
  const second = ((1 - e2) / 2 - 2 * (e - e2) + length * e2) / (q * q);
  return g0 * g0 * length + 2 * g0 * step * first + step * step * second;
}

/** Nodes and weights of Gauss & Legendre on -1..1, of which the others are the mirror; eight are exact to the last digit here. */
const NODES = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
] as const;

function shortPiece(length: number, g0: number, step: number): number {
  const whole = Math.expm1(length);
  const square = (s: number): number => (g0 + (step * Math.expm1(s)) / whole) ** 2;
  const terms = NODES.map(([node, weight]) => {
    const [left, right] = [(length * (1 - node)) / 2, (length * (1 + node)) / 2];
    return weight * (square(left) + square(right));
  });
  return (length / 2) * compensatedSum(terms);
}
