import { statfs, unlink } from 'node:fs/promises';
import { pause } from './support/cleanup.ts';
import { type CutDisk, makeCutDisk, whyNoCutDisk } from './support/cut-disk.ts';
import { killed, launch, untilReady } from './support/product.ts';
import { type Line, judged, middleAndWorst, notTried, progress } from './support/report.ts';
import { hasTool, runTool } from './support/run-tool.ts';
import {
  type Scene,
  newFolder,
  newScene,
  restart,
  stopScene,
  untilAcknowledged,
  verify,
} from './support/scene.ts';
import { type Sickness, makeSick } from './support/sick-calls.ts';
import { startWriters } from './support/writers.ts';

const flushes = 'fsync,fdatasync';
const writes = 'pwrite64,pwritev,pwritev2';

/** Each from one moment on for good, and now and then. */
const sicknesses: readonly Sickness[] = [flushes, writes].flatMap((calls) =>
  ['error=EIO', 'error=ENOSPC'].flatMap((answer) => [
    { calls, answer },
    { calls, answer, when: '3+4' },
  ]),
);

/** Writes before a disk falls sick, and how long people go on trying afterwards, in milliseconds. */
const healthy = 10;
const sick = 2500;
/** How long a full disk may take to be felt. */
const fullPatience = 30_000;

const sickTitle = 'flushes and writes that fail (EIO, ENOSPC), then a power cut';
const fullTitle = 'a full disk';

/** Makes the disk refuse what the product asks of it while people write. */
export async function sickenTheDisk(size: { times: number; writers: number }): Promise<Line[]> {
  const why = await whyNoCutDisk();
  if (why !== undefined) return [notTried(sickTitle, why), notTried(fullTitle, why)];
  const folder = await newFolder();
  const disk = await makeCutDisk(folder);
  const scene = await newScene({ dataFolder: `${disk.folder}/data` }, size.writers);
  const lines: Line[] = [];
  if (await hasTool('strace'))
    lines.push(await failingCalls({ scene, disk, log: `${folder}/strace.log` }, size));
  else lines.push(notTried(sickTitle, 'strace is not installed'));
  lines.push(await fullDisk(scene, disk, size.times));
  await stopScene(scene);
  return lines;
}

async function failingCalls(
  { scene, disk, log }: { scene: Scene; disk: CutDisk; log: string },
  { times }: { times: number },
): Promise<Line> {
  const troubles: string[] = [];
  let faults = 0;
  let warnings = 0;
  const rounds = Array.from({ length: times }, () => sicknesses).flat();
  for (const sickness of rounds) {
    const round = await fallSick({ scene, disk, log }, sickness);
    faults += round.faults;
    warnings += round.warned ? 1 : 0;
    troubles.push(...round.troubles);
    progress(`${nameOf(sickness)}: ${round.faults} faults`);
  }
  return judged(
    sickTitle,
    `${rounds.length} rounds, ${faults} calls failed, ${scene.ledger.acknowledged.length} writes acknowledged, ${troubles.length} lost, promised in vain or against the journal; the log warned in ${warnings} rounds; ready again ${middleAndWorst(scene.readyIn)}`,
    troubles,
  );
}

function nameOf({ calls, answer, when = 'always' }: Sickness): string {
  return `${calls} ${answer} ${when}`;
}

async function fallSick(
  { scene, disk, log }: { scene: Scene; disk: CutDisk; log: string },
  sickness: Sickness,
): Promise<{ faults: number; warned: boolean; troubles: string[] }> {
  const { acknowledged, failures } = scene.ledger;
  const hung = failures.hung;
  const writers = startWriters(scene.place, scene.people, scene.ledger);
  await untilAcknowledged(scene, healthy);
  const illness = await makeSick(scene.product.pid, sickness, log);
  await pause(sick);
  await disk.cutPower();
  await killed(scene.product);
  await writers.stop();
  await disk.comeBack();
  const faults = await illness.end();
  const warned = /PANIC|FATAL|ERROR|"level":"error"/.test(scene.product.said());
  const promised = acknowledged.filter(({ askedAt }) => askedAt > illness.from).length;
  await restart(scene);
  const troubles = await verify(scene);
  // A disk that fails for good cannot have taken anything.
  if (sickness.when === undefined && promised > 0)
    troubles.push(`${promised} promised while ${nameOf(sickness)}`);
  if (faults === 0) troubles.push(`no call failed while ${nameOf(sickness)}: nothing was tried`);
  else if (!warned) troubles.push(`no word in the log about ${nameOf(sickness)}`);
  if (failures.hung > hung) troubles.push(`requests hung while ${nameOf(sickness)}`);
  return { faults, warned, troubles };
}

async function fullDisk(scene: Scene, disk: CutDisk, times: number): Promise<Line> {
  const troubles: string[] = [];
  let servedWhenFull = 0;
  let refusedWhenFull = 0;
  for (let time = 1; time <= times; time += 1) {
    const round = await fillUp(scene, disk);
    if (round.startedFull === 'served') servedWhenFull += 1;
    else refusedWhenFull += 1;
    troubles.push(...round.troubles);
    progress(`full disk: started again it ${round.startedFull}`);
  }
  return judged(
    fullTitle,
    `filled ${times} times; started on the full disk it served ${servedWhenFull} times and ended with a message ${refusedWhenFull} times; ${troubles.length} troubles once there was room again`,
    troubles,
  );
}

/** Fills the disk while people write, starts the product on the full disk, makes room, and starts it again. */
async function fillUp(
  scene: Scene,
  disk: CutDisk,
): Promise<{ startedFull: 'served' | 'ended'; troubles: string[] }> {
  const { failures } = scene.ledger;
  const before = { ...failures };
  const ballast = `${disk.folder}/ballast`;
  const writers = startWriters(scene.place, scene.people, scene.ledger);
  await untilAcknowledged(scene, healthy);
  const { bavail, bsize } = await statfs(disk.folder);
  await runTool('fallocate', '-l', String(bavail * bsize), ballast);
  const isFelt = () => failures.sorry > before.sorry || failures.unanswered > before.unanswered;
  const until = performance.now() + fullPatience;
  while (!isFelt() && performance.now() < until) await pause(50);
  await pause(sick);
  const troubles = isFelt() ? [] : ['the full disk was never felt'];
  if (failures.hung > before.hung) troubles.push('requests hung on a full disk');
  await killed(scene.product);
  await writers.stop();
  const onFull = launch(scene.place);
  scene.product = onFull;
  const ready = await untilReady(scene.place, onFull, { since: onFull.launchedAt });
  if (ready === undefined && onFull.said().trim() === '')
    troubles.push('it ended on a full disk without a word');
  await killed(onFull);
  await unlink(ballast);
  await restart(scene);
  troubles.push(...(await verify(scene)));
  return { startedFull: ready === undefined ? 'ended' : 'served', troubles };
}
