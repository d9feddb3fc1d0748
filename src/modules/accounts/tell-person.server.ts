import type { Context } from '#kernel/context.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import type { PersonalDataPart, ToldTable } from '#kernel/personal-data.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { findTerritoryName, territoryIds } from '#modules/territories/index.server.ts';
import { accountTables, findKnownPerson, placesOf } from './personal-data-store.server.ts';

/** Each copy reads all that someone did. */
const copiesOfPerson: Limit = { name: 'personal-copy', most: 10, minutes: 60 };

/** What is held about someone: that of the account, then that of each territory. */
export interface PersonalCopy {
  /** `territory` is empty for what belongs to the account. */
  territory: string;
  tables: readonly ToldTable[];
}

/** Everything the instance holds about the person who asks. Rows are read when they are asked for. */
export async function tellPerson(
  context: Context,
  parts: readonly PersonalDataPart[],
): Promise<Result<PersonalCopy[], { code: 'sign-in-first' | 'too-many-copies' }>> {
  const { db, actor } = context;
  const person = actor.personId ? await findKnownPerson(db, actor.personId) : undefined;
  if (!person) return err({ code: 'sign-in-first' });
  if (!(await takeTurn(context, copiesOfPerson, person.id))) return err({ code: 'too-many-copies' });
  const copies: PersonalCopy[] = [{ territory: '', tables: ofAccount(context, person.id) }];
  for (const territoryId of await territoryIds(db)) {
    const there = { ...context, territoryId };
    const tables = [ofPlace(there, person.id), ...parts.flatMap((part) => part.tell(there, person))];
    copies.push({ territory: await findTerritoryName(db, territoryId), tables });
  }
  return ok(copies);
}

function ofAccount({ db }: Context, id: string): ToldTable[] {
  const { account, addresses, sessions, passkeys, identities } = accountTables;
  return [
    { name: 'account', columns: ['name', 'email', 'proved', 'at'], rows: () => account(db, id) },
    { name: 'addresses', columns: ['before', 'after', 'state', 'at'], rows: () => addresses(db, id) },
    { name: 'sessions', columns: ['device', 'at', 'seen_at', 'expires_at'], rows: () => sessions(db, id) },
    { name: 'passkeys', columns: ['name', 'host', 'at', 'seen_at'], rows: () => passkeys(db, id) },
    { name: 'identities', columns: ['provider', 'subject', 'at'], rows: () => identities(db, id) },
  ];
}

function ofPlace({ db, territoryId }: Context, personId: string): ToldTable {
  const rows = () => placesOf(db, { territoryId, personId });
  return { name: 'places', columns: ['role', 'state', 'at'], rows };
}
