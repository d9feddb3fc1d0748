import type { Context } from '#kernel/context.ts';
import type { Selectable } from 'kysely';
import type { Database, Tables } from '#kernel/database.server.ts';
import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import type { Id } from '#kernel/ids.ts';
import type { SetupStep } from './setup.ts';
import type { Notice, Settings } from './territory.ts';

/** What owners settle, and what is left to prepare. */
interface StoredSettings {
  settings: Settings;
  setupLeft: SetupStep[];
}

/** The settings of the territory, held until the transaction ends. */
export async function lockSettings(context: Context): Promise<StoredSettings> {
  const row = await rowOf(context).forUpdate().executeTakeFirstOrThrow();
  return { settings: toSettings(row), setupLeft: row.setup_left };
}

/** The settings as they stand, for a form to begin with. */
export async function selectSettings(context: Context): Promise<Settings> {
  return toSettings(await rowOf(context).executeTakeFirstOrThrow());
}

function rowOf({ db, territoryId }: Context) {
  return db.selectFrom('territory').selectAll().where('id', '=', territoryId);
}

function toSettings(row: Selectable<Tables['territory']>): Settings {
  const { name, welcome, communes, language, licence, colour, publisher, director, hosting } = row;
  return {
    name,
    welcome,
    communes,
    timeZone: row.time_zone,
    language,
    licence,
    colour,
    sectionsOff: row.sections_off,
    publisher,
    director,
    hosting,
    legal: row.legal ?? emptyRichText(),
    privacy: row.privacy ?? emptyRichText(),
    confirmAfterMonths: row.confirm_after_months,
  };
}

export async function writeSettings(
  { db, territoryId }: Context,
  { settings, setupLeft }: StoredSettings,
): Promise<void> {
  const { timeZone, sectionsOff, welcome, legal, privacy, confirmAfterMonths, ...same } = settings;
  await db
    .updateTable('territory')
    .set({
      ...same,
      welcome: JSON.stringify(welcome),
      legal: JSON.stringify(legal),
      privacy: JSON.stringify(privacy),
      time_zone: timeZone,
      sections_off: sectionsOff,
      setup_left: setupLeft,
      confirm_after_months: confirmAfterMonths,
    })
    .where('id', '=', territoryId)
    .execute();
}

/** After how many months people are asked by themselves, and by which name and in which language. */
export async function readConfirmAfter(db: Database, territoryId: Id) {
  return db
    .selectFrom('territory')
    .select(['confirm_after_months as months', 'name', 'language', 'time_zone as timeZone'])
    .where('id', '=', territoryId)
    .executeTakeFirstOrThrow();
}

/** What the pages about the law and people's data say. */
export async function readNotice({
  db,
  territoryId,
}: {
  db: Database;
  territoryId: string;
}): Promise<Notice> {
  const row = await db
    .selectFrom('territory')
    .select(['publisher', 'director', 'hosting', 'legal', 'privacy'])
    .where('id', '=', territoryId)
    .executeTakeFirstOrThrow();
  return { ...row, legal: row.legal ?? emptyRichText(), privacy: row.privacy ?? emptyRichText() };
}

/** What people write here is, until they say otherwise. */
export async function writingDefaults({
  db,
  territoryId,
}: {
  db: Database;
  territoryId: string;
}): Promise<Pick<Settings, 'language' | 'licence'>> {
  return db
    .selectFrom('territory')
    .select(['language', 'licence'])
    .where('id', '=', territoryId)
    .executeTakeFirstOrThrow();
}
