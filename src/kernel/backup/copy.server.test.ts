import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from './connection.server.ts';
import { copyOut } from './copy.server.ts';
import { type BackupScene, openBackupScene } from './testing/backup-scene.server.ts';

let scene: BackupScene;
beforeAll(async () => {
  scene = await openBackupScene();
});
afterAll(() => scene.close());

const million = `(select repeat('x', 1000) from generate_series(1, 1000000))`;

it('may be given up before anybody reads it, as when its file cannot be made', async () => {
  const { client, close } = await connect(await scene.emptyDatabase());
  const rows = copyOut(client, million);
  const told = new Promise((resolve) => rows.once('close', resolve));
  await close();
  rows.destroy();
  await told;
  expect(rows.destroyed).toBe(true);
});

it('tells its reader that the connection was lost', async () => {
  const { client, close } = await connect(await scene.emptyDatabase());
  const reading = Array.fromAsync(copyOut(client, million));
  await Promise.all([expect(reading).rejects.toThrow(/terminated/), close()]);
});
