/** A key that is limited to a forecaster cannot make the name of another mean two. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import type { Fields } from './fixtures.ts';
import { clientWith, Recorder, refusal, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

it('refuses the name or an alias of another, however it is written, and takes any other', async () => {
  const [alias, oldName] = [unique('Alias'), unique('Old')];
  const [own, other, duplicate] = [
    await record.forecaster({ aliases: [oldName] }),
    await record.forecaster({ aliases: [alias] }),
    await record.forecaster(),
  ];
  await record.merge(`/v1/forecasters/${duplicate.id}`, other.id);
  const limited = await clientWith(service, 'write', [own.id]);
  const path = `/v1/forecasters/${own.id}`;
  const edit = async (change: Fields) =>
    limited
      .patch(path)
      .set('If-Match', await record.etag(path))
      .send(change);
  const taken: Fields[] = [
    { name: other.name },
    { aliases: [other.name.toUpperCase()] },
    { aliases: [oldName, alias] },
    { name: duplicate.name },
  ];
  for (const change of taken) {
    const answer = await edit(change);
    expect([...refusal(answer), answer.body.forecasterId]).toEqual([409, 'nameTaken', other.id]);
  }
  expect((await service.anyone.get(`/v1/forecasters?q=${other.name}`)).status).toBe(200);
  expect((await edit({ name: unique('New'), aliases: [oldName, own.name] })).status).toBe(200);
  // Who keeps the record may: two persons can have one name.
  expect((await record.edit(path, { aliases: [other.name] })).status).toBe(200);
  expect((await edit({ affiliation: 'Elsewhere' })).status).toBe(200);
});

it('gives a name that two take at the same moment to one of them', async () => {
  const both = [await record.forecaster(), await record.forecaster()];
  const limited = await Promise.all(both.map(({ id }) => clientWith(service, 'write', [id])));
  for (let round = 0; round < 8; round += 1) {
    const name = unique('Wanted');
    const answers = await Promise.all(
      both.map(async ({ id }, at) => {
        const path = `/v1/forecasters/${id}`;
        const etag = await record.etag(path);
        // Written otherwise, it is the same name.
        const aliases = [at === 0 ? name : name.toUpperCase()];
        return limited[at]?.patch(path).set('If-Match', etag).send({ aliases });
      }),
    );
    expect(answers.map((answer) => answer?.status).sort()).toEqual([200, 409]);
  }
});
