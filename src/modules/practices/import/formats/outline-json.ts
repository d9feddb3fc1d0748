import type { Json } from '#kernel/json.ts';
import { type JsonPath, JsonSplitter } from '#kernel/tabular/json-splitter.ts';
import { parseJson } from '#kernel/tabular/parse-json.ts';

/** What the beginning of a JSON file shows of the whole. */
export interface JsonOutline {
  /** `lines`: one value after the other. */
  root: 'list' | 'object' | 'lines';
  /** Names of the members of the root. */
  members: ReadonlySet<string>;
  /** Values that stand in no list, by dotted path. */
  about: ReadonlyMap<string, string>;
  /** Lists, in the order of the file, with their first element; undefined when it is longer than the beginning. */
  lists: readonly { path: JsonPath; first: Json | undefined }[];
}

const limits = { longest: 1_000_000, deepest: 12 };

const isElement = (path: JsonPath) => typeof path.at(-1) === 'number';

/** Looks at the first characters of a JSON text; whatever they are, it gives what they show. */
export function outlineJson(head: string): JsonOutline {
  const root = rootOf(head);
  const lists = new Map<string, JsonOutline['lists'][number]>();
  const about = new Map<string, string>();
  const members = new Set<string>();
  const splitter = new JsonSplitter({ ...limits, takes: isElement });
  for (const { path, text } of splitter.push(head)) {
    if (typeof path[0] === 'string') members.add(path[0]);
    if (isElement(path)) noteList(path, parseJson(text));
    else about.set(path.join('.'), String(parseJson(text) ?? ''));
  }
  const now = splitter.path;
  if (typeof now[0] === 'string') members.add(now[0]);
  if (isElement(now)) noteList(now, undefined);
  return { root, members, about, lists: [...lists.values()] };

  function noteList(path: JsonPath, first: Json | undefined): void {
    const parent = path.slice(0, -1);
    const key = JSON.stringify(parent);
    if (!lists.has(key)) lists.set(key, { path: parent, first });
  }
}

/** One value per line shows in that the first line is one, and that another follows. */
function rootOf(head: string): JsonOutline['root'] {
  const start = head.replace(/^[\s\p{Cc}\uFEFF]+/u, '');
  if (start.startsWith('[')) return 'list';
  const [line = '', ...others] = start.split(/\r?\n[\s\p{Cc}]*/u).slice(0, 2);
  const isLine = others.some((other) => other.startsWith('{')) && parseJson(line) !== undefined;
  return isLine ? 'lines' : 'object';
}
