import { isObject, itemsOf, own, textOf } from './json-values.ts';

/** Labels by key, of each list by its name (`ListeTypeLieu`). */
export type YesWikiLists = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Deepest tree of a list, and most labels of one: what is beyond is no list of choices. */
const limits = { depth: 20, labels: 10_000 };

/** Whether a JSON value is a list of YesWiki, or holds some. */
export function holdsLists(value: unknown): boolean {
  return isList(value) || itemsOf(value).some((item) => isList(item.value));
}

/** `{titre_liste, label}` until YesWiki 4.4, `{title, nodes}` since. */
function isList(value: unknown): boolean {
  const isOlder = own(value, 'titre_liste') !== undefined && isLabels(own(value, 'label'));
  return isOlder || (own(value, 'title') !== undefined && Array.isArray(own(value, 'nodes')));
}

function isLabels(value: unknown): boolean {
  return isObject(value) || Array.isArray(value);
}

/**
 * Reads lists from a JSON file: one, whose name is that of its file, several by name, or a list of them that each tell
 * their `id`.
 */
export function readLists(value: unknown, fileName: string): YesWikiLists {
  const nameOfFile = fileName.replace(/^.*[/\\]/, '').replace(/\.json$/i, '');
  const found = isList(value)
    ? [{ key: nameOfFile, value }]
    : itemsOf(value).filter((item) => isList(item.value));
  return new Map(found.map(({ key, value: list }) => [textOf(own(list, 'id')) || key, labelsOf(list)]));
}

function labelsOf(list: unknown): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  const older = own(list, 'label');
  if (isLabels(older)) {
    const keyed = isObject(older)
      ? Object.entries(older)
      : (older as unknown[]).map((label, index) => [String(index), label] as const);
    for (const [key, label] of keyed.slice(0, limits.labels)) labels.set(key, textOf(label).trim());
  }
  addNodes(own(list, 'nodes'), labels, 0);
  return labels;
}

/** A tree may come back to itself in no file, and still be deeper than anyone can choose in. */
function addNodes(nodes: unknown, labels: Map<string, string>, depth: number): void {
  if (depth > limits.depth) return;
  for (const { value } of itemsOf(nodes)) {
    const id = textOf(own(value, 'id'));
    if (id === '' || labels.size >= limits.labels) continue;
    labels.set(id, textOf(own(value, 'label')).trim());
    addNodes(own(value, 'children'), labels, depth + 1);
  }
}
