import { type Context, type Role, roles } from '#kernel/context.ts';
import { followJournal } from '#kernel/follow-journal.server.ts';
import type { Id } from '#kernel/ids.ts';
import { TitleWords } from './title-words.ts';
import { visibleTo } from './visibility.server.ts';

/** Titles read at once: reading a large inventory keeps nobody waiting. */
const batch = 2000;

/**
 * The words of the titles that the actor sees, by their role and as an author: whether a title that they may not see holds a
 * word changes nothing of what they find. The first time, all titles are read: about a second for a hundred thousand.
 */
export async function titleWords(context: Context): Promise<TitleWords[]> {
  const { personId, role } = context.actor;
  const least = roles.indexOf(role);
  const shared = await Promise.all(steps.slice(0, least + 1).map((wordsOf) => wordsOf(context)));
  if (personId === null) return shared;
  const own = new TitleWords();
  for (const { title, authorIds } of (await titlesOfAuthors(context)).values()) {
    if (authorIds.includes(personId)) own.add(title);
  }
  return [...shared, own];
}

/** Reads what the first mistyped search would wait for: what everyone sees. */
export async function readTitlesAhead(context: Context): Promise<void> {
  await steps[0]?.(context);
}

/** Nearly all titles are everyone's: of each further role, only those that the one before does not see are read. */
const steps = roles.map((role, place) => followTitles(role, roles[place - 1]));

function followTitles(role: Role, before: Role | undefined) {
  const seenBy = (context: Context, seer: Role) =>
    visibleTo({ ...context, actor: { personId: null, role: seer } });
  const titles = (context: Context) => {
    const query = context.db
      .selectFrom('record')
      .select(['record.id', 'record.title'])
      .where('record.territory_id', '=', context.territoryId)
      .where(seenBy(context, role));
    return before === undefined ? query : query.where((eb) => eb.not(seenBy(context, before)(eb)));
  };
  return followJournal<TitleWords>(`title-words ${role}`, {
    async readAll(context) {
      const words = new TitleWords();
      for (let after: Id | undefined, more = true; more;) {
        let query = titles(context).orderBy('record.id').limit(batch);
        if (after !== undefined) query = query.where('record.id', '>', after);
        const rows = await query.execute();
        for (const { title } of rows) words.add(title);
        after = rows.at(-1)?.id;
        more = rows.length === batch;
      }
      return words;
    },
    async readThese(context, words, ids) {
      const rows = await titles(context)
        .where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...ids]))))
        .execute();
      for (const { title } of rows) words.add(title);
    },
  });
}

interface OwnTitle {
  id: Id;
  title: string;
  authorIds: Id[];
}

/** Drafts, and what is hidden: their authors see them whatever their role. */
const titlesOfAuthors = followJournal<Map<Id, OwnTitle>>('own-titles', {
  async readAll(context) {
    const rows = await ownTitles(context).execute();
    return new Map(rows.map((row) => [row.id, row]));
  },
  async readThese(context, titles, ids) {
    for (const id of ids) titles.delete(id);
    const rows = await ownTitles(context)
      .where((eb) => eb('id', '=', eb.fn.any(eb.val([...ids]))))
      .execute();
    for (const row of rows) titles.set(row.id, row);
  },
});

function ownTitles({ db, territoryId }: Context) {
  return db
    .selectFrom('record')
    .select(['id', 'title', 'author_ids as authorIds'])
    .where('territory_id', '=', territoryId)
    .where('deleted_at', 'is', null)
    .where((eb) => eb.or([eb('visibility', '=', 'draft'), eb('hidden_at', 'is not', null)]));
}
