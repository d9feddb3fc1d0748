import { type Context, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import { selectDeleted } from './deleted-store.server.ts';
import { type Kind, type Language, undoDays } from './record.ts';

/** A deleted record, as facilitators see it. */
export interface DeletedRecord {
  id: Id;
  kind: Kind;
  shortId: string;
  title: string;
  language: Language;
  deletedAt: Date;
  /** The name of who deleted it; empty when they gave none, or when nobody did. */
  by: string;
  /** From then on it may be purged; it can be brought back until then. */
  until: Date;
}

export interface DeletedList {
  items: DeletedRecord[];
  total: number;
  page: number;
  pages: number;
}

const perPage = 50;

/**
 * What was deleted and can still be brought back, latest first, of what the actor would see: for facilitators. Drafts of
 * others stay theirs.
 *
 * @param page from 1; one that is not there is the nearest that is
 */
export async function listDeleted(
  context: Context,
  page: number,
): Promise<Result<DeletedList, { code: 'not-allowed' | 'sign-in-first' }>> {
  const { actor, clock } = context;
  if (!hasRole(actor, 'facilitator')) return err({ code: actor.personId ? 'not-allowed' : 'sign-in-first' });
  const after = new Date(clock.now().getTime() - undoDays * 86_400_000);
  const read = (place: number) =>
    selectDeleted(context, { after, limit: perPage, offset: (place - 1) * perPage });
  let found = await read(Math.max(1, page));
  const pages = Math.max(1, Math.ceil(found.total / perPage));
  const shown = Math.min(Math.max(1, page), pages);
  if (shown < page) found = await read(shown);
  const names = await namesOf(context.db, [...new Set(found.rows.flatMap(({ actorId }) => actorId ?? []))]);
  const items = found.rows.map(({ actorId, ...row }) => ({
    ...row,
    by: (actorId && names.get(actorId)) || '',
    until: new Date(row.deletedAt.getTime() + undoDays * 86_400_000),
  }));
  return ok({ items, total: found.total, page: shown, pages });
}
