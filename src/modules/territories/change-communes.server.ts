import type { Context } from '#kernel/context.ts';
import { err, ok } from '#kernel/result.ts';
import { type SettingsResult, change } from './change-settings.server.ts';
import { loadCommunes } from './communes.server.ts';
import { communesIn } from './places.ts';
import { mostCommunes } from './settings-choices.ts';

const what = { action: 'territory.communes-changed', step: 'communes' } as const;

/** Adds the communes of an EPCI, of a department, or one commune; owners only. */
export function addCommunes(
  context: Context,
  place: { kind: string; code: string },
): Promise<SettingsResult> {
  return change(context, what, async (settings) => {
    const found = communesIn(await loadCommunes(), place);
    if (!found) return err({ code: 'invalid', problems: [{ field: 'place' }] });
    const communes = [...new Set([...settings.communes, ...found.map(({ code }) => code)])].toSorted();
    if (communes.length > mostCommunes) return err({ code: 'invalid', problems: [{ field: 'communes' }] });
    return ok({ communes });
  });
}

/** Takes communes away; those that are not there are left aside. Owners only. */
export function removeCommunes(context: Context, codes: readonly string[]): Promise<SettingsResult> {
  return change(context, what, ({ communes }) =>
    ok({ communes: communes.filter((code) => !codes.includes(code)) }),
  );
}
