import { pause } from './support/cleanup.ts';
import { type CutDisk, makeCutDisk, whyNoCutDisk } from './support/cut-disk.ts';
import { type Line, judged, middleAndWorst, notTried, progress } from './support/report.ts';
import { hasTool } from './support/run-tool.ts';
import {
  type Scene,
  newFolder,
  newScene,
  restart,
  stopScene,
  untilAcknowledged,
  verify,
} from './support/scene.ts';
import { makeSick } from './support/sick-calls.ts';
import { killed } from './support/product.ts';
import { startWriters } from './support/writers.ts';

/** Writes before the power is cut, then how long still, in milliseconds. */
const writing = { writes: 10, most: 2000 };
const title = (cuts: number) => `${cuts} power cuts`;
const controlTitle = 'the control: power cuts on a disk that only says it has flushed must lose writes';

/** Cuts the power of the disk while people write: is everything there that was acknowledged? */
export async function cutPowerAgainAndAgain(size: { cuts: number; writers: number }): Promise<Line[]> {
  const why = await whyNoCutDisk();
  if (why !== undefined) return [notTried(title(size.cuts), why), notTried(controlTitle, why)];
  const folder = await newFolder();
  const disk = await makeCutDisk(folder);
  const scene = await newScene({ dataFolder: `${disk.folder}/data` }, size.writers);
  const troubles = new Set<string>();
  for (let cut = 1; cut <= size.cuts; cut += 1) {
    await writeUntilCut(scene, disk);
    await restart(scene);
    for (const trouble of await verify(scene)) troubles.add(trouble);
    if (cut % 5 === 0) progress(`${cut} cuts, ${scene.ledger.acknowledged.length} acknowledged`);
  }
  const held = judged(
    title(size.cuts),
    `${scene.ledger.acknowledged.length} writes acknowledged, ${troubles.size} lost or against the journal; ready again ${middleAndWorst(scene.readyIn)}`,
    [...troubles],
  );
  return [held, await control(scene, disk, `${folder}/strace.log`)];
}

/** People write, and at some moment the power goes: everything that runs goes with it. */
async function writeUntilCut(scene: Scene, disk: CutDisk): Promise<void> {
  const writers = startWriters(scene.place, scene.people, scene.ledger);
  await untilAcknowledged(scene, writing.writes);
  await pause(Math.random() * writing.most);
  await disk.cutPower();
  await killed(scene.product);
  await writers.stop();
  await disk.comeBack();
}

/** The same cut when no flush is done, though each is said to be: a test that finds nothing then would find nothing ever. */
async function control(scene: Scene, disk: CutDisk, log: string): Promise<Line> {
  if (!(await hasTool('strace'))) return notTried(controlTitle, 'strace is not installed');
  const before = scene.ledger.acknowledged.length;
  const sickness = { calls: 'fsync,fdatasync,sync_file_range', answer: 'retval=0' };
  const lies = await makeSick(scene.product.pid, sickness, log);
  await writeUntilCut(scene, disk);
  const skipped = await lies.end();
  const acknowledged = scene.ledger.acknowledged.length - before;
  const said = await restart(scene).then(
    () => undefined,
    () => 'it did not start any more',
  );
  const found = said ?? `${(await verify(scene)).length} lost or against the journal`;
  if (said === undefined) await stopScene(scene);
  return judged(
    controlTitle,
    `${skipped} flushes not done, ${acknowledged} writes acknowledged, ${found}`,
    found.startsWith('0 ') ? ['nothing was lost: these cuts prove nothing'] : [],
  );
}
