/** Scores by forecaster and question; lower is better. */
export type ScoreBoard = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Groups of forecasters that chains of comparisons connect, in the order of the board. Forecasters of
 * different groups cannot be compared, by whatever model.
 */
export function connectedComponents(
  forecasters: readonly string[],
  linked: (a: string, b: string) => boolean,
): string[][] {
  const left = new Set(forecasters);
  const components: string[][] = [];
  for (const start of forecasters) {
    if (!left.delete(start)) continue;
    const component = [start];
    for (let i = 0; i < component.length; i += 1) {
      for (const other of left) {
        if (!linked(component[i] as string, other)) continue;
        left.delete(other);
        component.push(other);
      }
    }
    components.push(component);
  }
  return components;
}
