import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterwards, pause } from './cleanup.ts';
import { contradictions } from './content.ts';
import { type Ledger, newLedger } from './ledger.ts';
import { type Person, signInPeople } from './people.ts';
import { endThoseIn } from './processes.ts';
import { freePort } from '../../support/free-port.ts';
import { type Launched, type Place, launch, startReady, stop } from './product.ts';
import { readContent } from './read-content.ts';

/** One instance, those who write to it, and what they were promised. */
export interface Scene {
  place: Place;
  people: readonly Person[];
  ledger: Ledger;
  /** The start that runs now, or the last one. */
  product: Launched;
  /** Milliseconds until each start served. */
  readyIn: number[];
}

/** A folder of the campaign's own, taken away afterwards with the servers that work in it. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-campaign-'));
  afterwards(() => rm(folder, { recursive: true, force: true }));
  afterwards(() => endThoseIn(folder));
  return folder;
}

/** A new instance with people signed in, serving. */
export async function newScene(where: Omit<Place, 'origin'>, writers: number): Promise<Scene> {
  const place = { ...where, origin: `http://localhost:${await freePort()}` };
  const first = await startReady(place);
  const scene: Scene = { place, people: [], ledger: newLedger(), product: first.product, readyIn: [] };
  scene.people = await signInPeople(place, writers);
  return scene;
}

/** Starts the product anew and waits until it serves. */
export async function restart(scene: Scene): Promise<void> {
  const { product, readyIn } = await startReady(scene.place);
  scene.product = product;
  scene.readyIn.push(readyIn);
}

/** Starts it anew without waiting. */
export function relaunch(scene: Scene): Launched {
  scene.product = launch(scene.place);
  return scene.product;
}

export function stopScene({ product }: Scene): Promise<void> {
  return stop(product);
}

/** Waits until so many more writes were acknowledged; throws when they are not in a minute. */
export async function untilAcknowledged({ ledger, product }: Scene, more: number): Promise<void> {
  const wanted = ledger.acknowledged.length + more;
  const until = performance.now() + 60_000;
  while (ledger.acknowledged.length < wanted) {
    if (performance.now() > until) throw new Error(`The site takes no writes. It said:\n${product.said()}`);
    await pause(20);
  }
}

/** Compares everything promised until now with what the instance holds; what contradicts it, in words. */
export async function verify({ place, ledger }: Scene): Promise<string[]> {
  const promised = [...ledger.acknowledged];
  return contradictions(promised, await readContent(place));
}
