import { newId } from '#kernel/ids.ts';
import { historyOfTerritory } from '#kernel/journal.server.ts';
import {
  addField,
  addOptions,
  changeField,
  readSeenForm,
  switchField,
} from '#modules/practices/index.server.ts';
import { placeOf } from './other-subjects.ts';
import type { Subject, Wanted } from './record-subjects.ts';
import { done } from './scene.ts';

export const questionLabel = () => `Question ${newId().slice(-12)}`;

/** A question that facilitators added, with two choices. */
export async function question(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'absent') return { params: {}, fields: { at: 'rien', label: questionLabel() } };
  const { author } = placeOf(wanted);
  const input = { label: questionLabel(), kind: 'choice', options: 'un\ndeux' };
  const { key } = done(await addField(author, input));
  return { params: {}, fields: { at: key, label: questionLabel() } };
}

export async function questionOff(wanted: Wanted): Promise<Subject> {
  const subject = await question(wanted);
  const key = subject.fields?.['at'] ?? '';
  if (wanted.state !== 'absent') done(await switchField(placeOf(wanted).author, { key, on: false }));
  return subject;
}

/** The journal's entry of a change of a question. */
export async function changedQuestion(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'absent') return { params: {}, fields: { at: newId() } };
  const key = (await question(wanted)).fields?.['at'] ?? '';
  const { id } = done(await changeField(placeOf(wanted).author, key, { label: questionLabel() }));
  return {
    params: {},
    fields: { at: await latest(wanted, { action: 'own-field.changed', about: 'field', id }) },
  };
}

/** The list of a question, and one of its choices. */
export async function choices(wanted: Wanted): Promise<Subject> {
  const fields = { at: 'un', label: questionLabel() };
  if (wanted.state === 'absent') return { params: { list: 'rien' }, fields };
  return { params: { list: (await listOf(wanted)).key }, fields };
}

/** The journal's entry of a change of a list. */
export async function changedChoices(wanted: Wanted): Promise<Subject> {
  if (wanted.state === 'absent') return { params: { list: 'rien' }, fields: { at: newId() } };
  const { key, id } = await listOf(wanted);
  done(await addOptions(placeOf(wanted).author, { list: key, lines: 'trois' }));
  const at = await latest(wanted, { action: 'own-list.changed', about: 'list', id });
  return { params: { list: key }, fields: { at } };
}

async function listOf(wanted: Wanted) {
  const key = (await question(wanted)).fields?.['at'];
  const form = await readSeenForm(placeOf(wanted).author);
  const listId = form.fields.find((field) => field.key === key)?.listId ?? '';
  const list = form.lists.get(listId);
  if (!list) throw new Error('The question has no list');
  return list;
}

async function latest(
  wanted: Wanted,
  { action, about, id }: { action: string; about: string; id: string },
): Promise<string> {
  const { db, territoryId } = placeOf(wanted).author;
  const entries = await historyOfTerritory(db, { territoryId, actions: [action], limit: 100 });
  return entries.find(({ changes }) => changes[about]?.after === id)?.id ?? '';
}
