import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import type { Notice, Settings } from './territory.ts';

/** What can happen to the settings of a territory, as the journal says it. */
export const settingActions = [
  'territory.identity-changed',
  'territory.communes-changed',
  'territory.colours-changed',
  'territory.sections-changed',
  'territory.notice-changed',
  'territory.confirmation-changed',
  'territory.change-undone',
] as const;
export type SettingAction = (typeof settingActions)[number];

/** One entry of what happened to the settings. */
export interface SettingEvent {
  id: Id;
  action: SettingAction;
  at: Date;
  actorId: Id | null;
  /** Names of the fields that changed, as `Settings` has them. */
  fields: string[];
}

/**
 * What may name people: the journal holds only what stands for it, so that it can be erased. Names of fields of
 * `Settings`.
 */
export const personalFields: readonly string[] = [
  'publisher',
  'director',
  'hosting',
  'legal',
  'privacy',
] satisfies (keyof Notice)[];

/** The settings as the journal compares them. */
export function settingsState(settings: Settings): Record<string, Json> {
  return {
    ...settings,
    welcome: json(settings.welcome),
    legal: json(settings.legal),
    privacy: json(settings.privacy),
  };
}

function json(value: Settings['welcome']): Json {
  return value as Json;
}
