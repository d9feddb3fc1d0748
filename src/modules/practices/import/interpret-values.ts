import {
  isPublicationState,
  readDigital,
  readLegalStatus,
  readLicence,
  readMilieu,
  readPublication,
  readPurpose,
  readSector,
  readStatus,
} from './choices.ts';
import { distinct, shorten } from './clean-text.ts';
import { findContacts, readPhones } from './contacts.ts';
import { readLooseDate } from '#kernel/dates/loose-date.ts';
import { splitValues } from './multiple-values.ts';
import type { ImportField, PracticeDraft, PrivateContacts } from './practice-draft.ts';
import type { FilledCell, RowCells } from './row-cells.ts';

type Texts = Pick<
  PracticeDraft,
  | 'pitch'
  | 'description'
  | 'openingHours'
  | 'carriers'
  | 'partners'
  | 'source'
  | 'sourceUrl'
  | 'licence'
  | 'externalId'
>;

export function interpretTexts(row: RowCells): Texts {
  const description = row.cellsOf('description').map(({ text }) => text);
  return {
    pitch: shortened(row, 'pitch', 300),
    description: row.publicText(description.join('\n\n'), 'description'),
    openingHours: row.publicText(openingHours(row), 'openingHours'),
    carriers: shortened(row, 'carriers', 500),
    partners: shortened(row, 'partners', 1000),
    source: shortened(row, 'source', 200),
    sourceUrl: row.cellsOf('sourceUrl').flatMap((cell) => readAddresses(row, cell))[0] ?? '',
    licence: readLicence(shortened(row, 'licence', 200)),
    externalId: readExternalId(row),
  };
}

/** What is longer is a text, not an id; so is what holds an e-mail address, since ids are public. */
const longestId = 200;

function readExternalId(row: RowCells): string {
  const [cell] = row.cellsOf('externalId');
  if (!cell) return '';
  const isPublic = row.publicText(cell.text, 'externalId') === cell.text;
  if (isPublic && cell.text.length <= longestId) return cell.text;
  row.keepExtra(cell);
  return '';
}

/** Hours of a single column as they are; those of each day after the name of its column. */
function openingHours(row: RowCells): string {
  const cells = row.cellsOf('openingHours');
  const [only] = cells;
  if (only && cells.length === 1 && !/day$|di$|dimanche$/i.test(only.column.header.trim())) return only.text;
  return cells.map(({ column, text }) => `${column.header.trim()} : ${text}`).join('\n');
}

/** The cells of a field as one public line of limited length; what is cut off stays under the name of its column. */
export function shortened(row: RowCells, field: ImportField, max: number): string {
  const lines = row.linesOf(field);
  if (lines.length === 0) return '';
  const line = row.publicText(distinct(lines).join(', '), field);
  const short = shorten(line, max);
  if (short !== line) {
    row.warn(field, 'text-shortened', { max });
    for (const cell of row.cellsOf(field)) row.keepExtra(cell);
  }
  return short;
}

type Dates = Pick<PracticeDraft, 'updatedOn' | 'createdOn' | 'since'>;

export function interpretDates(row: RowCells): Dates {
  const read = (field: 'updatedOn' | 'createdOn' | 'since') => {
    const [cell] = row.cellsOf(field);
    if (!cell) return '';
    const found = readLooseDate(cell.text);
    if (found?.fromNumber) row.warn(field, 'date-from-number', { value: cell.text, date: found.date });
    if (!found) refuse(row, cell, 'date-not-understood');
    return found?.date ?? '';
  };
  return { updatedOn: read('updatedOn'), createdOn: read('createdOn'), since: read('since') };
}

function refuse(
  row: RowCells,
  cell: FilledCell,
  code: 'date-not-understood' | 'choice-not-understood' | 'count-not-understood' | 'website-not-understood',
): void {
  row.warn(cell.column.field, code, { value: shorten(cell.text, 100) });
  row.keepExtra(cell);
}

type Choices = Pick<
  PracticeDraft,
  'status' | 'legalStatus' | 'purpose' | 'sector' | 'milieu' | 'digital' | 'count'
>;

export function interpretChoices(row: RowCells): Choices {
  function read<Choice>(field: ImportField, reader: (text: string) => Choice | null): Choice | null {
    const [cell] = row.cellsOf(field);
    if (!cell || (field === 'status' && isPublicationState(cell.text))) return null;
    const choice = reader(cell.text);
    if (choice === null)
      refuse(row, cell, field === 'count' ? 'count-not-understood' : 'choice-not-understood');
    return choice;
  }
  return {
    status: read('status', readStatus),
    legalStatus: read('legalStatus', readLegalStatus),
    purpose: read('purpose', readPurpose),
    sector: read('sector', readSector),
    milieu: read('milieu', readMilieu),
    digital: read('digital', readDigital),
    count: read('count', readCount),
  };
}

function readCount(text: string): number | null {
  const count = Number(text.replaceAll(/\s/g, ''));
  return Number.isInteger(count) && count >= 1 && count <= 10_000_000 ? count : null;
}

/** Longest keyword, and most of them, that a record takes. */
const limits = { values: 20, length: 50 };

export function interpretLists(row: RowCells): Pick<PracticeDraft, 'themes' | 'tags'> {
  const read = (field: 'themes' | 'tags') => {
    const values = row
      .cellsOf(field)
      .flatMap(({ column, text }) => splitValues(row.publicText(text, field), column.separator));
    const isTooLong = values.some((value) => [...value].length > limits.length);
    if (values.length > limits.values || isTooLong) {
      row.warn(field, 'too-many-values', { max: limits.values, length: limits.length });
      for (const cell of row.cellsOf(field)) row.keepExtra(cell);
    }
    return distinct(values)
      .slice(0, limits.values)
      .map((value) => shorten(value, limits.length));
  };
  return { themes: read('themes'), tags: read('tags') };
}

export function interpretLinks(row: RowCells): Pick<PracticeDraft, 'website' | 'links'> {
  const [website = '', ...links] = row.cellsOf('website').flatMap((cell) => readAddresses(row, cell));
  return { website, links };
}

/** Web addresses of a cell, `https://` put before those without; an e-mail address goes with the contacts. */
function readAddresses(row: RowCells, cell: FilledCell): string[] {
  const { emails } = findContacts(cell.text);
  const parts = cell.text.split(/[\s;|]+|,(?=\s|https?:|www)/).filter((part) => /[\p{L}\p{N}]/u.test(part));
  const found = parts.map((part) => ({ part, address: readAddress(part) }));
  const addresses = found.flatMap(({ address }) => address ?? []);
  if (emails.length > 0) row.publicText(cell.text, cell.column.field);
  else if (addresses.length === 0) refuse(row, cell, 'website-not-understood');
  return distinct(addresses);
}

/** Longest web address. */
const longestAddress = 500;

function readAddress(text: string): string | null {
  // With a few signs around it.
  if (text.length > longestAddress + 20) return null;
  const bare = text.replaceAll(/^[<("']+|[>)"',.]+$/g, '');
  if (/^(mailto:|[^/\s]+@)/i.test(bare)) return null;
  const address = /^https?:\/\//i.test(bare) ? bare : `https://${bare.replace(/^\/\//, '')}`;
  const isPlausible = /^https?:\/\/[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}([/:?#]|$)/iu.test(address);
  return isPlausible && address.length <= longestAddress && URL.canParse(address) ? address : null;
}

/** Most files that one record names in the report. */
const mostFilesTold = 5;

/** Pictures and documents stay at the source: each is named in the report, and where it is stays with the record. */
export function interpretFiles(row: RowCells): void {
  for (const cell of row.cellsOf('files')) {
    const names = splitValues(cell.text, null);
    for (const name of names.slice(0, mostFilesTold))
      row.warn('files', 'file-not-taken', { name: shorten(name, 200) });
    row.keepExtra(cell);
  }
}

/** Whether its source shows the record to everyone; null when it does not say. */
export function interpretPublication(row: RowCells): boolean | null {
  const [cell] = row.cellsOf('publication');
  if (!cell) return null;
  const isPublished = readPublication(cell.text);
  if (!isPublished) row.warn('publication', 'kept-unpublished');
  return isPublished;
}

/** Fills the private contacts: what their own columns hold, whatever that is, then what was found elsewhere. */
export function interpretContacts(row: RowCells): void {
  const { contacts } = row;
  const own: PrivateContacts = { names: [], emails: [], phones: [] };
  for (const cell of [...row.cellsOf('email'), ...row.cellsOf('phone'), ...row.cellsOf('contactName')]) {
    const { field } = cell.column;
    const { emails, phones } = readContacts(cell);
    own.emails.push(...emails);
    own.phones.push(...phones);
    const isFound = emails.length + phones.length > 0;
    if (!isFound && field === 'email') row.warn(field, 'email-not-understood');
    if (!isFound && field === 'phone') row.warn(field, 'phone-not-understood');
    if (!isFound || (field === 'contactName' && holdsName(cell.text))) own.names.push(cell.text);
  }
  contacts.emails = distinct([...own.emails, ...contacts.emails]);
  contacts.phones = distinct([...own.phones, ...contacts.phones]);
  contacts.names = distinct([...own.names, ...contacts.names]);
}

function readContacts({ column, text }: FilledCell): Pick<PrivateContacts, 'emails' | 'phones'> {
  const found = findContacts(text);
  return column.field === 'phone' ? { ...found, phones: readPhones(text) ?? [] } : found;
}

/** `Camille Martin, 02 99 …` */
function holdsName(text: string): boolean {
  return /\p{L}{3,}\s+\p{L}{2,}/u.test(text);
}
