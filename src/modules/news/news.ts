import type { Id } from '#kernel/ids.ts';
import { dayOf } from '#kernel/dates/format-date.ts';
import {
  type DescribedChange,
  type Kind,
  type RecordCore,
  type ToldLink,
  kindPaths,
} from '#modules/records/index.ts';

/** What happens to a record and is worth telling; who answered or was invited, and what was taken away, is not. */
const verbs = [
  'created',
  'imported',
  'version-published',
  'changed',
  'change-undone',
  'restored',
  'linked',
  'unlinked',
] as const;

const kinds = Object.keys(kindPaths) as Kind[];

/** The actions of the journal that are news. */
export const newsActions: readonly string[] = [
  ...kinds.flatMap((kind) => verbs.map((verb) => `${kind}.${verb}`)),
  'comment.created',
  'comment.restored',
  'attachment.added',
  'attachment.described',
  'attachment.removed',
  'attachment.change-undone',
];

/** One thing that happened to a record, as it is told to someone who may read that record. */
export interface News {
  /** Of the journal's entry. */
  id: Id;
  at: Date;
  action: string;
  /** The name of who did it; empty when they gave none. */
  author: string;
  record: RecordCore;
  /** True when the record came into sight by it: it is then told whole. */
  isArrival: boolean;
  changes: DescribedChange[];
  links: ToldLink[];
  /** What was said, when it is a comment: HTML made on the server, and its text. */
  comment: { html: string; text: string } | null;
}

/** Whether a record came into sight by that entry: it was made, or shown to others than its author from then on. */
export function isArrival(
  action: string,
  changes: Record<string, { before: unknown; after: unknown }>,
): boolean {
  if (/\.(created|imported|restored)$/.test(action) && !action.startsWith('comment.')) return true;
  // A session that is being prepared is for facilitators: opening it shows it.
  return changes['visibility']?.before === 'draft' || changes['state']?.before === 'draft';
}

/** What happened on one day, by record: the record that changed last comes first. */
export interface NewsDay {
  day: string;
  records: { record: RecordCore; news: News[] }[];
}

/** News, latest first, by the day it was in that time zone, then by record. */
export function newsByDay(news: readonly News[], timeZone: string): NewsDay[] {
  const days = Map.groupBy(news, ({ at }) => dayOf(at, timeZone));
  return [...days].map(([day, ofDay]) => ({
    day,
    records: newsByRecord(ofDay),
  }));
}

/** News by record, in the order in which each record is first met. */
export function newsByRecord(news: readonly News[]): NewsDay['records'] {
  return [...Map.groupBy(news, ({ record }) => record.id).values()].flatMap((ofRecord) => {
    const [first] = ofRecord;
    return first ? [{ record: first.record, news: ofRecord }] : [];
  });
}

/** The kind whose addresses begin so: `pratiques`; undefined for any other text. */
export function kindAt(path: string): Kind | undefined {
  return kinds.find((kind) => kindPaths[kind] === path);
}
