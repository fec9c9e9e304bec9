import { ReckonerError } from '../../domain/errors.ts';

function prefixed(prefix: string, error: unknown): unknown {
  if (!(error instanceof ReckonerError) || error.details.issues === undefined) return error;
  const issues = error.details.issues.map((issue) => ({
    ...issue,
    pointer: `${prefix}${issue.pointer ?? ''}`,
  }));
  return new ReckonerError(error.kind, error.code, error.message, { ...error.details, issues });
}

/** Runs a parser of a part of a body: its pointers become pointers into the whole body. */
export function prefixIssues<Value>(prefix: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw prefixed(prefix, error);
  }
}

/** The same for a step that waits. */
export async function prefixIssuesOf<Value>(prefix: string, step: () => Promise<Value>): Promise<Value> {
  try {
    return await step();
  } catch (error) {
    throw prefixed(prefix, error);
  }
}
