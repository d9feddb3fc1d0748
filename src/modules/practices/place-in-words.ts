/** What is left of a search once the names of places are taken out of it, and the codes of these places. */
export interface PlaceInWords {
  rest: string;
  codes: string[];
}

/** Words of a search that part things or leave them out mean just what they say. */
const hasSigns = /["]|(^|\s)-\S|(^|\s)or(\s|$)/i;

/**
 * The place that a search names among its words: "jardin redon" means what is in Redon and speaks of gardens, as well as
 * what says both. The longest name counts.
 *
 * @param text in the form that names of places are compared in, words parted by a space
 * @param places codes by name, in the same form
 */
export function placeInWords(
  { typed, text }: { typed: string; text: string },
  places: ReadonlyMap<string, readonly string[]>,
): PlaceInWords | null {
  if (hasSigns.test(typed)) return null;
  const words = text.split(' ').filter(Boolean);
  for (let length = words.length; length > 0; length -= 1) {
    for (let start = 0; start + length <= words.length; start += 1) {
      const codes = places.get(words.slice(start, start + length).join(' '));
      if (codes) return { rest: words.toSpliced(start, length).join(' '), codes: [...codes] };
    }
  }
  return null;
}
