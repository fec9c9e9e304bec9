/** Reports and evaluations in the calling thread: for tests, and for programs that do nothing else meanwhile. */
import type { Movement } from '../../domain/accuracy/movements.ts';
import type { RecordReport } from '../../reports/report.ts';
import { runEvaluation } from '../evaluation/evaluation-task.ts';
import { KeptRecord } from './kept-record.ts';
import { RecordFeed } from './record-feed.ts';
import type { RecordReader, RenderedReport, ReportRunner } from './report-order.ts';
import { answerTask, type ReportWork, unwrap } from './report-task.ts';

interface Here {
  readonly feed: RecordFeed;
  readonly kept: KeptRecord;
}

/** One kept record a store. */
const places = new WeakMap<RecordReader, Here>();

async function run(work: ReportWork, seq: number | null, reader: RecordReader) {
  const here = places.get(reader) ?? { feed: new RecordFeed(), kept: new KeptRecord() };
  places.set(reader, here);
  const ask = async () => {
    const posted = await here.feed.stepTo(seq, reader, (step) => ({
      answer: answerTask(here.kept, { step, work }),
    }));
    return posted.answer;
  };
  const answer = await ask();
  if (!('behind' in answer)) return unwrap(answer);
  here.feed.forget(answer.behind);
  const again = await ask();
  if ('behind' in again) throw new Error('the kept record does not follow');
  return unwrap(again);
}

export const hereRunner: ReportRunner = {
  build: async (order, seq, reader) => (await run({ order, format: null }, seq, reader)) as RecordReport,
  render: async (order, seq, reader, format) => (await run({ order, format }, seq, reader)) as RenderedReport,
  movements: async (supposed, reader) => (await run({ supposed }, null, reader)) as readonly Movement[],
  evaluate: runEvaluation,
};
