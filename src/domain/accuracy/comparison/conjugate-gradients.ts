/**
 * Share of the largest curvature seen, below which a direction is one that the matrix takes to nothing, but for
 * rounding. Once all is solved, what is left of the residual is rounding too, and may lie in such a direction:
 * a step along it would be without bounds. Chains of 30,000 forecasters who each share questions with the next lie above it.
 */
export const NO_CURVATURE = 1e-10;

/** Share of the squares of what was summed, below which the squares of what is left are its rounding. */
export const ROUNDING = 1e-28;

/**
 * Solves a symmetric positive semidefinite system by conjugate gradients from 0, which for a consistent
 * singular system gives the solution of least norm. `multiply` applies the matrix.
 * @param squares sum of the squares of the values whose sums and differences make the right side
 */
export function solveByConjugateGradients(
  right: readonly number[],
  multiply: (vector: readonly number[]) => readonly number[],
  squares: number,
): number[] {
  let solution = right.map(() => 0);
  let residual = [...right];
  let direction = [...right];
  let size = dot(residual, residual);
  const enough = Math.max(size * 1e-30, squares * ROUNDING);
  let steepest = 0;
  for (let step = 0; step < 20 * right.length + 50 && size > enough && size > 0; step += 1) {
    const image = multiply(direction);
    const curvature = dot(direction, image);
    const steepness = curvature / dot(direction, direction);
    steepest = Math.max(steepest, steepness);
    if (!(steepness > NO_CURVATURE * steepest)) break;
    const length = size / curvature;
    solution = solution.map((value, i) => value + length * (direction[i] as number));
    residual = residual.map((value, i) => value - length * (image[i] as number));
    const next = dot(residual, residual);
    direction = residual.map((value, i) => value + (next / size) * (direction[i] as number));
    size = next;
  }
  return solution;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
