/** Reports and evaluations in the calling thread: for tests, and for programs that do nothing else meanwhile. */
import type { RecordReport } from '../../reports/report.ts';
import { runEvaluation } from '../evaluation/evaluation-task.ts';
import { KeptRecord } from './kept-record.ts';
import { RecordFeed } from './record-feed.ts';
import type { RecordReader, RenderedReport, ReportOrder, ReportRunner } from './report-order.ts';
import { answerTask, unwrap } from './report-task.ts';

interface Here {
  readonly feed: RecordFeed;
  readonly kept: KeptRecord;
}

/** One kept record a store. */
const places = new WeakMap<RecordReader, Here>();

async function run(order: ReportOrder, seq: number | null, reader: RecordReader, format: string | null) {
  const here = places.get(reader) ?? { feed: new RecordFeed(), kept: new KeptRecord() };
  places.set(reader, here);
  const ask = async () => {
    const posted = await here.feed.stepTo(seq, reader, (step) => ({
      answer: answerTask(here.kept, { step, order, format }),
    }));
    return posted.answer;
  };
  const answer = await ask();
  if (!('behind' in answer)) return unwrap(answer);
  here.feed.forget();
  const again = await ask();
  if ('behind' in again) throw new Error('the kept record does not follow');
  return unwrap(again);
}

export const hereRunner: ReportRunner = {
  build: async (order, seq, reader) => (await run(order, seq, reader, null)) as RecordReport,
  render: async (order, seq, reader, format) => (await run(order, seq, reader, format)) as RenderedReport,
  evaluate: runEvaluation,
};
