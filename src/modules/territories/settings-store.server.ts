import type { Context } from '#kernel/context.ts';
import type { Database } from '#kernel/database.server.ts';
import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import type { SetupStep } from './setup.ts';
import type { Notice, Settings } from './territory.ts';

/** What owners settle, and what is left to prepare. */
interface StoredSettings {
  settings: Settings;
  setupLeft: SetupStep[];
}

/** The settings of the territory, held until the transaction ends. */
export async function lockSettings({ db, territoryId }: Context): Promise<StoredSettings> {
  const row = await db
    .selectFrom('territory')
    .selectAll()
    .where('id', '=', territoryId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const { name, welcome, communes, language, licence, colour, publisher, director, hosting } = row;
  return {
    settings: {
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
    },
    setupLeft: row.setup_left,
  };
}

export async function writeSettings(
  { db, territoryId }: Context,
  { settings, setupLeft }: StoredSettings,
): Promise<void> {
  const { timeZone, sectionsOff, welcome, legal, privacy, ...same } = settings;
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
    })
    .where('id', '=', territoryId)
    .execute();
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
