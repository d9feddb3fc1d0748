import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Context, visitor } from '#kernel/context.ts';
import { err, ok } from '#kernel/result.ts';
import { streamTerritory, writeTerritory } from '#modules/commons/index.server.ts';
import { exportCsv, exportGeojson, exportJsonld } from '#modules/practices/index.server.ts';
import { productVersion } from '../health.server.ts';
import { showProgress } from '../show-progress.server.ts';
import { withTerritory } from '../with-territory.server.ts';
import type { Command, CommandOutcome } from './index.server.ts';

const formats = { csv: exportCsv, geojson: exportGeojson, jsonld: exportJsonld };

/** `entrelacs export`: what everyone may see of the inventory, or the whole territory, to a file or to the standard output. */
export const exportCommand: Command = {
  options: {
    format: { type: 'string', default: 'csv' },
    out: { type: 'string' },
    data: { type: 'string' },
    territory: { type: 'string' },
  },
  positionals: 0,
  async run({ values }) {
    const format = String(values['format']);
    const file = values['out'] === undefined ? undefined : String(values['out']);
    if (format === 'entrelacs') return withTerritory(values, (context) => exportTerritory(context, file));
    if (!Object.hasOwn(formats, format)) return err({ code: 'wrong-usage' });
    return withTerritory(values, async (context) => {
      const write = formats[format as keyof typeof formats];
      const pieces = Readable.from(write({ ...context, actor: visitor }, {}));
      return file === undefined ? writeOut(pieces) : writeWhole(pieces, file);
    });
  },
};

/** The archive of the whole territory, from which another instance is filled. */
async function exportTerritory(context: Context, file: string | undefined): Promise<CommandOutcome> {
  const options = {
    product: productVersion,
    report: ({ done, total }: { done: number; total: number }) => showProgress(`${done} / ${total}`),
  };
  if (file === undefined) {
    const archive = await streamTerritory(context, options);
    return archive.ok ? writeOut(archive.value) : err(archive.error);
  }
  const written = await writeTerritory(context, { ...options, file });
  showProgress('');
  return written.ok ? ok('') : err({ code: 'file-not-written', values: { file } });
}

/** Whoever reads may have seen enough before the end, as `head` does. */
async function writeOut(pieces: Readable): Promise<CommandOutcome> {
  try {
    await pipeline(pieces, process.stdout, { end: false });
  } catch (error) {
    if (!hasCode(error, ['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])) throw error;
  }
  return ok('');
}

/** The file takes its name only once it is whole: a reader never meets half of one. */
async function writeWhole(pieces: Readable, file: string): Promise<CommandOutcome> {
  const unfinished = `${file}.part`;
  try {
    await pipeline(pieces, createWriteStream(unfinished));
    await rename(unfinished, file);
    return ok('');
  } catch (error) {
    await rm(unfinished, { force: true });
    if (!hasCode(error, ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC'])) throw error;
    return err({ code: 'file-not-written', values: { file } });
  }
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
