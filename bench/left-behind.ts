/** What a script has started outlives it unless somebody ends it: here it is ended however the script ends. */

const open = new Set<() => void>();
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
let watching = false;

function watch(): void {
  watching = true;
  // Runs after an error that nobody caught, too.
  process.on('exit', () => {
    for (const end of [...open].reverse()) {
      try {
        end();
      } catch {
        // The others are to be ended all the same.
      }
    }
  });
  for (const [name, number] of Object.entries(SIGNALS))
    process.once(name as NodeJS.Signals, () => process.exit(128 + number));
}

/**
 * Runs `end` when the process ends (unless by SIGKILL); it cannot wait for anything.
 * @returns takes that back: it has been ended in order.
 */
export function endAtExit(end: () => void): () => void {
  if (!watching) watch();
  open.add(end);
  return () => void open.delete(end);
}
