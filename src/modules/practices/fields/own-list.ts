import { plainLetters } from '#kernel/plain-letters.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { slugify } from '#kernel/slug.ts';
import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';

/** One choice of a list. */
export interface OwnOption {
  /** Stands in values, addresses and files; it stays when the label changes. */
  key: string;
  label: string;
  /** A choice that was taken away stays, so that what was said with it remains readable. */
  removed: boolean;
  /** The key of the choice that stands for it since it was merged. */
  mergedInto: string | null;
}

/** A list of choices, which several fields may share. */
export interface OwnList {
  id: Id;
  /** The end of its address; it stays when the name changes. */
  key: string;
  name: string;
  /** In order, those taken away included. */
  options: readonly OwnOption[];
}

/** Longest label of a choice, and most choices of a list that people can still read. */
export const listLimits = { label: 100, options: 500, lists: 100 } as const;

/** The form under which labels are compared: without case, accents or signs; empty for one made of signs alone. */
export function labelKey(label: string): string {
  return plainLetters(label)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A key made from a label, different from those taken: they are never used again. */
export function freeKey(
  label: string,
  { taken, fallback }: { taken: ReadonlySet<string>; fallback: string },
) {
  const plain = slugify(label, fallback).slice(0, 50);
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? plain : `${plain}-${number}`;
    if (!taken.has(key)) return key;
  }
}

/** The choices there are to choose from. */
export function liveOptions({ options }: OwnList): OwnOption[] {
  return options.filter(({ removed }) => !removed);
}

/** The choice that stands for a key today: itself, or what it was merged into; one that was taken away stands for itself. */
export function standingOption({ options }: OwnList, key: string): OwnOption | undefined {
  const byKey = new Map(options.map((option) => [option.key, option]));
  const met = new Set<string>();
  let option = byKey.get(key);
  while (option?.mergedInto && !met.has(option.key)) {
    met.add(option.key);
    option = byKey.get(option.mergedInto);
  }
  return option;
}

/** Every key that means the same as this one today; none for a key that the list never had. */
export function keysMeaning(list: OwnList, key: string): string[] {
  const standing = standingOption(list, key)?.key;
  if (standing === undefined) return [];
  return list.options
    .map((option) => option.key)
    .filter((one) => standingOption(list, one)?.key === standing);
}

/** The choice that a file or a person calls so, by its key or its label, whatever the case and the accents. */
export function optionCalled(list: OwnList, text: string): OwnOption | undefined {
  const wanted = labelKey(text);
  const found =
    list.options.find(({ key }) => key === text.trim()) ??
    liveOptions(list).find(({ label }) => labelKey(label) === wanted) ??
    list.options.find(({ label }) => labelKey(label) === wanted);
  return found && standingOption(list, found.key);
}

export type ListProblem = 'option' | 'too-many-options' | 'option-taken' | 'into';

/**
 * The list with choices added at its end, one a line. Those that it has already are left as they are; one that was taken
 * away comes back.
 */
export function withLines(options: readonly OwnOption[], text: string): readonly OwnOption[] | ListProblem {
  const lines = text
    .split('\n')
    .map((line) => storableLine(line))
    .filter((line) => line !== '');
  if (lines.some((line) => !isLabel(line))) return 'option';
  return withEach(
    options,
    lines.map((label) => ({ label })),
  );
}

/**
 * The same for choices that come from elsewhere, some with the keys that they have there. One that the list has by its key,
 * or by its label when it comes without, is left as it is, also when it was taken away.
 */
export function withDescribed(
  options: readonly OwnOption[],
  added: readonly { key?: string; label: string }[],
): readonly OwnOption[] | ListProblem {
  const tidy = added.map(({ label, ...key }) => ({ ...key, label: storableLine(label) }));
  if (tidy.some(({ label }) => !isLabel(label))) return 'option';
  const keys = new Set(options.map(({ key }) => key));
  const labels = new Set(options.map(({ label }) => labelKey(label)));
  const isKnown = ({ key, label }: { key?: string; label: string }) =>
    key === undefined ? labels.has(labelKey(label)) : keys.has(key);
  return withEach(
    options,
    tidy.filter((option) => !isKnown(option)),
  );
}

function withEach(
  options: readonly OwnOption[],
  added: readonly { label: string; key?: string }[],
): readonly OwnOption[] | ListProblem {
  let all = [...options];
  for (const one of added) all = withOption(all, one);
  return all.filter(({ removed }) => !removed).length > listLimits.options ? 'too-many-options' : all;
}

function withOption(
  all: readonly OwnOption[],
  { label, key: wanted }: { label: string; key?: string },
): OwnOption[] {
  const sameLabel = (option: OwnOption) => labelKey(option.label) === labelKey(label);
  if (all.some((option) => !option.removed && sameLabel(option))) return [...all];
  const gone = all.find((option) => option.mergedInto === null && sameLabel(option));
  if (gone) return all.map((one) => (one === gone ? { ...one, label, removed: false } : one));
  const taken = new Set(all.map(({ key }) => key));
  const key = freeKey(wanted ?? label, { taken, fallback: 'choix' });
  return [...all, { key, label, removed: false, mergedInto: null }];
}

/** Whether a text may be the label of a choice. */
export function isLabel(label: string): boolean {
  return labelKey(label) !== '' && [...label].length <= listLimits.label;
}

/** The list with one choice renamed. */
export function withRenamed(
  options: readonly OwnOption[],
  { key, label: typed }: { key: string; label: string },
): readonly OwnOption[] | ListProblem {
  const label = storableLine(typed);
  if (!isLabel(label)) return 'option';
  const isTaken = options.some(
    (option) => option.key !== key && !option.removed && labelKey(option.label) === labelKey(label),
  );
  if (isTaken) return 'option-taken';
  return options.map((option) => (option.key === key ? { ...option, label } : option));
}

/** The list with one choice put before the one above it, or after the one below; as it was at either end. */
export function withMoved(
  options: readonly OwnOption[],
  { key, up }: { key: string; up: boolean },
): readonly OwnOption[] {
  const live = options.filter(({ removed }) => !removed);
  const from = live.findIndex((option) => option.key === key);
  const [one, other] = [live[from], live[from + (up ? -1 : 1)]];
  if (!one || !other) return options;
  return options.map((option) => (option === one ? other : option === other ? one : option));
}

/** The list without one choice, or with one that stands for it: what was said with it stays readable. */
export function withoutOption(
  options: readonly OwnOption[],
  { key, into }: { key: string; into: string | null },
): readonly OwnOption[] | ListProblem {
  const target = options.find((option) => option.key === into);
  if (into !== null && (!target || target.removed || into === key)) return 'into';
  return options.map((option) =>
    option.key === key ? { ...option, removed: true, mergedInto: into } : option,
  );
}

const optionField = 'option.';

/** What the journal keeps of a list: each choice apart, so that undoing one change leaves the others. */
export function listState({ name, options }: OwnList): Record<string, Json> {
  const each = options.map(({ key, ...option }) => [`${optionField}${key}`, option] as const);
  return { name, ...Object.fromEntries(each) };
}

/** The list as a state of the journal tells it: a choice that was not there yet is taken away, its key is kept. */
export function listWith(list: OwnList, state: Readonly<Record<string, Json>>): OwnList {
  const options = list.options.map((option): OwnOption => {
    const told = state[`${optionField}${option.key}`];
    if (typeof told !== 'object' || told === null || Array.isArray(told)) return { ...option, removed: true };
    const { label, removed, mergedInto } = told;
    return {
      key: option.key,
      label: String(label ?? option.label),
      removed: removed === true,
      mergedInto: typeof mergedInto === 'string' ? mergedInto : null,
    };
  });
  return { ...list, name: String(state['name'] ?? list.name), options };
}

/** What forbids a list to become so after an undoing: two choices called the same, or too many. */
export function problemOfOptions(list: OwnList): ListProblem | undefined {
  const live = liveOptions(list);
  if (live.length > listLimits.options) return 'too-many-options';
  return new Set(live.map(({ label }) => labelKey(label))).size < live.length ? 'option-taken' : undefined;
}
