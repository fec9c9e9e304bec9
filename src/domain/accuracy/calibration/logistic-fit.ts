/** Trials at one value of the covariate. */
export interface LogisticRow {
  readonly x: number;
  readonly weight: number;
  readonly yes: number;
}

export interface LogisticFit {
  readonly intercept: number;
  readonly slope: number;
  readonly seIntercept: number;
  readonly seSlope: number;
}

/**
 * Logistic regression on one covariate by Newton's method with step halving (IRLS), from intercept 0
 * and slope 1. Standard errors from the inverse information. Null if it does not converge; the caller
 * rules out separation.
 */
export function fitLogistic(rows: readonly LogisticRow[]): LogisticFit | null {
  let [intercept, slope] = [0, 1];
  let likelihood = logLikelihood(rows, intercept, slope);
  for (let iteration = 0; iteration < 100; iteration += 1) {
    const { gradient, information, determinant } = derivatives(rows, intercept, slope);
    if (!(determinant > 0)) return null;
    const stepIntercept = (information[2] * gradient[0] - information[1] * gradient[1]) / determinant;
    const stepSlope = (information[0] * gradient[1] - information[1] * gradient[0]) / determinant;
    let fraction = 1;
    let next = logLikelihood(rows, intercept + stepIntercept, slope + stepSlope);
    while (next < likelihood - 1e-10 * Math.abs(likelihood) && fraction > 1e-10) {
      fraction /= 2;
      next = logLikelihood(rows, intercept + fraction * stepIntercept, slope + fraction * stepSlope);
    }
    intercept += fraction * stepIntercept;
    slope += fraction * stepSlope;
    likelihood = next;
    if (Math.abs(stepIntercept) + Math.abs(stepSlope) < 1e-12 * (1 + Math.abs(intercept) + Math.abs(slope))) {
      return withErrors(rows, intercept, slope);
    }
  }
  return null;
}

function withErrors(rows: readonly LogisticRow[], intercept: number, slope: number): LogisticFit {
  const { information, determinant } = derivatives(rows, intercept, slope);
  const seIntercept = Math.sqrt(information[2] / determinant);
  return { intercept, slope, seIntercept, seSlope: Math.sqrt(information[0] / determinant) };
}

/** The information matrix [aa, ab, bb] of intercept and slope, and its determinant. */
export function informationOf(rows: readonly LogisticRow[], intercept: number, slope: number) {
  const { information, determinant } = derivatives(rows, intercept, slope);
  return { information, determinant };
}

function derivatives(rows: readonly LogisticRow[], intercept: number, slope: number) {
  const gradient: [number, number] = [0, 0];
  const information: [number, number, number] = [0, 0, 0];
  for (const { x, weight, yes } of rows) {
    const chance = 1 / (1 + Math.exp(-intercept - slope * x));
    const residual = yes - weight * chance;
    const spread = weight * chance * (1 - chance);
    gradient[0] += residual;
    gradient[1] += residual * x;
    information[0] += spread;
    information[1] += spread * x;
    information[2] += spread * x * x;
  }
  return { gradient, information, determinant: information[0] * information[2] - information[1] ** 2 };
}

function logLikelihood(rows: readonly LogisticRow[], intercept: number, slope: number): number {
  return rows.reduce((sum, { x, weight, yes }) => {
    const logit = intercept + slope * x;
    // ln(1 + e^z) without overflow for large z.
    const logNormalizer = logit > 0 ? logit + Math.log1p(Math.exp(-logit)) : Math.log1p(Math.exp(logit));
    return sum + yes * logit - weight * logNormalizer;
  }, 0);
}
