import { type ColumnType, type Generated, sql } from 'kysely';
import type { Language } from '#kernel/content-terms.ts';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { RichText } from '#kernel/rich-text/rich-text.ts';
import type { Section } from './sections.ts';
import type { SetupStep } from './setup.ts';
import type { Territory } from './territory.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    territory: TerritoryTable;
  }
}

interface TerritoryTable {
  id: Id;
  host: string;
  name: string;
  welcome: ColumnType<RichText, string, string>;
  communes: string[];
  time_zone: string;
  language: Generated<Language>;
  licence: Generated<string>;
  colour: string | null;
  sections_off: Generated<Section[]>;
  setup_left: Generated<SetupStep[]>;
  publisher: Generated<string>;
  director: Generated<string>;
  hosting: Generated<string>;
  legal: ColumnType<RichText | null, string | null | undefined, string>;
  privacy: ColumnType<RichText | null, string | null | undefined, string>;
  confirm_after_months: Generated<number | null>;
  is_demo: boolean;
  created_at: Date;
}

/**
 * The territory that answers to `host`; the only one of an instance answers to every name, so that a host
 * can be reached before its name is settled.
 */
export async function findTerritory(db: Database, host: string): Promise<Territory | undefined> {
  const rows = await db
    .selectFrom('territory')
    // Without the long texts that two pages show.
    .select(['id', 'host', 'name', 'welcome', 'communes', 'time_zone', 'is_demo'])
    .select(['language', 'licence', 'colour', 'sections_off', 'setup_left'])
    .orderBy((eb) => eb.case().when('host', '=', host).then(0).else(1).end())
    .limit(2)
    .execute();
  const [first] = rows;
  if (!first || (rows.length > 1 && first.host !== host)) return undefined;
  return {
    id: first.id,
    host: first.host,
    name: first.name,
    welcome: first.welcome,
    communes: first.communes,
    timeZone: first.time_zone,
    language: first.language,
    licence: first.licence,
    colour: first.colour,
    sectionsOff: first.sections_off,
    setupLeft: first.setup_left,
    isDemo: first.is_demo,
  };
}

export async function insertTerritory(db: Database, territory: Territory, createdAt: Date): Promise<void> {
  await db
    .insertInto('territory')
    .values({
      id: territory.id,
      host: territory.host,
      name: territory.name,
      welcome: JSON.stringify(territory.welcome),
      communes: territory.communes,
      time_zone: territory.timeZone,
      language: territory.language,
      licence: territory.licence,
      colour: territory.colour,
      sections_off: territory.sectionsOff,
      setup_left: territory.setupLeft,
      is_demo: territory.isDemo,
      created_at: createdAt,
    })
    .execute();
}

/** Every territory of the instance, the oldest first. */
export async function territoryIds(db: Database): Promise<Id[]> {
  const rows = await db.selectFrom('territory').select('id').orderBy('created_at').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

/** What letters go by: the name of a territory, the time it lives by, and the parts it does without. */
export function findTerritorySigns(
  db: Database,
  id: Id,
): Promise<Pick<Territory, 'name' | 'timeZone' | 'sectionsOff'>> {
  return db
    .selectFrom('territory')
    .select(['name', 'time_zone as timeZone', 'sections_off as sectionsOff'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** Whether everything in a territory is invented. */
export async function isDemonstration(db: Database, id: Id): Promise<boolean> {
  const row = await db
    .selectFrom('territory')
    .select('is_demo as isDemo')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.isDemo ?? false;
}

/** The name of a territory; empty when there is none of that id. */
export async function findTerritoryName(db: Database, id: Id): Promise<string> {
  const row = await db.selectFrom('territory').select('name').where('id', '=', id).executeTakeFirst();
  return row?.name ?? '';
}

export async function countTerritories(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('territory')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** INSEE codes of the territory's communes: what settles which of several communes of one name is meant. */
export async function communesOfTerritory(db: Database, territoryId: Id): Promise<string[]> {
  const row = await db
    .selectFrom('territory')
    .select('communes')
    .where('id', '=', territoryId)
    .executeTakeFirst();
  return row?.communes ?? [];
}

/**
 * Keeps everyone else who wants to make the first territory waiting until this transaction ends: several nodes may start
 * at once on one empty database.
 */
export async function takeFirstTurn(tx: Database): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('first territory', 0))`.execute(tx);
}
