import { z } from 'zod';
import { isId } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { languages, shortIdOfAddress, tagsOf } from '#modules/records/index.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { parsePartialDate } from '#kernel/dates/partial-date.ts';
import { readPlacesCell } from '../practice-cells.ts';
import { detailFieldNames, detailFields } from '../practice-fields.ts';
import { practiceShape, reaches } from '../practice.ts';
import { type OwnKind, isOwnName } from '../fields/own-field.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { ImportedPractice, ImportedState } from './imported-practice.ts';
import {
  type OwnColumns,
  type OwnReading,
  type OwnTarget,
  columnsNamedAsOwn,
  isOwnUse,
  ownColumnsOf,
} from './own-columns.ts';
import type { ExplicitMapping } from './explicit-mapping.ts';
import type { Cells, RecognisedColumn } from './recognise-columns.ts';

/** Columns of our own export by which it is known, and read to the letter rather than by likeness. */
const signature = [
  'id',
  'title',
  'description',
  'status',
  'legal_status',
  'commune_code',
  'source_id',
  'licence',
];

export function isOwnExport(headers: readonly string[]): boolean {
  return signature.every((name) => headers.includes(name));
}

/** The columns `field.<key>` of an export of ours: those of the form here, and those of which someone decided. */
export function ownColumnsOfExport(
  headers: readonly string[],
  { mapping, form }: { mapping: ExplicitMapping; form: OwnReading['form'] },
): OwnColumns {
  const named = columnsNamedAsOwn(headers, form);
  const columns = headers.filter(isOwnName).map((header): RecognisedColumn => {
    const decided = Object.hasOwn(mapping, header) ? (mapping[header] ?? 'ignored') : undefined;
    const field = decided === undefined ? (named[header] ?? header) : isOwnUse(decided) ? decided : 'ignored';
    return { header, field, score: 1, separator: null };
  });
  const reading = { form, questions: new Map(), takesQuestions: false };
  return ownColumnsOf(columns, reading, { decided: new Set(headers), cellsOf: () => [] });
}

const line = (max: number) => z.string().trim().max(max);
const coordinate = (limit: number) =>
  z
    .string()
    .trim()
    .transform((text) => (text === '' ? null : Number(text.replace(',', '.'))))
    .pipe(z.number().min(-limit).max(limit).nullable());
/** A spreadsheet may have written the day its own way. */
const day = z
  .string()
  .transform((text) => (text.trim() === '' ? null : (parsePartialDate(text) ?? text)))
  .pipe(z.iso.date().nullable());
const tags = z
  .string()
  .max(2000)
  .transform(tagsOf)
  .pipe(z.array(z.string().max(50)).max(20));

/** Names, parted by semicolons: they may hold commas. */
const names = z
  .string()
  .max(20_000)
  .transform((text) => [...new Set(text.split(';').map(storableLine).filter(Boolean))])
  .pipe(z.array(z.string().max(100)).max(50));

/** The web addresses of a record become links: only http and https. */
const address = practiceShape.shape.website;

const communeCode = z.union([z.literal('').transform(() => null), z.string().regex(/^(\d{2}|2[AB])\d{3}$/)]);

/** Where people talk about it: checked as in the form. */
const httpsAddress = address.refine((text) => text === '' || text.startsWith('https://'));

const shape = z
  .object({
    id: line(100),
    title: practiceShape.shape.title,
    pitch: practiceShape.shape.pitch,
    description: practiceShape.shape.description,
    purpose: practiceShape.shape.purpose,
    status: practiceShape.shape.status,
    sector: practiceShape.shape.sector,
    legal_status: practiceShape.shape.legalStatus,
    milieu: practiceShape.shape.milieu,
    digital: practiceShape.shape.digital,
    reach: z.enum(reaches),
    commune_code: communeCode,
    commune: line(100),
    also_in: z.string().max(10_000).transform(readPlacesCell),
    epci_code: z.union([z.literal('').transform(() => null), z.string().regex(/^\d{9}$/)]),
    epci: line(200),
    place: practiceShape.shape.place,
    lat: coordinate(90),
    lng: coordinate(180),
    area: practiceShape.shape.area,
    since: practiceShape.shape.since,
    carriers: practiceShape.shape.carriers,
    partners: practiceShape.shape.partners,
    website: address,
    links: practiceShape.shape.links,
    count: practiceShape.shape.count,
    themes: z.string().max(20_000),
    challenges: names,
    communities: names,
    tags,
    chat: httpsAddress,
    co_authors: names,
    language: z.enum(languages),
    licence: line(200),
    source: line(200),
    source_url: address,
    source_id: line(200),
    updated_at: line(40),
    confirmed_on: day,
  })
  .partial();

type OwnRow = z.output<typeof shape>;

/** The columns of a state and what they are called in the file; a point is read apart. */
const fieldsOf: readonly (readonly [field: string, column: keyof OwnRow])[] = [
  ['title', 'title'],
  ['pitch', 'pitch'],
  ...detailFieldNames.flatMap((field) => {
    const { name } = detailFields[field];
    return name === null || name === 'lat' || name === 'lng' ? [] : [[field, name] as const];
  }),
  ['tags', 'tags'],
  ['challenges', 'challenges'],
  ['communities', 'communities'],
  ['chatUrl', 'chat'],
  ['coAuthors', 'co_authors'],
  ['language', 'language'],
  ['licence', 'licence'],
  ['sourceUrl', 'source_url'],
  ['confirmedOn', 'confirmed_on'],
];

/**
 * Reads a row of a file that an Entrelacs exported, perhaps edited in a spreadsheet since: what it says is what its
 * records become. It has no contacts and no doubtful point, for an export holds neither.
 *
 * @returns the names of the columns that were not understood, when there are any
 */
export function readOwnRow(
  cells: Cells,
  { own: ownFields = [], ...at }: { record: number; line: number; own?: readonly OwnTarget[] },
): Result<ImportedPractice, { fields: string[] }> {
  const read = shape.safeParse(cells);
  if (!read.success) {
    return err({ fields: [...new Set(read.error.issues.map(({ path }) => String(path[0])))] });
  }
  const has = (column: keyof OwnRow) => Object.hasOwn(cells, column);
  const row = read.data;
  const body = checkRichText(parseMarkdown(row.description ?? ''));
  if (!body.ok) return err({ fields: ['description'] });
  const point = has('lat') && has('lng') ? pointOf(row) : {};
  if (!point) return err({ fields: ['lat', 'lng'] });
  const themes = themesOf(row);
  if (!themes) return err({ fields: ['themes'] });
  const { id = '' } = row;
  const sourceRecordId = row.source_id ?? '';
  const own = ownFields.flatMap(({ header, name, kind }) =>
    has(header as keyof OwnRow) ? [[name, textsOf(kind, cells[header] ?? '')] as const] : [],
  );
  const plain = fieldsOf.flatMap(([field, column]) => (has(column) ? [[field, row[column]] as const] : []));
  return ok({
    ...at,
    sourceName: row.source ?? '',
    sourceRecordId,
    fingerprint: sourceRecordId ? '' : id ? `id:${id}` : fingerprintOfRow(row),
    ownId: isId(id) ? id : null,
    ownUpdatedAt: row.updated_at ?? '',
    ownShortId: shortIdOfAddress(cells['url'] ?? ''),
    state: {
      ...(Object.fromEntries([...plain, ...own]) as ImportedState),
      ...themes,
      ...point,
      body: body.value as Json,
    },
    contact: null,
  });
}

/** What is said in one of the territory's own fields: several values apart, the rest as it stands. */
function textsOf(kind: OwnKind, cell: string): string[] {
  const texts = kind === 'practices' || kind === 'choices' ? cell.split(/\n|;/) : [cell];
  return texts.map((text) => text.trim()).filter(Boolean);
}

/** Before there were themes, exports called keywords so: a file without a column of keywords is one of those. */
function themesOf(row: OwnRow): ImportedState | null {
  if (row.themes === undefined) return {};
  const read = (row.tags === undefined ? tags : names).safeParse(row.themes);
  if (!read.success) return null;
  return row.tags === undefined ? { tags: read.data } : { themes: read.data };
}

/** An empty point says nothing of a doubtful one, which exports leave out; half a point is a mistake. */
function pointOf({ lat = null, lng = null }: OwnRow): ImportedState | null {
  if ((lat === null) !== (lng === null)) return null;
  return lat === null ? { lat, lng } : { lat, lng, pointIsDoubtful: false };
}

/** A row that somebody added in a spreadsheet has no id yet. */
function fingerprintOfRow({ title = '', commune_code, commune, place, lat, lng }: OwnRow): string {
  return fingerprintOf({
    title,
    communeCode: commune_code ?? null,
    communeName: commune ?? '',
    postalCode: '',
    place: place ?? '',
    point: lat == null || lng == null ? null : { latitude: lat, longitude: lng },
  });
}
