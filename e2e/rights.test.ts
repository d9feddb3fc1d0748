import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Tried, hints, inWords, surprises, tryChanging, tryHarmless } from './rights/matrix.ts';
import { type Scene, openScene } from './rights/scene.ts';
import { cacheProblems } from './support/policies.ts';
import { type RunningSite, newSite, runSite } from './support/run-site.ts';
import { type Site, rowsOf } from './support/site.ts';
import { headerProblems, isEmbedded } from './support/watch-pages.ts';

let running: RunningSite;
let scene: Scene;
let folder: string;
/** What was asked, and the contents of every table before and after what had to change nothing. */
let harmless: Tried[];
let changing: Tried[];
let before: Map<string, string>;
let after: Map<string, string>;

/** In milliseconds: thousands of requests, on a machine that may be busy with something else. */
const patience = 600_000;

beforeAll(async () => {
  const made = await newSite();
  folder = made.folder;
  running = await runSite(made.site);
  scene = await openScene(made.site);
  const { origin } = made.site;
  harmless = await tryHarmless(origin, scene, async () => {
    await untilWorkIsDone(made.site);
    before = await contentsOf(made.site);
  });
  after = await contentsOf(made.site);
  changing = await tryChanging(origin, scene);
}, patience);

afterAll(async () => {
  await scene.close();
  await running.stop();
  await rm(folder, { recursive: true });
});

/** Written by readings and refusals too: how often one may try, who is signed in, what a page asked of a key. */
const livelyTables = ['limited_use', 'person_session'];

/** The mails that making the scene queued are seen to in the background: what they change is nobody's asking. */
function untilWorkIsDone(site: Site): Promise<void> {
  return vi.waitFor(
    async () => {
      const left = await rowsOf(site, `select id from job_run where state in ('queued', 'running')`, []);
      expect(left).toEqual([]);
    },
    { timeout: 60_000, interval: 200 },
  );
}

/** A digest of each table. */
async function contentsOf(site: Site): Promise<Map<string, string>> {
  const named = `select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const tables = await rowsOf<{ name: string }>(site, named, []);
  const digests = tables
    .filter(({ name }) => !livelyTables.includes(name))
    .map(
      ({ name }) =>
        `select '${name}' as name, md5(string_agg(md5(t::text), '' order by md5(t::text))) as digest from "${name}" t`,
    );
  const rows = await rowsOf<{ name: string; digest: string }>(site, digests.join(' union all '), []);
  return new Map(rows.map(({ name, digest }) => [name, digest]));
}

describe('everyone asking for everything, about everything', () => {
  test('gets what the rules say', () => {
    expect(surprises([...harmless, ...changing])).toEqual([]);
  });

  test('changes nothing by reading, or by what is refused', () => {
    expect(before.size).toBeGreaterThan(20);
    expect([...after].filter(([table, digest]) => before.get(table) !== digest)).toEqual([]);
  });

  test('cannot tell what they may not see from what never existed', () => {
    expect(hints(harmless)).toEqual([]);
  });

  test('gets headers that close every answer, and that keep theirs out of caches', () => {
    const problems = [...harmless, ...changing].flatMap((one) => {
      // What stands in a frame of another site knows nobody, and is the same for all.
      const forFrames = isEmbedded(new URL(one.expectation.path, 'https://here.test').href);
      const isPrivate = !forFrames && (one.subject.cookie ?? scene.who[one.asker]) !== null;
      const { headers } = one.answered;
      const kept = one.answered.status < 400 || isPrivate ? cacheProblems(headers, isPrivate) : [];
      return [...headerProblems(headers, { forFrames }), ...kept].map(
        (problem) => `${inWords(one)}: ${problem}`,
      );
    });
    expect([...new Set(problems)]).toEqual([]);
  });
});
