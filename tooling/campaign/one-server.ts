import { spawn } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterwards, pause } from './support/cleanup.ts';
import { endThoseIn, kill, processesOf } from './support/processes.ts';
import { freePort } from '../support/free-port.ts';
import { type Launched, type Place, launch, serves } from './support/product.ts';
import { type Line, judged, middleAndWorst, progress } from './support/report.ts';
import { type Scene, newFolder, newScene, stopScene, untilAcknowledged, verify } from './support/scene.ts';
import { startWriters } from './support/writers.ts';

/** How the server of the round before ended, and so what the next ones find. */
const legacies = [
  'stopped',
  'killed',
  'killed, its database left running',
  'killed, its process ids given to others',
] as const;
type Legacy = (typeof legacies)[number];

/** Longer than this, in milliseconds, and the servers that should give up hang; twenty starts at once take two cores long. */
const patience = 240_000;
const refusal = 'Another Entrelacs already uses this data folder';

/** Starts many servers at once on one folder, again and again, after every kind of end: exactly one may serve. */
export async function raceForOneFolder(size: { rounds: number; servers: number }): Promise<Line[]> {
  const folder = await newFolder();
  const scene = await newScene({ dataFolder: `${folder}/data` }, 4);
  const counts = new Map<Legacy, number>();
  const troubles: string[] = [];
  for (let round = 0; round < size.rounds; round += 1) {
    const legacy = legacies[round % legacies.length] as Legacy;
    await leave(scene, legacy);
    troubles.push(...(await race(scene, size.servers)).map((trouble) => `after "${legacy}": ${trouble}`));
    troubles.push(...(await verify(scene)));
    counts.set(legacy, (counts.get(legacy) ?? 0) + 1);
    progress(`${round + 1} rounds, ${troubles.length} troubles`);
  }
  await stopScene(scene);
  return [
    judged(
      `${size.rounds} rounds of ${size.servers} servers started at once on one folder, the one before ${[...counts].map(([legacy, count]) => `${legacy} ${count}`).join('; ')}`,
      `exactly one served, ${troubles.length} troubles; ${scene.ledger.acknowledged.length} writes acknowledged between the rounds, all there; the one that served was ready in ${middleAndWorst(scene.readyIn)}`,
      troubles,
    ),
  ];
}

/** A few writes, then the end of the server. */
async function leave(scene: Scene, legacy: Legacy): Promise<void> {
  const { place, people, ledger, product } = scene;
  const writers = startWriters(place, people, ledger);
  await untilAcknowledged(scene, 5);
  const { watchdog } = await processesOf(product.pid);
  // Without it, nobody ends the database.
  if (legacy.startsWith('killed, ')) kill(watchdog);
  kill(product.pid, legacy === 'stopped' ? 'SIGTERM' : 'SIGKILL');
  await product.ended;
  await writers.stop();
  if (legacy === 'killed, its process ids given to others') await reusePids(place);
}

/**
 * What a restarted machine does: the numbers in the files of a killed server now name other processes. Here one that does
 * nothing, of the same account as the database, which therefore could take it for its own.
 */
async function reusePids({ dataFolder }: Place): Promise<void> {
  await endThoseIn(dataFolder);
  const cluster = path.join(dataFolder, 'postgres');
  const { uid } = await stat(cluster);
  const other = spawn('sleep', ['3600'], { stdio: 'ignore', uid });
  afterwards(() => kill(other.pid));
  await writeFile(path.join(dataFolder, 'server.pid'), `${other.pid}\n`);
  const left = path.join(cluster, 'postmaster.pid');
  await writeFile(left, (await readFile(left, 'utf8')).replace(/^\d+/, String(other.pid)));
}

/** Starts them all; the one that serves becomes the scene's, the others must have ended and said why. */
async function race(scene: Scene, servers: number): Promise<string[]> {
  const racers = await Promise.all(
    Array.from({ length: servers }, async () => {
      const place = { ...scene.place, origin: `http://localhost:${await freePort()}` };
      return { place, product: launch(place) };
    }),
  );
  const readyIn = await untilDecided(racers);
  const left = racers.filter(({ product }) => !product.hasEnded());
  const [winner] = left;
  if (readyIn === undefined || !winner || left.length > 1) {
    const said = racers.map(({ product }) => product.said()).join('\n');
    throw new Error(`Of ${servers} servers ${left.length} did not end, and one should serve:\n${said}`);
  }
  scene.product = winner.product;
  scene.place = winner.place;
  scene.readyIn.push(readyIn);
  return racers
    .filter(({ product }) => product.hasEnded() && !product.said().includes(refusal))
    .map(({ product }) => `one ended saying: ${product.said()}`);
}

/** Waits until all but one have ended and that one serves; milliseconds until it did, undefined when it never came. */
async function untilDecided(
  racers: readonly { place: Place; product: Launched }[],
): Promise<number | undefined> {
  const since = performance.now();
  let readyIn: number | undefined;
  while (performance.now() - since < patience) {
    const left = racers.filter(({ product }) => !product.hasEnded());
    for (const { place } of readyIn === undefined ? left : []) {
      if (await serves(place)) readyIn = performance.now() - since;
    }
    if (left.length <= 1 && readyIn !== undefined) return readyIn;
    if (left.length === 0) return undefined;
    await pause(50);
  }
  return undefined;
}
