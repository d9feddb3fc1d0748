import { type Json, sameJson } from '#kernel/json.ts';
import { type RichText, checkRichText } from '#kernel/rich-text/rich-text.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';

/** Which of two values one record gets: that of the record that is kept, that of the other, or both. */
export const fieldChoices = ['kept', 'merged', 'both'] as const;
export type FieldChoice = (typeof fieldChoices)[number];

/** Everything that a practice says, by the names of the journal. */
export type PracticeState = Readonly<Record<string, Json>>;

/** Fields that two practices say differently and that go together, so that one decides about them at once. */
export interface FieldToChoose {
  /** Name of the group: that of its only field, `point` or `commune`. */
  name: string;
  fields: string[];
  mayBeBoth: boolean;
  /** What is taken when nobody chooses. */
  suggested: FieldChoice;
}

/** What is drawn on the map goes together, and so do the communes, from which follows how far a practice reaches. */
const together: Readonly<Record<string, readonly string[]>> = {
  point: ['lat', 'lng', 'pointIsDoubtful', 'area'],
  commune: ['communeCode', 'communeName', 'alsoIn', 'epciCode', 'epciName', 'reach'],
};

/**
 * Never asked: who sees it must be the same already; both sources stay; columns that no field takes stay with the record whose file
 * had them.
 */
const leftAsTheyAre: ReadonlySet<string> = new Set(['visibility', 'sourceName', 'sourceUrl', 'extra']);

/**
 * The fields that two practices say differently, and which value to take unless someone chooses otherwise: the only one
 * there is; of lists what either says; of texts both, or the longer one when it holds the other; else that of the preferred one.
 *
 * @param preferred of the two, the one whose values win: see `preferredOf`
 */
export function fieldsToChoose(
  kept: PracticeState,
  merged: PracticeState,
  preferred: 'kept' | 'merged',
): FieldToChoose[] {
  const grouped = new Set(Object.values(together).flat());
  const said = [...new Set([...Object.keys(kept), ...Object.keys(merged)])];
  const single = said.filter((field) => !grouped.has(field) && !leftAsTheyAre.has(field));
  const groups = [...single.map((field) => [field, [field]] as const), ...Object.entries(together)];
  return groups.flatMap(([name, names]) => {
    const fields = names.filter((field) => Object.hasOwn(kept, field) || Object.hasOwn(merged, field));
    if (fields.every((field) => sameJson(kept[field] ?? null, merged[field] ?? null))) return [];
    const [here, there] = [firstSaid(kept, fields), firstSaid(merged, fields)];
    const suggested = suggestedFor(name, [here, there], preferred);
    return [{ name, fields, mayBeBoth: fields.length === 1 && canBeJoined(here, there), suggested }];
  });
}

/** Of fields that go together, the first that says something. */
function firstSaid(state: PracticeState, fields: readonly string[]): Json {
  return fields.map((field) => state[field] ?? null).find((value) => !isEmpty(value)) ?? null;
}

function suggestedFor(
  name: string,
  [here, there]: readonly [Json, Json],
  preferred: 'kept' | 'merged',
): FieldChoice {
  if (isEmpty(there)) return 'kept';
  if (isEmpty(here)) return 'merged';
  if (name === 'confirmedOn') return String(there) > String(here) ? 'merged' : 'kept';
  if (!canBeJoined(here, there)) return preferred;
  if (Array.isArray(here)) return 'both';
  const [own, other] = [textOf(here), textOf(there)];
  if (own.includes(other)) return 'kept';
  return other.includes(own) ? 'merged' : 'both';
}

/**
 * Of two practices, the one whose values are preferred: the most recently confirmed, else the one that says most, else the one that
 * is kept. `why` is told to whoever chooses.
 */
export function preferredOf(
  kept: PracticeState,
  merged: PracticeState,
): { which: 'kept' | 'merged'; why: 'confirmed' | 'complete' | 'neither' } {
  const [here, there] = [String(kept['confirmedOn'] ?? ''), String(merged['confirmedOn'] ?? '')];
  if (here !== there) return { which: here > there ? 'kept' : 'merged', why: 'confirmed' };
  const filled = (state: PracticeState) => Object.values(state).filter((value) => !isEmpty(value)).length;
  const more = filled(kept) - filled(merged);
  if (more === 0) return { which: 'kept', why: 'neither' };
  return { which: more > 0 ? 'kept' : 'merged', why: 'complete' };
}

/**
 * What the kept practice says once someone chose, and the names of the fields that come from the other, wholly or in part.
 * A field about which nothing was chosen stays as it is.
 */
export function mergedState(
  kept: PracticeState,
  merged: PracticeState,
  choices: readonly { field: Pick<FieldToChoose, 'name' | 'fields'>; choice: FieldChoice }[],
): { state: Record<string, Json>; taken: string[] } {
  const state: Record<string, Json> = { ...kept };
  const taken: string[] = [];
  for (const { field, choice } of choices) {
    if (choice === 'kept') continue;
    for (const name of field.fields) {
      const [here, there] = [kept[name] ?? null, merged[name] ?? null];
      state[name] = choice === 'both' ? bothOf(here, there) : there;
      if (!sameJson(state[name] ?? null, here)) taken.push(name);
    }
  }
  return { state, taken };
}

/** Of lists one may keep what either says; rich texts may be written one after the other. */
function canBeJoined(here: Json, there: Json): boolean {
  if (isEmpty(here) || isEmpty(there)) return false;
  return (Array.isArray(here) && Array.isArray(there)) || (isRichText(here) && isRichText(there));
}

function isRichText(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value['type'] === 'doc';
}

/** Lists without repeating anything; texts one after the other, with a line between them. */
function bothOf(here: Json, there: Json): Json {
  if (Array.isArray(here) && Array.isArray(there)) {
    return [...here, ...there.filter((value) => !here.some((other) => sameJson(other, value)))];
  }
  const [own, other] = [checkRichText(here), checkRichText(there)];
  if (!own.ok || !other.ok) return here;
  const content = [...blocksOf(own.value), { type: 'horizontalRule' }, ...blocksOf(other.value)];
  const both = checkRichText({ type: 'doc', content });
  return both.ok ? (both.value as Json) : here;
}

const blocksOf = ({ content }: RichText) => content ?? [];

/** Nothing said: no value, an empty text or list, `false`. */
function isEmpty(value: Json): boolean {
  if (value === null || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRichText(value) && textOf(value) === '';
}

function textOf(value: Json): string {
  const text = checkRichText(value);
  return text.ok ? toPlainText(text.value).trim() : '';
}

/**
 * What a practice says once a record that was merged into it changed at its source: it follows wherever it still says what that one
 * said, and keeps what people decided. What goes together follows together.
 */
export function followedState(
  kept: PracticeState,
  { before, after }: { before: PracticeState; after: PracticeState },
): Record<string, Json> {
  const state: Record<string, Json> = { ...kept };
  for (const { fields } of fieldsToChoose(before, after, 'kept')) {
    if (!fields.every((field) => sameJson(kept[field] ?? null, before[field] ?? null))) continue;
    for (const field of fields) state[field] = after[field] ?? null;
  }
  return state;
}
