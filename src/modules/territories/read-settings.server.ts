import { type Context, hasRole } from '#kernel/context.ts';
import { historyOfTerritory } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { selectSettings } from './settings-store.server.ts';
import type { Settings } from './territory.ts';
import { settingActions, type SettingEvent } from './territory-history.ts';

/** What the forms of the settings begin with; owners only. */
export async function readSettings(
  context: Context,
): Promise<Result<Settings, { code: 'sign-in-first' | 'not-allowed' }>> {
  const { actor } = context;
  if (!hasRole(actor, 'owner')) return err({ code: actor.personId ? 'not-allowed' : 'sign-in-first' });
  return ok(await selectSettings(context));
}

/** How much of it is told. */
const mostTold = 30;

/** What last happened to the settings, latest first; owners only. */
export async function readSettingsHistory(
  context: Context,
): Promise<Result<SettingEvent[], { code: 'sign-in-first' | 'not-allowed' }>> {
  const { actor, db, territoryId } = context;
  if (!hasRole(actor, 'owner')) return err({ code: actor.personId ? 'not-allowed' : 'sign-in-first' });
  const entries = await historyOfTerritory(db, { territoryId, actions: settingActions, limit: mostTold });
  return ok(
    entries.flatMap(({ id, action, actorId, happenedAt, changes }) => {
      const told = settingActions.find((one) => one === action);
      return told ? [{ id, action: told, at: happenedAt, actorId, fields: Object.keys(changes) }] : [];
    }),
  );
}
