import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { makeWorkbook } from '#kernel/testing/make-workbook.server.ts';
import { madeUpCsv } from './support/made-up-practices.ts';
import { runCommand } from './support/product.ts';
import { type Line, perSecond, printLines, times } from './support/report.ts';

type Practice = Record<string, string>;

/** The same practices as each format has them. */
const writers: Readonly<
  Record<string, (practices: readonly Practice[], csv: string) => string | Promise<Buffer>>
> = {
  csv: (_, csv) => csv,
  xlsx: (practices) => {
    const rows = [Object.keys(practices[0] ?? {}), ...practices.map((one) => Object.values(one))];
    return makeWorkbook([{ name: 'Lieux', rows }]);
  },
  geojson: (practices) => JSON.stringify({ type: 'FeatureCollection', features: practices.map(featureOf) }),
  json: (practices) => JSON.stringify({ data: practices }),
  umap: (practices) => {
    const layers = [{ _umap_options: { name: 'Lieux' }, features: practices.map(featureOf) }];
    return JSON.stringify({
      type: 'umap',
      uri: 'https://exemple.org',
      properties: { name: 'Lieux' },
      layers,
    });
  },
  gogocarto: (practices) =>
    JSON.stringify({
      ontology: 'gogofull',
      data: practices.map(({ id, titre, latitude, longitude, commune, description }) => ({
        id,
        name: titre,
        geo: { latitude, longitude },
        address: { addressLocality: commune },
        description,
      })),
    }),
};

function featureOf({ latitude, longitude, ...properties }: Practice) {
  return {
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: [Number(longitude), Number(latitude)] },
  };
}

/** Reads the same practices in each format and says what importing them would do, beside their CSV. */
export async function benchFormats(dataFolder: string, count: number): Promise<void> {
  const csv = [...madeUpCsv(count)].join('');
  const practices = parse<Practice>(csv, { columns: true });
  const lines: Line[] = [];
  let yardstick = 0;
  for (const [format, write] of Object.entries(writers)) {
    const file = join(dataFolder, `formats.${format}`);
    await writeFile(file, await write(practices, csv));
    const begun = performance.now();
    await runCommand(
      ['import', file, '--format', format, '--source', `bench ${format}`, '--dry-run'],
      dataFolder,
    );
    const ours = (count / (performance.now() - begun)) * 1000;
    if (format === 'csv') yardstick = ours;
    lines.push({
      what: `${format}, records per second, the start of the command included`,
      ours: perSecond(ours),
      yardstick: perSecond(yardstick),
      beside: 'the same practices in CSV',
      ratio: times(yardstick / ours),
    });
  }
  printLines(`Reading ${count} practices of each format, without writing`, lines);
}
