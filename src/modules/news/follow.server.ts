import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { Locale } from '#kernel/translate.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { findTerritorySigns } from '#modules/territories/index.server.ts';
import { type Kind, type Language, type RecordCore, addressOf, can } from '#modules/records/index.ts';
import {
  type Follow,
  type FollowTarget,
  deleteFollow,
  findFollow,
  findHiding,
  findRecord,
  insertFollow,
  selectFollows,
} from '#modules/records/index.server.ts';
import { listAddress, listNameIn } from './list-name.ts';
import { listTitle } from './list-title.server.ts';
import { findReader, saveWish, usualRhythm } from './reader-store.server.ts';
import { type Rhythm, isRhythm, roundAt } from './rhythm.ts';
import { readableRecords } from './tell-news.server.ts';

/** What a form names: a record by the end of its address, or a list by its address. Either may come from outside. */
export type FollowName = { shortId: string } | { list: string };

export interface FollowRefusal {
  code: 'not-found' | 'not-allowed' | 'too-many-follows';
}

/** More is the whole territory, which is one list. */
const mostFollows = 300;

/**
 * Follows a record or a list that the actor sees. Someone else's draft cannot be followed, nor what is hidden, save by
 * who made it.
 */
export async function startFollowing(
  context: Context,
  { name, locale }: { name: FollowName; locale: Locale },
): Promise<Result<undefined, FollowRefusal>> {
  const { personId } = context.actor;
  const target = await findTarget(context, { name, locale });
  if (!target) return err({ code: 'not-found' });
  if (personId === null || !hasRole(context.actor, 'contributor')) return err({ code: 'not-allowed' });
  const { timeZone } = await findTerritorySigns(context.db, context.territoryId);
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    if ((await selectFollows(inside, personId)).length >= mostFollows)
      return err({ code: 'too-many-follows' });
    await insertFollow(inside, personId, target);
    if (!(await findReader(inside, personId))) {
      const toldFor = roundAt(usualRhythm, context.clock.now(), timeZone);
      await saveWish(inside, personId, { rhythm: usualRhythm, language: locale, toldFor });
    }
    return ok();
  });
}

/** What a name stands for, when the actor may follow it. */
async function findTarget(
  context: Context,
  { name, locale }: { name: FollowName; locale: Locale },
): Promise<FollowTarget | undefined> {
  if ('shortId' in name) {
    const record = await findReadable(context, name.shortId);
    if (!record || !can(context.actor, 'follow', record)) return record && { recordId: record.id };
    const isOwn = record.createdBy === context.actor.personId;
    return isOwn || (await findHiding(context, record.id)) === null ? { recordId: record.id } : undefined;
  }
  const list = listNameIn(name.list);
  const address = list && listAddress(list.path, list.params);
  if (!address || (await listTitle(context, { address, locale })) === undefined) return undefined;
  return { list: address };
}

async function findReadable(context: Context, shortId: string): Promise<RecordCore | undefined> {
  const record = await findRecord(context, { shortId });
  return record && (await readableRecords(context, [record.id])).get(record.id);
}

/** Stops one follow of the actor's own; done again, it changes nothing. */
export async function stopFollowing(context: Context, name: FollowName | { id: string }): Promise<void> {
  const { personId } = context.actor;
  const follow = personId && (await findOwn(context, name));
  if (personId && follow) await deleteFollow(context, personId, follow.id);
}

/** The actor's own follow of that name; undefined when they do not follow it. */
export async function findOwn(
  context: Context,
  name: FollowName | { id: string },
): Promise<Follow | undefined> {
  const { personId } = context.actor;
  if (personId === null) return undefined;
  if (!('shortId' in name)) return findFollow(context, personId, name);
  const record = await findRecord(context, { shortId: name.shortId });
  return record && findFollow(context, personId, { recordId: record.id });
}

/** A follow as its owner sees it. What they may no longer see has neither title nor address. */
export interface FollowShown {
  id: Id;
  since: Date;
  title: string | null;
  address: string | null;
  /** Null for a list. */
  kind: Kind | null;
  language: Language | null;
}

/** Everything the actor follows, the latest first. */
export async function listFollows(context: Context, locale: Locale): Promise<FollowShown[]> {
  const { personId } = context.actor;
  if (personId === null) return [];
  return showFollows(context, { follows: await selectFollows(context, personId), locale });
}

export async function showFollows(
  context: Context,
  { follows, locale }: { follows: readonly Follow[]; locale: Locale },
): Promise<FollowShown[]> {
  const records = await readableRecords(
    context,
    follows.flatMap(({ recordId }) => recordId ?? []),
  );
  return Promise.all(
    follows.map(async ({ id, since, recordId, list }) => {
      const record = recordId === null ? undefined : records.get(recordId);
      if (record) {
        const { title, kind, language } = record;
        return { id, since, title, address: addressOf(record), kind, language };
      }
      const title = list === '' ? undefined : await listTitle(context, { address: list, locale });
      return {
        id,
        since,
        title: title ?? null,
        address: title === undefined ? null : list,
        kind: null,
        language: null,
      };
    }),
  );
}

/** How the actor is told: the rhythm and language they chose, or the usual ones. */
export async function readWish(
  context: Context,
  locale: Locale,
): Promise<{ rhythm: Rhythm; language: Locale }> {
  const { personId } = context.actor;
  const reader = personId === null ? undefined : await findReader(context, personId);
  return { rhythm: reader?.rhythm ?? usualRhythm, language: reader?.language ?? locale };
}

/** Chooses how often, and in which language, the actor is told. The next round of another rhythm begins later. */
export async function chooseRhythm(
  context: Context,
  wish: { rhythm: string; language: Locale },
): Promise<Result<undefined, { code: 'rhythm-unknown' | 'not-allowed' }>> {
  const { personId } = context.actor;
  const { rhythm, language } = wish;
  if (personId === null) return err({ code: 'not-allowed' });
  if (!isRhythm(rhythm)) return err({ code: 'rhythm-unknown' });
  const { timeZone } = await findTerritorySigns(context.db, context.territoryId);
  const toldFor = roundAt(rhythm, context.clock.now(), timeZone);
  await saveWish(context, personId, { rhythm, language, toldFor });
  return ok();
}
