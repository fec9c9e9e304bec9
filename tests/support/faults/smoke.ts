/** The life of one claim, through whatever version answers: enough to tell whether it can work at all. */
import { type Api, outcome, questionWith, scoresOf } from './contention.ts';

/** Null where everything is answered as it should be, else what was not. */
export async function smoke(api: Api): Promise<string | null> {
  try {
    await api.create('/v1/sources', { title: 'Smoke', kind: 'article' });
    const id = await questionWith(api, 3);
    const path = `/v1/questions/${id}/resolutions`;
    const first = await api.post(path, outcome(true));
    if (first.status !== 201) return `${path}: ${first.status} ${first.text}`;
    const { etag } = await api.get(`/v1/questions/${id}`);
    const correction = { ...outcome(false), supersedesId: first.body.id, reason: 'It was wrong.' };
    const second = await api.post(path, correction, { 'if-match': etag });
    if (second.status !== 201) return `${path}: ${second.status} ${second.text}`;
    const scores = await scoresOf(api, id);
    if (scores !== 3) return `${scores} scores of three`;
    for (const read of ['/readyz', `/v1/questions/${id}`, '/v1/forecasts?limit=5', '/v1/audit/head']) {
      const answer = await api.get(read);
      if (answer.status !== 200) return `${read}: ${answer.status} ${answer.text}`;
    }
    return null;
  } catch (error) {
    return String(error);
  }
}
