import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { guardedStream } from '#kernel/guarded-client.server.ts';
import { err } from '#kernel/result.ts';
import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import type { FetchRefusal } from '#modules/practices/index.ts';
import { fetchInventory, refusalOfTrouble } from '#modules/practices/index.server.ts';
import { readConfiguration } from '../configuration.server.ts';
import type { CommandOutcome, CommandRefusal } from './index.server.ts';

/** Nobody waits at a page: ten minutes. */
const maxWait = 600_000;

/** Runs `work` on what an address gives, kept in a file that is deleted afterwards. */
export async function withFetchedFile(
  address: string,
  { maxBytes, t }: { maxBytes: number; t: Translate<MessageKey> },
  work: (file: string, name: string) => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  const configuration = readConfiguration(process.env);
  const privateHosts = configuration.ok ? configuration.value.importHosts : [];
  const open = guardedStream({ maxBytes, maxWait, privateHosts });
  const fetched = await fetchInventory(open, address);
  if (!fetched.ok) return err(refusalOf(fetched.error, t));
  if (fetched.value === null) throw new Error('A source that knows nothing of us said that nothing changed');
  const { bytes, fileName } = fetched.value;
  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-import-'));
  try {
    const file = path.join(folder, 'inventory');
    const kept = await pipeline(Readable.from(bytes), createWriteStream(file, { mode: 0o600 })).then(
      () => null,
      refusalOfTrouble,
    );
    return kept === null ? await work(file, fileName) : err(refusalOf(kept, t));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function refusalOf({ code, params, proposals }: FetchRefusal, t: Translate<MessageKey>): CommandRefusal {
  const why = [t(`import.fetch.${code}`, params)];
  if (proposals.length > 0) why.push(t('import.fetch.proposals'), ...proposals);
  return { code: 'import', values: { code, why: why.join('\n') } };
}
