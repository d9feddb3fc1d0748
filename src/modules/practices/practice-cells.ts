import type { NamedPlace } from './practice.ts';
import { storableLine } from '#kernel/storable-text.ts';

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
