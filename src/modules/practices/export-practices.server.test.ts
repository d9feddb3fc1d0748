import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { unguardFormula } from '#kernel/tabular/formula-guard.ts';
import { anyText } from '#kernel/testing/any-text.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { RecordFields } from '#modules/records/index.ts';
import { exportCsv, exportGeojson } from './export-practices.server.ts';
import { pageOfPractices } from './list-practices.server.ts';
import type { PracticeDetails } from './practice.ts';
import { newPractice } from './prepare-practice.server.ts';
import { createPractice } from './save-practice.server.ts';

let world: TestWorld;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  context = await world.elsewhere();
});

function make(fields: Partial<RecordFields>, details: Partial<PracticeDetails> = {}) {
  return createPractice(context, {
    fields: { ...newPractice.fields, title: 'Four à pain', ...fields },
    details: { ...newPractice.details, ...details },
  });
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

const csvRows = async () =>
  parse(await textOf(exportCsv(context, {})), { columns: true }) as Record<string, string>[];

interface Collection {
  type: string;
  features: { type: string; id: string; geometry: unknown; properties: Record<string, unknown> }[];
}

const collection = async () => JSON.parse(await textOf(exportGeojson(context, {}))) as Collection;

const formulas = [
  '=1+1',
  '+cmd|calc',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  "'=1",
  '=HYPERLINK("http://evil.test";"x")',
];

describe('the CSV export', () => {
  it('gives back every text as it is, quotes and separators included', async () => {
    const texts = fc.array(
      anyText.map(storableLine).filter((text) => text !== ''),
      { minLength: 25, maxLength: 25 },
    );
    const [sample = []] = fc.sample(texts, { numRuns: 1, seed: 7 });
    const hostile = ['a"b', 'a,b;c\td|e', '"', '<script>', 'l’« été »', ...sample].map((text) =>
      text.slice(0, 100),
    );
    for (const text of hostile) await make({ title: text, pitch: text }, { carriers: text, place: text });
    const rows = await csvRows();
    expect(rows).toHaveLength(hostile.length);
    for (const [index, row] of rows.entries()) {
      const cells = ['title', 'pitch', 'carriers', 'place'].map((column) =>
        unguardFormula(row[column] ?? ''),
      );
      expect(cells).toEqual(Array.from({ length: 4 }, () => hostile[index]));
    }
  });

  it('runs no formula in a spreadsheet, in any column', async () => {
    for (const text of formulas) {
      await make(
        {
          title: text,
          pitch: text,
          body: parseMarkdown(text),
          tags: [text],
          topicIds: [],
          chatUrl: '',
          coAuthors: [],
          sourceName: text,
          sourceUrl: text,
          licence: text,
          sourceRecordId: text,
        },
        { place: text, communeName: text, carriers: text, website: text, since: text },
      );
    }
    const cells = (await csvRows()).flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell))).toEqual([]);
    expect(cells.some((cell) => cell.includes('HYPERLINK'))).toBe(true);
  });

  it('keeps descriptions of several lines in their cell', async () => {
    await make({ body: parseMarkdown('# Un\n\n- "deux"\n- trois, quatre\n\n> cinq') });
    await make({ title: 'La suivante' });
    const rows = await csvRows();
    expect(rows.map((row) => row['title'])).toEqual(['Four à pain', 'La suivante']);
    expect(rows[0]?.['description']).toContain('\n');
  });

  it('has its header even when there is nothing', async () => {
    const text = await textOf(exportCsv(context, {}));
    expect(text).toMatch(/^id,url,title,.*,confirmed_on\r\n$/);
  });
});

describe('the GeoJSON export', () => {
  it('is a FeatureCollection, longitude first, whatever the texts', async () => {
    const hostile = '"}]}<script>\\ \u2028 l’été';
    const { id } = await make({ title: hostile, tags: ['"', 'b'] }, { lat: 47.65, lng: -2.08 });
    expect(await collection()).toMatchObject({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          id,
          geometry: { type: 'Point', coordinates: [-2.08, 47.65] },
          properties: { title: hostile, tags: ['"', 'b'] },
        },
      ],
    });
  });

  it('gives no point to a place that is unknown or doubtful', async () => {
    await make({}, {});
    await make({}, { lat: 47.65, lng: -2.08, pointIsDoubtful: true });
    expect((await collection()).features.map((feature) => feature.geometry)).toEqual([null, null]);
    expect(JSON.stringify(await collection())).not.toContain('47.65');
    expect(await textOf(exportCsv(context, {}))).not.toContain('47.65');
  });

  it('is whole when there is nothing', async () => {
    expect(await collection()).toEqual({ type: 'FeatureCollection', features: [], sources: [] });
  });
});

describe('open data', () => {
  it('never tells whom to contact, nor the columns that were kept without being understood', async () => {
    const person = await world.as('contributor', 'Nom Secret');
    const { id } = await make({}, { extra: { 'Tél. perso': '06 00 00 00 00', mail: 'secret@exemple.test' } });
    await sql`
      insert into practice_contact (record_id, territory_id, name, email, phone)
      values (${id}, ${context.territoryId}, 'Nom Secret', 'secret@exemple.test', '06 00 00 00 00')`.execute(
      world.db,
    );
    const facilitator: Context = { ...context, actor: { ...person.actor, role: 'facilitator' } };
    for (const reader of [context, facilitator]) {
      const everything = [
        await textOf(exportCsv(reader, {})),
        await textOf(exportGeojson(reader, {})),
        JSON.stringify(
          await pageOfPractices(reader, { filters: {}, sort: 'updated', page: 1, perPage: 500 }),
        ),
      ].join('\n');
      expect(everything).toContain('Four à pain');
      expect(everything).not.toMatch(/secret@|Nom Secret|06 00|Tél\. perso|extra|\bauthor/i);
    }
  });

  it('is read whole and once, however many there are', async () => {
    await sql`
      insert into record (id, territory_id, kind, short_id, slug, title, body, body_text, language, visibility, licence, created_at, updated_at)
      select gen_random_uuid(), ${context.territoryId}, 'practice', lpad(n::text, 8, '0'), 'p', 'Pratique ' || n,
        '{"type":"doc","content":[{"type":"paragraph"}]}', '', 'fr', 'public', 'CC0-1.0', now(), now()
      from generate_series(1, 1203) as n`.execute(world.db);
    await sql`
      insert into practice (record_id, territory_id, status)
      select id, territory_id, 'active' from record where territory_id = ${context.territoryId}`.execute(
      world.db,
    );
    const titles = (await csvRows()).map((row) => row['title']);
    expect(titles).toHaveLength(1203);
    expect(new Set(titles).size).toBe(1203);
  });
});
