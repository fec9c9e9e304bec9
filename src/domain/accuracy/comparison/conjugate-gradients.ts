/**
 * Solves a symmetric positive semidefinite system by conjugate gradients from 0, which for a consistent
 * singular system gives the solution of least norm. `multiply` applies the matrix.
 */
export function solveByConjugateGradients(
  right: readonly number[],
  multiply: (vector: readonly number[]) => readonly number[],
): number[] {
  let solution = right.map(() => 0);
  let residual = [...right];
  let direction = [...right];
  let size = dot(residual, residual);
  const enough = size * 1e-30;
  for (let step = 0; step < 20 * right.length + 50 && size > enough && size > 0; step += 1) {
    const image = multiply(direction);
    const curvature = dot(direction, image);
    if (!(curvature > 0)) break;
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
