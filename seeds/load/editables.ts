/** Sources, forecasters, names, statements and questions: new, edited in the files, or left alone. */
import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../src/domain/questions/prediction-fields.ts';
import type { EditableContents, EditableType, LastVersion, Write } from '../../src/store/unit.ts';
import type { SeedEdition } from '../read.ts';
import { seedId } from '../seed-id.ts';
import { isOurs, type Loading } from './loading.ts';

const PLURALS: Readonly<Record<EditableType, string>> = {
  source: 'sources',
  forecaster: 'forecasters',
  statement: 'statements',
  question: 'questions',
  topic: 'topics',
  entity: 'entities',
};

interface Wanted {
  readonly type: EditableType;
  readonly id: string;
  readonly key: string;
  readonly content: EditableContents[EditableType];
}

export async function loadEditables(loading: Loading): Promise<void> {
  const wanted = editablesOf(loading.edition);
  const carries = ({ type }: Wanted): boolean => type === 'statement' || type === 'question';
  await append(
    loading,
    wanted.filter((entry) => !carries(entry)),
  );
  // Aliases before what carries them, so that the search index is made once.
  await loading.unit.flush();
  await loadAliases(loading);
  await append(loading, wanted.filter(carries));
}

async function append(loading: Loading, wanted: readonly Wanted[]): Promise<void> {
  const standing = await loading.unit.lastVersions(wanted.map((entry) => entry.id));
  // A name that users have made already serves as well: what uses it finds it by name.
  const taken = {
    topic: await loading.unit.standingNames(
      'topic',
      wanted.filter(({ type }) => type === 'topic').map(({ key }) => key),
    ),
    entity: await loading.unit.standingNames(
      'entity',
      wanted.filter(({ type }) => type === 'entity').map(({ key }) => key),
    ),
  };
  for (const { type, id, key, content } of wanted) {
    const version = nextVersion(loading, `${type} ${key}`, standing.get(id), content);
    if (version === null || (version > 1 && (type === 'topic' || type === 'entity'))) continue;
    if (version === 1 && (type === 'topic' || type === 'entity') && taken[type].has(key)) continue;
    if (version === 1) loading.fresh.add(id);
    loading.append(PLURALS[type], { type, id, version, content } as Write);
  }
}

const ALIAS = 'Another name of the same thing.';

/** Other names of entities, made aliases by merging them; those merged already stay. */
async function loadAliases(loading: Loading): Promise<void> {
  const { unit, edition } = loading;
  for (const { name, aliases } of edition.entities) {
    if (aliases.length === 0) continue;
    const standing = await unit.standingNames('entity', [name, ...aliases]);
    const into = standing.get(name);
    for (const alias of aliases) {
      const from = standing.get(alias);
      if (from === undefined || into === undefined || from.id === into.id || from.merged || into.merged)
        continue;
      loading.append('aliases', {
        type: 'merge',
        id: loading.newId(),
        subjectType: 'entity',
        fromId: from.id,
        intoId: into.id,
        reason: ALIAS,
      });
    }
  }
}

/** 1 for what is new, the next number for what the files changed, null for what stays. */
function nextVersion(
  loading: Loading,
  name: string,
  last: LastVersion | undefined,
  content: unknown,
): number | null {
  if (last === undefined) return 1;
  if (isDeepStrictEqual(withoutStatus(last.content), withoutStatus(content))) return null;
  if (isOurs(last)) return last.version + 1;
  loading.leave(name);
  return null;
}

/** Whether an anchor was verified is found out by the service, not said in the files. */
function withoutStatus(content: unknown): unknown {
  const anchors = (content as { anchors?: readonly { status: string }[] }).anchors;
  return anchors === undefined
    ? content
    : { ...(content as object), anchors: anchors.map(({ status: _status, ...anchor }) => anchor) };
}

function editablesOf({
  source,
  forecasters,
  topics,
  entities,
  statements,
  questions,
}: SeedEdition): Wanted[] {
  const wanted: Wanted[] = [];
  const want = <Type extends EditableType>(type: Type, key: string, content: EditableContents[Type]): void =>
    void wanted.push({ type, id: seedId(type, key), key, content });

  const { key: sourceKey, ...sourceContent } = source;
  want('source', sourceKey, sourceContent);
  for (const { key, ...content } of forecasters) want('forecaster', key, content);
  for (const { name, kind } of topics) want('topic', name, { name, kind });
  for (const { name, kind, aliases } of entities) {
    for (const one of [name, ...aliases]) want('entity', one, { name: one, kind });
  }
  for (const { key, forecaster, relations, anchors, ...content } of statements) {
    want('statement', key, {
      ...content,
      forecasterId: seedId('forecaster', forecaster),
      sourceId: seedId('source', sourceKey),
      anchors: anchors.map((anchor) => ({ ...anchor, quote: null, status: 'unverified' })),
      relations: relations.map(({ type, statement }) => ({
        type,
        statementId: seedId('statement', statement),
      })),
    });
  }
  for (const { key, statement, condition, ...content } of questions) {
    want('question', key, {
      ...content,
      statementId: statement === null ? null : seedId('statement', statement),
      condition:
        condition === null
          ? null
          : { questionId: seedId('question', condition.question), outcome: condition.outcome as Outcome },
    });
  }
  return wanted;
}
