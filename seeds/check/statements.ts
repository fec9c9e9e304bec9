/** Speaker, names, relations, anchors and hedge of every statement. */
import type { CheckContext, SeedStatementEntry } from './context.ts';

export function checkStatements(context: CheckContext): void {
  for (const statement of context.edition.statements) {
    const file = context.fileOf(statement.key);
    const wrong = (field: string, message: string): void =>
      context.report(file, statement.key, field, message);
    if (!context.forecasters.has(statement.forecaster))
      wrong('forecaster', context.unknownSpeaker(statement.forecaster));
    context.checkNames(file, statement.key, statement);
    statement.relations.forEach((relation, at) => {
      if (!context.statements.has(relation.statement))
        wrong(`relations.${at}.statement`, `names no statement: ${relation.statement}`);
      else if (relation.statement === statement.key)
        wrong(`relations.${at}.statement`, 'names the statement itself');
    });
    checkAnchors(context, statement, wrong);
    checkHedge(context, statement, wrong);
  }
}

type Wrong = (field: string, message: string) => void;

function checkAnchors(
  { edition: { source } }: CheckContext,
  { anchors }: SeedStatementEntry,
  wrong: Wrong,
): void {
  anchors.forEach((anchor, at) => {
    if (source.textLength !== null && anchor.end > source.textLength)
      wrong(`anchors.${at}.end`, `is beyond the text of ${source.textLength} code points`);
    const other = anchors.findIndex(
      (before, position) => position < at && anchor.start < before.end && before.start < anchor.end,
    );
    if (other >= 0) wrong(`anchors.${at}`, `overlaps anchor ${other}`);
  });
}

function checkHedge({ edition }: CheckContext, { hedge }: SeedStatementEntry, wrong: Wrong): void {
  if (hedge === null) return;
  const lexicon = edition.lexicons.find(
    (entry) => entry.key === hedge.lexiconKey && entry.version === hedge.lexiconVersion,
  );
  if (!lexicon) {
    wrong('hedge.lexiconKey', `there is no lexicon ${hedge.lexiconKey} ${hedge.lexiconVersion}`);
    return;
  }
  const given = lexicon.entries.filter((entry) => entry.phrase === hedge.phrase);
  if (given.length === 0)
    wrong('hedge.phrase', `${lexicon.key} ${lexicon.version} has no phrase ${hedge.phrase}`);
  else if (!given.some((entry) => entry.lower === hedge.lower && entry.upper === hedge.upper))
    wrong(
      'hedge.lower',
      `the interval is not the one that ${lexicon.key} ${lexicon.version} gives ${hedge.phrase}`,
    );
}
