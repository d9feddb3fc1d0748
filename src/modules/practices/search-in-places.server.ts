import type { Context } from '#kernel/context.ts';
import { type TextSearch, prepareSearch, textSearch } from '#modules/records/index.server.ts';
import { normaliseCommuneName } from '#modules/territories/index.ts';
import { findCommuneByCode, loadCommunes } from '#modules/territories/index.server.ts';
import { practiceColumns } from './columns/keep-columns.server.ts';
import { placeInWords } from './place-in-words.ts';
import { countPractices } from './practice-list-store.server.ts';
import type { PracticeSearch } from './practice-search-store.server.ts';

/** A search for the words as they are typed; words that name a commune where something is mean that place too. */
export async function searchInPlaces(context: Context, typed: string): Promise<PracticeSearch> {
  const search = textSearch(typed);
  const found = placeInWords({ typed, text: normaliseCommuneName(typed) }, await communeNames(context));
  return found ? { ...search, place: { rest: textSearch(found.rest), codes: found.codes } } : search;
}

/** The same, or what resembles the words when nothing holds them. */
export async function preparePracticeSearch(context: Context, typed: string): Promise<TextSearch> {
  const search = await searchInPlaces(context, typed);
  const isFound =
    search.place && (await countPractices(context, { filters: { places: {}, about: {} }, search })) > 0;
  return isFound ? search : prepareSearch(context, { kind: 'practice', text: typed });
}

/** The codes under which a commune is found, and its EPCI, by its name; of the communes where some practice is. */
async function communeNames(context: Context): Promise<ReadonlyMap<string, readonly string[]>> {
  const { columns } = await practiceColumns(context);
  const name = 'commune-names';
  return context.memory.recall(context, name, async () => {
    const { listCommunesOfEpci } = await loadCommunes();
    const codes = new Set(columns.coded.places.sets.flat());
    const within = [...codes].flatMap((code) =>
      code.length === 5 ? code : listCommunesOfEpci(code).map((one) => one.code),
    );
    const names = new Map<string, string[]>();
    for (const code of new Set(within)) {
      const commune = await findCommuneByCode(code);
      const key = normaliseCommuneName(commune?.name ?? '');
      if (!commune || !key) continue;
      names.set(key, [...(names.get(key) ?? []), code, ...(commune.epci ? [commune.epci.code] : [])]);
    }
    return names;
  });
}
