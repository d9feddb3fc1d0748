import { afterAll, beforeAll, expect, it } from 'vitest';
import { Jobs } from '../jobs.server.ts';
import { migrations } from '../migrations/index.ts';
import { type TestWorld, openTestWorld } from '../testing/test-context.server.ts';
import {
  type BackupScene,
  backedUp,
  openBackupScene,
  query,
  restored,
} from './testing/backup-scene.server.ts';

let world: TestWorld;
let scene: BackupScene;
beforeAll(async () => {
  world = await openTestWorld();
  scene = await openBackupScene();
});
afterAll(async () => {
  await scene.close();
  await world.close();
});

interface Waiting {
  name: string;
  input: string;
  state: string;
  attempts: number;
  failure: string | null;
}

const inQueue = (url: string) =>
  query<Waiting>(
    url,
    `select job.name, data ->> 'input' as input, job_run.state, attempts, failure
    from jobs.job join job_run on job_run.id = (data ->> 'runId')::uuid
    where job.state in ('created', 'retry', 'active') order by input`,
  );

it('jobs that waited wait again from the beginning; what is done, or done by the clock, does not', async () => {
  const { db, url, clock, territoryId } = world;
  const jobs = new Jobs({ db, databaseUrl: url, clock });
  const definitions = [{ name: 'knock', run: async () => undefined }];
  await jobs.start({ definitions, work: false, onError: () => undefined });
  const enqueue = (input: string) => jobs.enqueue(db, { territoryId, name: 'knock', input, clock });
  await enqueue('at once');
  const done = await enqueue('done');
  const running = await enqueue('running');
  const waiting = await enqueue('waiting');
  const givenUp = await enqueue('given up');
  await jobs.stop();
  // Done, although the queue was not told yet; under way, for the third time; left until tomorrow, for a reason.
  await query(url, `update job_run set state = 'done' where id = '${done}'`);
  await query(url, `update job_run set state = 'running', attempts = 3 where id = '${running}'`);
  await query(url, `update jobs.job set state = 'active' where data ->> 'input' = 'running'`);
  await query(url, `update job_run set state = 'waiting', failure = 'a.reason' where id = '${waiting}'`);
  await query(
    url,
    `update jobs.job set start_after = '2099-01-01T00:00Z' where data ->> 'input' = 'waiting'`,
  );

  // Given up by the queue, for its server died at every try; and a work of the queue's own.
  await query(url, `update job_run set state = 'running', attempts = 6 where id = '${givenUp}'`);
  await query(
    url,
    `update jobs.job set name = 'given-up-jobs', priority = 1 where data ->> 'input' = 'given up'`,
  );
  await query(url, `select jobs.create_queue('chore', '{"policy":"standard"}')`);
  await query(url, `insert into jobs.job (name, policy) values ('chore', 'standard')`);

  await backedUp(url, scene.file('queue.zip'));
  const target = await scene.emptyDatabase();
  expect(await restored(target, scene.file('queue.zip'), { migrations })).toMatchObject({
    ok: true,
    value: { jobs: 4 },
  });

  expect(await inQueue(target)).toEqual([
    { name: 'knock', input: 'at once', state: 'queued', attempts: 0, failure: null },
    { name: 'knock', input: 'given up', state: 'queued', attempts: 0, failure: null },
    { name: 'knock', input: 'running', state: 'queued', attempts: 0, failure: null },
    { name: 'knock', input: 'waiting', state: 'waiting', attempts: 0, failure: 'a.reason' },
  ]);
  const later = `select data ->> 'input' as input from jobs.job where start_after > '2098-12-31'`;
  expect(await query(target, later)).toEqual([{ input: 'waiting' }]);
  const first = `select data ->> 'input' as input from jobs.job where priority > 0`;
  expect(await query(target, first)).toEqual([{ input: 'given up' }]);
});
