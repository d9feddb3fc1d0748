import { createHash } from 'node:crypto';
import { coloursShape, identityShape, noticeShape } from './settings-form.ts';
import type { Settings } from './territory.ts';
import { settingsState } from './territory-history.ts';

/** The forms of the settings, and what each of them saves. */
const formFields = {
  identity: Object.keys(identityShape.shape),
  colours: Object.keys(coloursShape.shape),
  sections: ['sectionsOff'],
  notice: Object.keys(noticeShape.shape),
};
export type SettingsForm = keyof typeof formFields;

/** What a form of the settings keeps of what it began with: another mark means that someone saved it meanwhile. */
export function settingsMark(settings: Settings, form: SettingsForm): string {
  const state = settingsState(settings);
  const saved = formFields[form].map((field) => state[field] ?? null);
  return createHash('sha256').update(JSON.stringify(saved)).digest('base64url').slice(0, 16);
}
