import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { type RichText, checkRichText } from '#kernel/rich-text/rich-text.ts';
import { type RecordFields, newRecordFields, stateOf, tagsOf } from '#modules/records/index.ts';
import {
  type PracticeContact,
  type PracticeDetails,
  detailsState,
  detailsWith,
  emptyDetails,
} from '../practice.ts';
import { linkLimits } from '../practice-links.ts';
import { shorten } from './clean-text.ts';
import type { ImportField, PracticeDraft } from './practice-draft.ts';
import type { RecognisedColumn } from './recognise-columns.ts';

/**
 * Fields of a practice by the names the journal gives them; only those that the file has columns for, so that a file
 * never empties what it does not speak of.
 */
export type ImportedState = Record<string, Json>;

/** One record of a file, ready to be compared with what is stored. */
export interface ImportedPractice {
  /** Its number in the file, from 1, and the physical line where it begins. */
  record: number;
  line: number;
  sourceName: string;
  sourceRecordId: string;
  fingerprint: string;
  /** Its id here, in a file that we exported; null in any other. */
  ownId: Id | null;
  /** When it was exported, it had last been changed at this instant (ISO 8601). */
  ownUpdatedAt: string;
  /** The short id that it had where it was exported, by which others of that file name it; empty in any other. */
  ownShortId: string;
  state: ImportedState;
  /** Null when the file has no column for contacts. */
  contact: PracticeContact | null;
}

export interface Practicelike {
  fields: RecordFields;
  details: PracticeDetails;
}

/** What an imported practice is where its file says nothing. An unknown licence stays unknown. */
export const importedDefaults: Practicelike = {
  fields: { ...newRecordFields, licence: '' },
  details: emptyDetails,
};

/** The whole state of a practice, as the journal knows it. */
export function wholeState({ fields, details }: Practicelike): ImportedState {
  return { ...stateOf(fields), ...detailsState(details) };
}

/** The practice with the fields of `state` in place of its own. */
export function withState({ fields, details }: Practicelike, state: ImportedState): Practicelike {
  const pick = (model: object) =>
    Object.fromEntries(
      Object.keys(model).flatMap((key) => (Object.hasOwn(state, key) ? [[key, state[key]]] : [])),
    );
  return {
    fields: { ...fields, ...pick(stateOf(fields)) },
    details: detailsWith(details, state),
  };
}

/** Columns that tell where a practice is. */
const whereFields: readonly ImportField[] = ['communeCode', 'communeName', 'postalCode', 'address', 'reach'];

/** Columns that tell where it stands on a map. */
const pointFields: readonly ImportField[] = ['latitude', 'longitude', 'point', 'x', 'y', 'area'];

/** What of a draft each field needs columns for. */
const sourcesOf: Readonly<Record<string, readonly ImportField[]>> = {
  title: ['title'],
  pitch: ['pitch'],
  body: ['description', 'openingHours'],
  tags: ['themes', 'tags'],
  themes: ['themes'],
  licence: ['licence'],
  sourceUrl: ['sourceUrl'],
  confirmedOn: ['updatedOn'],
  purpose: ['purpose'],
  status: ['status'],
  sector: ['sector'],
  legalStatus: ['legalStatus'],
  milieu: ['milieu'],
  digital: ['digital'],
  reach: [...whereFields, 'area'],
  communeCode: whereFields,
  communeName: whereFields,
  alsoIn: whereFields,
  epciCode: whereFields,
  epciName: whereFields,
  place: ['address'],
  lat: pointFields,
  lng: pointFields,
  pointIsDoubtful: pointFields,
  area: ['area'],
  since: ['since'],
  carriers: ['carriers'],
  partners: ['partners'],
  website: ['website'],
  links: ['website'],
  count: ['count'],
  visibility: ['publication'],
};

/** Fields that are given whether or not the file has a column for them. */
const alwaysGiven: ReadonlySet<string> = new Set(['extra']);

/** Chooses the fields of a state that the file speaks of. */
export function givenFieldsOf(columns: readonly RecognisedColumn[]): ReadonlySet<string> {
  const present = new Set<string>(columns.map(({ field }) => field));
  const given = Object.entries(sourcesOf).filter(([, needed]) => needed.some((field) => present.has(field)));
  return new Set([...given.map(([field]) => field), ...alwaysGiven]);
}

export interface DraftReading {
  columns: readonly RecognisedColumn[];
  /** Of {@link givenFieldsOf} for these columns. */
  given: ReadonlySet<string>;
  /** Licence of the whole file, where a row gives none. */
  licence: string;
  /** The source that the records take; another one that a row names is kept with what no field takes. */
  sourceName: string;
}

/** The state of a practice that a draft describes. */
export function stateOfDraft(draft: PracticeDraft, reading: DraftReading): ImportedState {
  const whole: ImportedState = {
    title: draft.title,
    pitch: draft.pitch,
    body: bodyOf(draft) as Json,
    tags: tagsOfDraft(draft),
    // By their names: which topics they are is settled when the whole file was read.
    themes: draft.themes,
    licence: draft.licence || reading.licence,
    sourceUrl: draft.sourceUrl,
    confirmedOn: isDay(draft.updatedOn) ? draft.updatedOn : null,
    purpose: draft.purpose,
    status: draft.status ?? emptyDetails.status,
    sector: draft.sector,
    legalStatus: draft.legalStatus,
    milieu: draft.milieu,
    digital: draft.digital,
    reach: draft.reach,
    communeCode: draft.communeCode,
    communeName: draft.communeName,
    alsoIn: draft.alsoIn,
    epciCode: draft.epciCode,
    epciName: draft.epciName,
    place: draft.place,
    lat: draft.point?.latitude ?? null,
    lng: draft.point?.longitude ?? null,
    pointIsDoubtful: draft.pointIsDoubtful,
    area: draft.area,
    since: draft.since,
    carriers: draft.carriers,
    partners: draft.partners,
    website: draft.website,
    links: draft.links.slice(0, linkLimits.count).map((url) => ({ label: '', url })),
    count: draft.count,
    visibility: draft.isPublished === false ? 'facilitators' : newRecordFields.visibility,
    extra: extraOf(draft, reading),
  };
  const isGiven = (field: string) => reading.given.has(field) || (field === 'licence' && reading.licence);
  const given = Object.fromEntries(Object.entries(whole).filter(([field]) => isGiven(field)));
  return { ...given, ...draft.own };
}

function isDay(date: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(date);
}

/** Texts up to this length are within what a record holds, however they are written. */
const surelyShort = 5_000;
/** Longest text kept of a description that is beyond it. */
const longestBody = 90_000;

/** The description, then the opening hours: what readers want and no field takes yet. */
function bodyOf({ description, openingHours }: PracticeDraft): RichText {
  const parts = [description, openingHours];
  const text = parts.filter(Boolean).join('\n\n');
  const body = parseMarkdown(text);
  if (text.length <= surelyShort) return body;
  const checked = checkRichText(body);
  return checked.ok ? checked.value : plainBody(text);
}

function plainBody(text: string): RichText {
  const short = shorten(text.replaceAll(/\s+/g, ' '), longestBody);
  return { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: short }] }] };
}

/** Longest keyword, most of them, and longest list of all, as the form of a practice takes them. */
const tagLimits = { length: 50, count: 20, all: 500 };

/** Keywords as people type them: a comma or a semicolon would part them at the next edit. */
function tagsOfDraft({ themes, tags }: PracticeDraft): string[] {
  const whole = [...themes, ...tags].map((tag) =>
    shorten(tag.replaceAll(/\s*[,;]\s*/g, ' / '), tagLimits.length),
  );
  const kept = tagsOf(whole.join(',')).slice(0, tagLimits.count);
  while (kept.join(', ').length > tagLimits.all) kept.pop();
  return kept;
}

function extraOf(draft: PracticeDraft, { columns, sourceName }: DraftReading): Record<string, string> {
  const headerOf = (field: ImportField) => columns.find((column) => column.field === field)?.header ?? '';
  const kept = [
    [headerOf('postalCode'), draft.place.includes(draft.postalCode) ? '' : draft.postalCode],
    [headerOf('createdOn'), draft.createdOn],
    [headerOf('updatedOn'), isDay(draft.updatedOn) ? '' : draft.updatedOn],
    [headerOf('source'), draft.source === sourceName ? '' : draft.source],
  ].filter(([header, value]) => header !== '' && value !== '');
  return { ...Object.fromEntries(kept), ...draft.extra };
}

const contactFields: ReadonlySet<string> = new Set<ImportField>(['email', 'phone', 'contactName']);

/** The people to reach; null when the file has no column for them and none was found in its texts. */
export function contactOf(
  { contacts }: PracticeDraft,
  columns: readonly RecognisedColumn[],
): PracticeContact | null {
  const contact = {
    name: contacts.names.join(', '),
    email: contacts.emails.join(', '),
    phone: contacts.phones.join(', '),
  };
  const isGiven = columns.some(({ field }) => contactFields.has(field));
  return isGiven || contact.name || contact.email || contact.phone ? contact : null;
}
