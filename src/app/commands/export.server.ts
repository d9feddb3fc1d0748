import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { visitor } from '#kernel/context.ts';
import { err, ok } from '#kernel/result.ts';
import { exportCsv, exportGeojson, exportJsonld } from '#modules/practices/index.server.ts';
import { withTerritory } from '../with-territory.server.ts';
import type { Command, CommandOutcome } from './index.server.ts';

const formats = { csv: exportCsv, geojson: exportGeojson, jsonld: exportJsonld };
/** Formats of the public contract that are not written yet. */
const laterFormats = ['entrelacs'];

/** `entrelacs export`: what everyone may see, to a file or to the standard output. */
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
    if (laterFormats.includes(format)) return err({ code: 'format-not-written', values: { format } });
    if (!Object.hasOwn(formats, format)) return err({ code: 'wrong-usage' });
    return withTerritory(values, async (context) => {
      const write = formats[format as keyof typeof formats];
      const pieces = Readable.from(write({ ...context, actor: visitor }, {}));
      return values['out'] === undefined ? writeOut(pieces) : writeWhole(pieces, String(values['out']));
    });
  },
};

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
