import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type Language, addressOf } from '#modules/records/index.ts';
import { visiblePractices } from '../practice-store.server.ts';
import type { NamedPractice } from './own-answers.ts';
import type { OwnField } from './own-field.ts';
import { meetsOwnFilter } from './own-value-store.server.ts';

const columns = [
  'record.id as id',
  'record.kind as kind',
  'record.short_id as shortId',
  'record.slug as slug',
  'record.title as title',
  'record.language as language',
] as const;

interface Row {
  id: Id;
  kind: 'practice';
  shortId: string;
  slug: string;
  title: string;
  language: Language;
}

function toNamed(row: object): NamedPractice & { shortId: string } {
  const { id, kind, shortId, slug, title, language } = row as Row;
  return { id, title, language, shortId, address: addressOf({ kind, shortId, slug }) };
}

/** Those of these practices that the actor sees. */
export async function namedPractices(context: Context, ids: readonly Id[]): Promise<Map<Id, NamedPractice>> {
  if (ids.length === 0) return new Map();
  const rows = await visiblePractices(context)
    .select(columns)
    .where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...ids]))))
    .execute();
  return new Map(rows.map((row) => [row.id, toNamed(row)]));
}

/** The practices that the actor sees and that have one of these short ids, or exactly one of these titles. */
export async function practicesCalled(
  context: Context,
  { shortIds, titles }: { shortIds: readonly string[]; titles: readonly string[] },
): Promise<(NamedPractice & { shortId: string })[]> {
  const rows = await visiblePractices(context)
    .select(columns)
    .where((eb) =>
      eb.or([
        eb('record.short_id', '=', eb.fn.any(eb.val([...shortIds]))),
        eb('record.title', '=', eb.fn.any(eb.val([...titles]))),
      ]),
    )
    .limit(5000)
    .execute();
  return rows.map(toNamed);
}

/** Most of those that are told, on the page of the practice that others name. */
const mostNaming = 50;

/** The practices that name this one in a field, as far as the actor sees them. */
export async function practicesNaming(
  context: Context,
  { key }: Pick<OwnField, 'key'>,
  id: Id,
): Promise<NamedPractice[]> {
  const rows = await visiblePractices(context)
    .select(columns)
    .where(meetsOwnFilter({ key, kind: 'practices', anyOf: [id] }))
    .orderBy('record.title')
    .orderBy('record.id')
    .limit(mostNaming)
    .execute();
  return rows.map(toNamed);
}
