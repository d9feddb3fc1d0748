import { storableLine } from '#kernel/storable-text.ts';
import { ownName } from './fields/own-field.ts';
import { linksText } from './practice-links.ts';
import type { NamedPlace } from './practice.ts';

/** A name that could be taken for one with its code before it. */
const ambiguous = /^(\?|\d{5}|2[AB]\d{3}) /;

/** Communes in one cell of a file: `35236 Redon; 56001 Allaire`; one we do not know is its name alone. */
export function placesCell(places: readonly NamedPlace[]): string {
  return places
    .map(({ code, name }) => (code ? `${code} ${name}` : ambiguous.test(name) ? `? ${name}` : name))
    .join('; ');
}

/** What {@link placesCell} wrote. */
export function readPlacesCell(cell: string): NamedPlace[] {
  return cell
    .split(';')
    .map(storableLine)
    .filter(Boolean)
    .map((text) => {
      const parts = /^(?<code>\d{5}|2[AB]\d{3}) (?<name>.+)$/.exec(text)?.groups;
      return { code: parts?.['code'] ?? null, name: parts?.['name'] ?? text.replace(/^\? /, '') };
    });
}

/** What has no place in a cell: pictures and documents, which the API tells. */
const notInCells: ReadonlySet<string> = new Set(['pictures', 'documents', 'fields']);

/**
 * A practice of our open data as the cells of a row, by the names of its columns. It may come from a file: then nothing
 * of it is trusted, and what is not as we write it becomes whatever text it is.
 */
export function openDataCells(practice: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain = Object.entries(practice).flatMap(([name, value]) =>
    notInCells.has(name) ? [] : [[name, openDataCell(name, value)] as const],
  );
  const own = isMembers(practice['fields']) ? Object.entries(practice['fields']) : [];
  return Object.fromEntries([
    ...plain,
    ...own.map(([key, value]) => [ownName({ key }), openDataCell('', value)] as const),
  ]);
}

function openDataCell(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const members = value.filter(isMembers);
  const text = (member: unknown) => (typeof member === 'string' ? member : '');
  if (name === 'also_in')
    return placesCell(
      members.map((place) => ({ code: text(place['code']) || null, name: text(place['name']) })),
    );
  if (name === 'links')
    return linksText(members.map((link) => ({ label: text(link['label']), url: text(link['url']) })));
  if (name === 'merged') return members.map(mergedInCell).join('; ');
  // Names may hold commas; keywords may not.
  return value.map(String).join(name === 'tags' ? ', ' : '; ');
}

/** A record that was merged into this one, in the words by which its source is named. */
function mergedInCell({
  id,
  source,
  source_id,
  source_url,
  licence,
}: Readonly<Record<string, unknown>>): string {
  return [source, source_id, source_url, licence].filter(Boolean).join(', ') || String(id);
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
