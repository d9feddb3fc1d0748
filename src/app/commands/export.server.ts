import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { visitor } from '#kernel/context.ts';
import { err, ok } from '#kernel/result.ts';
import { exportCsv, exportGeojson } from '#modules/practices/index.server.ts';
import { withTerritory } from '../with-territory.server.ts';
import type { Command } from './index.server.ts';

const formats = { csv: exportCsv, geojson: exportGeojson };

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
    if (!Object.hasOwn(formats, format)) return err({ code: 'format-not-written', values: { format } });
    return withTerritory(values, async (context) => {
      const write = formats[format as keyof typeof formats];
      const pieces = Readable.from(write({ ...context, actor: visitor }, {}));
      if (values['out'] === undefined) await pipeline(pieces, process.stdout, { end: false });
      else await writeWhole(pieces, String(values['out']));
      return ok('');
    });
  },
};

/** The file takes its name only once it is whole: a reader never meets half of one. */
async function writeWhole(pieces: Readable, file: string): Promise<void> {
  const unfinished = `${file}.part`;
  try {
    await pipeline(pieces, createWriteStream(unfinished));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
