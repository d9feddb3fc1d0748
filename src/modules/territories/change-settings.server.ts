import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
import {
  type Changes,
  appendToJournal,
  changesBetween,
  findJournalEntry,
  setAsidePersonalValue,
} from '#kernel/journal.server.ts';
import { personalValues } from '#kernel/journal-batch.server.ts';
import { type Json, sameJson } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { Id } from '#kernel/ids.ts';
import type { z } from 'zod';
import { type Section, missingFoundation, sections } from './sections.ts';
import {
  coloursShape,
  confirmationShape,
  identityShape,
  noticeShape,
  sectionsShape,
} from './settings-form.ts';
import { type SettingsForm, settingsMark } from './settings-mark.server.ts';
import { lockSettings, writeSettings } from './settings-store.server.ts';
import { type SetupStep, setupSteps } from './setup.ts';
import type { Settings } from './territory.ts';
import { type SettingAction, personalFields, settingActions, settingsState } from './territory-history.ts';

export type SettingsRefusal =
  | { code: 'sign-in-first' | 'not-allowed' | 'not-found' | 'changed-since' | 'erased' }
  | { code: 'invalid'; problems: FieldProblem[] }
  | { code: 'section-needs'; kept: Section; needs: Section }
  | { code: 'changed-meanwhile'; current: Settings };
export type SettingsResult = Result<Settings, SettingsRefusal>;

/**
 * Name, welcome, who runs the site, time zone, language and licence; owners only.
 *
 * @param seen the mark of what the form began with (`settingsMark`): nothing that someone else saved since is written over
 */
export function changeIdentity(context: Context, typed: unknown, seen?: string): Promise<SettingsResult> {
  const what = { action: 'territory.identity-changed', step: 'identity' } as const;
  return change(context, { ...what, form: 'identity', seen }, reading(identityShape, typed));
}

/** The colour of the site; owners only. `seen`: as above. */
export function changeColours(context: Context, typed: unknown, seen?: string): Promise<SettingsResult> {
  const what = { action: 'territory.colours-changed', step: 'colours' } as const;
  return change(context, { ...what, form: 'colours', seen }, reading(coloursShape, typed));
}

/** The texts that the law asks for; owners only. `seen`: as above. */
export function changeNotice(context: Context, typed: unknown, seen?: string): Promise<SettingsResult> {
  const what = { action: 'territory.notice-changed', form: 'notice' } as const;
  return change(context, { ...what, seen }, reading(noticeShape, typed));
}

/** After how many months people are asked whether a practice is still true; owners only. */
export function changeConfirmation(context: Context, typed: unknown): Promise<SettingsResult> {
  return change(context, { action: 'territory.confirmation-changed' }, reading(confirmationShape, typed));
}

/**
 * Which parts of the site are used; owners only. What was written in the others stays, and comes back with them.
 * `seen`: as above.
 */
export function changeSections(context: Context, typed: unknown, seen?: string): Promise<SettingsResult> {
  const what = { action: 'territory.sections-changed', step: 'sections', form: 'sections' } as const;
  return change(context, { ...what, seen }, () => {
    const read = sectionsShape.safeParse(typed);
    if (!read.success) return err({ code: 'invalid', problems: problemsOf(read.error) });
    return offAllowed(sections.filter((section) => !read.data.on.includes(section)));
  });
}

function offAllowed(sectionsOff: Section[]): Result<{ sectionsOff: Section[] }, SettingsRefusal> {
  const missing = missingFoundation(sectionsOff);
  return missing ? err({ code: 'section-needs', ...missing }) : ok({ sectionsOff });
}

/** Gives the settings back what one entry of the journal changed; refused when that was changed again since. Owners only. */
export function undoSettingsChange(context: Context, entryId: string): Promise<SettingsResult> {
  const what = { action: 'territory.change-undone' as const, undoes: entryId };
  return change(context, what, async (settings, inside) => {
    const entry = await findJournalEntry(inside.db, { territoryId: inside.territoryId, entryId });
    if (!entry || !settingActions.some((action) => action === entry.action))
      return err({ code: 'not-found' });
    const changes = await withPersonalValues(inside, entry.changes);
    if (!changes) return err({ code: 'erased' });
    const current = settingsState(settings);
    const isSame = Object.entries(changes).every(([field, { after }]) => sameJson(current[field], after));
    if (!isSame) return err({ code: 'changed-since' });
    const before = Object.entries(changes).map(([field, change]) => [field, change.before]);
    // Written by us from settings that were right.
    const given = Object.fromEntries(before) as Partial<Settings>;
    const off = offAllowed(given.sectionsOff ?? settings.sectionsOff);
    return off.ok ? ok(given) : off;
  });
}

/** Says that a step of the assistant needs no more reminding; every one that is left when none is named. Owners only. */
export async function passSteps(
  context: Context,
  step?: SetupStep,
): Promise<Result<SetupStep[], SettingsRefusal>> {
  if (!hasRole(context.actor, 'owner')) return err(refusal(context));
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const { settings, setupLeft } = await lockSettings(inside);
    const left = step ? setupLeft.filter((other) => other !== step) : [];
    if (left.length === setupLeft.length) return ok(left);
    await writeSettings(inside, { settings, setupLeft: left });
    const changes = { setupLeft: { before: setupLeft, after: left } };
    await appendToJournal(inside, { action: 'territory.setup-passed', changes });
    return ok(left);
  });
}

/** A form with these fields, which become those of the settings. */
function reading<Shape extends z.ZodType<Partial<Settings>>>(shape: Shape, typed: unknown) {
  return (): Result<Partial<Settings>, SettingsRefusal> => {
    const read = shape.safeParse(typed);
    return read.success ? ok(read.data) : err({ code: 'invalid', problems: problemsOf(read.error) });
  };
}

type Prepare = (
  settings: Settings,
  inside: Context,
) => Result<Partial<Settings>, SettingsRefusal> | Promise<Result<Partial<Settings>, SettingsRefusal>>;

/** Settles what `prepare` gives, tells the journal what differs, and takes the step off the list of what is left. */
export async function change(
  context: Context,
  what: {
    action: SettingAction;
    step?: SetupStep;
    undoes?: Id;
    form?: SettingsForm;
    seen?: string | undefined;
  },
  prepare: Prepare,
): Promise<SettingsResult> {
  if (!hasRole(context.actor, 'owner')) return err(refusal(context));
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const stored = await lockSettings(inside);
    const prepared = await prepare(stored.settings, inside);
    if (!prepared.ok) return prepared;
    const settings = { ...stored.settings, ...prepared.value };
    const setupLeft = setupSteps.filter((step) => stored.setupLeft.includes(step) && step !== what.step);
    const changes = changesBetween(settingsState(stored.settings), settingsState(settings));
    const isSame = Object.keys(changes).length === 0;
    if (isSame && setupLeft.length === stored.setupLeft.length) return ok(settings);
    const { action, undoes = null, form, seen } = what;
    if (!isSame && form && seen !== undefined && seen !== settingsMark(stored.settings, form)) {
      return err({ code: 'changed-meanwhile', current: stored.settings });
    }
    await writeSettings(inside, { settings, setupLeft });
    await appendToJournal(inside, { action, undoes, changes: await setAside(inside, changes) });
    return ok(settings);
  });
}

function refusal({ actor }: Context): { code: 'sign-in-first' | 'not-allowed' } {
  return { code: actor.personId ? 'not-allowed' : 'sign-in-first' };
}

/** The changes with what may name people put where it can be erased. */
async function setAside(context: Context, changes: Changes): Promise<Changes> {
  const kept: Changes = {};
  const aside = (value: Json) => setAsidePersonalValue(context, { personId: context.actor.personId, value });
  for (const [field, { before, after }] of Object.entries(changes)) {
    const isPersonal = personalFields.includes(field);
    kept[field] = isPersonal ? { before: await aside(before), after: await aside(after) } : { before, after };
  }
  return kept;
}

/** The changes with what was set aside put back; undefined when some of it was erased. */
async function withPersonalValues(context: Context, changes: Changes): Promise<Changes | undefined> {
  const referenceOf = (value: Json) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? String(value['personal']) : '';
  const personal = Object.entries(changes).filter(([field]) => personalFields.includes(field));
  const ids = personal.flatMap(([, { before, after }]) => [referenceOf(before), referenceOf(after)]);
  const values = await personalValues(context, ids);
  if (ids.some((id) => !values.has(id))) return undefined;
  const restored = personal.map(([field, { before, after }]) => [
    field,
    { before: values.get(referenceOf(before)) ?? null, after: values.get(referenceOf(after)) ?? null },
  ]);
  return { ...changes, ...Object.fromEntries(restored) };
}
