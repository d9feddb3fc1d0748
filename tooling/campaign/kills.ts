import { pause } from './support/cleanup.ts';
import { longestWait } from './support/ledger.ts';
import type { OwnServer } from './support/own-database.ts';
import { kill, processesOf } from './support/processes.ts';
import { killed, untilReady } from './support/product.ts';
import { type Line, judged, middleAndWorst, notTried, progress, seconds } from './support/report.ts';
import {
  type Scene,
  newFolder,
  newScene,
  relaunch,
  stopScene,
  untilAcknowledged,
  verify,
} from './support/scene.ts';
import { startWriters } from './support/writers.ts';

/** What is killed in one round. `start`: our process, and again while it starts. */
const targets = ['ours', 'database', 'both', 'one connection', 'all and its watchdog', 'start'] as const;
type Target = (typeof targets)[number];

/** How long people write before the next kill, in milliseconds. */
const writing = { least: 200, most: 1500 };
const readyGoal = 10_000;
/** Said by a product whose database was killed so many times in a row that it leaves its host to start it again. */
const givingUp = 'The database has stopped and does not restart';

/**
 * Kills at random moments while people write, and after each one: does it serve again, and is everything there that was
 * acknowledged?
 *
 * @param server a PostgreSQL of the host's own; the embedded one when absent
 */
export async function killAgainAndAgain(
  size: { kills: number; writers: number; acknowledged: number },
  server?: OwnServer,
): Promise<Line[]> {
  const folder = await newFolder();
  const scene = await newScene({ dataFolder: `${folder}/data`, databaseUrl: server?.url }, size.writers);
  const counts = new Map<Target, number>();
  const troubles = new Set<string>();
  let gaveUp = 0;
  const writers = startWriters(scene.place, scene.people, scene.ledger);
  for (let done = 0; done < size.kills;) {
    const target = pick(targetsOn(server));
    await untilAcknowledged(scene, 1);
    await pause(writing.least + Math.random() * (writing.most - writing.least));
    const round = await killOnce(scene, target, server);
    done += round.kills;
    if (round.gaveUp) gaveUp += 1;
    counts.set(target, (counts.get(target) ?? 0) + round.kills);
    for (const trouble of await verify(scene)) troubles.add(trouble);
    if (done % 20 < round.kills) {
      const { length } = scene.ledger.acknowledged;
      progress(
        `${done} kills, ${length} acknowledged, ${troubles.size} troubles; ${middleAndWorst(scene.readyIn)}`,
      );
    }
  }
  await writers.stop();
  for (const trouble of await verify(scene)) troubles.add(trouble);
  await stopScene(scene);
  const lines = report({ scene, size, counts, gaveUp, troubles: [...troubles] });
  if (server && !server.isMortal) {
    lines.push(
      notTried('kills of the database', 'CAMPAIGN_DATABASE_START does not say how to start it again'),
    );
  }
  return lines;
}

/** A server of the host's has no watchdog of ours, and one that nobody can start again is left alive. */
function targetsOn(server: OwnServer | undefined): readonly Target[] {
  if (!server) return targets;
  return server.isMortal
    ? ['ours', 'database', 'both', 'one connection', 'start']
    : ['ours', 'one connection', 'start'];
}

function pick<Value>(list: readonly Value[]): Value {
  return list[Math.floor(Math.random() * list.length)] as Value;
}

/** Kills, waits until the site serves again, and notes how long that took. */
async function killOnce(
  scene: Scene,
  target: Target,
  server: OwnServer | undefined,
): Promise<{ kills: number; gaveUp: boolean }> {
  const { watchdog, ...embedded } = await processesOf(scene.product.pid);
  const { postmaster, backends } = server ? await server.processes() : embedded;
  let since = performance.now();
  if (target === 'one connection') kill(pick(backends));
  if (target === 'database' || target === 'both') kill(postmaster);
  if (target === 'all and its watchdog') kill(watchdog);
  if (target !== 'database' && target !== 'one connection') await killed(scene.product);
  await server?.start();
  if (target === 'start') await killWhileStarting(scene);
  // How long a server of the host's takes to start again, and a start that was killed, are not ours to answer for.
  if (server || target === 'start') since = performance.now();
  if (scene.product.hasEnded()) relaunch(scene);
  // PostgreSQL ends all its processes and starts anew when one of them was killed.
  const without = target === 'database' || target === 'one connection' ? backends : [];
  let readyIn = await untilReady(scene.place, scene.product, { since, without });
  const gaveUp = readyIn === undefined;
  if (gaveUp) {
    if (!scene.product.said().includes(givingUp)) {
      throw new Error(`The product ended by itself after "${target}":\n${scene.product.said()}`);
    }
    readyIn = await untilReady(scene.place, relaunch(scene), { since });
  }
  scene.readyIn.push(readyIn ?? Number.POSITIVE_INFINITY);
  return { kills: target === 'start' ? 2 : 1, gaveUp };
}

/** At any moment of its start, recovery of the database included. */
async function killWhileStarting(scene: Scene): Promise<void> {
  const starting = relaunch(scene);
  await pause(Math.random() * 1500);
  await killed(starting);
}

function report({
  scene: { ledger, readyIn },
  size,
  counts,
  gaveUp,
  troubles,
}: {
  scene: Scene;
  size: { kills: number; writers: number; acknowledged: number };
  counts: ReadonlyMap<Target, number>;
  gaveUp: number;
  troubles: readonly string[];
}): Line[] {
  const { acknowledged, failures } = ledger;
  const kills = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const slow = readyIn.filter((time) => time > readyGoal);
  return [
    judged(
      `${kills} kills under ${size.writers} writers: ${[...counts].map(([target, count]) => `${target} ${count}`).join(', ')}`,
      `${acknowledged.length} writes acknowledged, ${troubles.length} lost or against the journal`,
      troubles,
    ),
    judged(
      `at least ${size.acknowledged} writes acknowledged`,
      `${acknowledged.length}; longest wait ${seconds(longestWait(ledger))}`,
      acknowledged.length < size.acknowledged ? ['too few writes to prove anything'] : [],
    ),
    judged(
      `ready within ${seconds(readyGoal)} after each kill`,
      `${middleAndWorst(readyIn)}${gaveUp > 0 ? `; ended by itself ${gaveUp} times` : ''}`,
      slow.map((time) => `ready after ${seconds(time)}`),
    ),
    judged(
      'what was not acknowledged was said so',
      `${failures.unanswered} cut or refused connections, ${failures.sorry} answers 5xx, ${failures.conflict} answers 409, ${failures.hung} without an answer in 20 s, ${failures.refused} others`,
      [
        ...(failures.hung > 0 ? [`${failures.hung} requests hung`] : []),
        ...(failures.refused > 0 ? [`${failures.refused} good writes refused`] : []),
      ],
    ),
  ];
}
