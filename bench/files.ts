import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { systemClock } from '#kernel/clock.ts';
import type { Context } from '#kernel/context.ts';
import { openDatabase } from '#kernel/database.server.ts';
import { newId } from '#kernel/ids.ts';
import { createJournalMemory } from '#kernel/journal-memory.server.ts';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { contentPath } from '#modules/records/index.ts';
import { describeFile, findRecord, receiveDocument, receivePicture } from '#modules/records/index.server.ts';
import { territoryIds } from '#modules/territories/index.server.ts';
import { httpClient } from './support/http-client.ts';
import type { Product } from './support/product.ts';
import { bareServer, sendLoad } from './support/readers.ts';
import { compared, ms, perSecond, printLines } from './support/report.ts';
import { series } from './support/series.ts';

const lanesOfLoad = 16;
const documentBytes = 500_000;

/** Sending and giving files, each beside the least that could be done. */
export async function benchFiles(product: Product, dataFolder: string): Promise<void> {
  const read = await httpClient(1)(`${product.origin}/api/v1/practices?per_page=1`);
  const first = JSON.parse(read.toString());
  const recordId: string = first.items[0].id;
  const context = await contextOf(dataFolder, product.origin);
  const url = product.origin + (await addDocument(context, recordId));
  const bare = await bareServer(documentBytes);
  const load = { headers: {}, lanes: lanesOfLoad, times: 400, seconds: 4 };
  const ours = await sendLoad({ ...load, urls: [url] });
  const yard = await sendLoad({ ...load, urls: [bare.origin] });
  bare.stop();
  const photo = await sharp(randomBytes(400 * 300 * 3), { raw: { width: 400, height: 300, channels: 3 } })
    .resize(4000, 3000)
    .jpeg()
    .toBuffer();
  const file = { name: 'photo.jpg', size: photo.length, bytes: async () => photo };
  const few = { lanes: 1, times: 5, seconds: 10 };
  const received = await series(() => receivePicture(context, { recordId, file }), few);
  const alone = await series(() => sharp(photo).resize(1600).webp({ quality: 78 }).toBuffer(), few);
  await context.db.destroy();
  printLines('Files', [
    compared(`a document of ${documentBytes / 1000} kB, ${lanesOfLoad} connections`, perSecond, {
      ours: ours.perSecond,
      yardstick: yard.perSecond,
      beside: 'bare Node server, same bytes in memory',
    }),
    compared('a photo of 12 megapixels received, p50', ms, {
      ours: received.p50,
      yardstick: alone.p50,
      beside: 'sharp alone, the largest size',
    }),
  ]);
}

async function contextOf(dataFolder: string, origin: string): Promise<Context> {
  const url = await runningPostgresUrl(dataFolder);
  if (!url) throw new Error('The product of the benchmark is not running');
  const db = await openDatabase(url);
  const [territoryId = ''] = await territoryIds(db);
  return {
    db,
    clock: systemClock,
    jobs: { enqueue: () => Promise.reject(new Error('Files queue no job')) },
    memory: createJournalMemory(),
    origin,
    territoryId,
    actor: { personId: newId(), role: 'contributor' },
  };
}

async function addDocument(context: Context, recordId: string): Promise<string> {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7'), randomBytes(documentBytes - 8)]);
  const file = { name: 'document.pdf', size: bytes.length, bytes: async () => bytes };
  const received = await receiveDocument(context, { recordId, file });
  const record = await findRecord(context, { id: recordId });
  if (!received.ok || !record) throw new Error('The document of the benchmark was refused');
  const said = { description: 'Document', decorative: false, credit: '', licence: '' };
  await describeFile(context, { recordId, id: received.value }, said);
  return contentPath(record.shortId, { id: received.value, kind: 'document', name: file.name }, 0);
}
