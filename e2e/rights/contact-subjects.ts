import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { answerConsent, askConsent, saveContact } from '#modules/practices/index.server.ts';
import { tokenIn } from './evaluation-subjects.ts';
import { type Subject, type Wanted, makers, recordIn } from './record-subjects.ts';
import { done } from './scene.ts';

/** A practice whose contact is written down, in private. */
export async function contacted(wanted: Wanted): Promise<Subject> {
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await makers.practice(context, title);
    await write(context, record.id);
    return record;
  });
  return subject;
}

/** A practice whose contact agreed to be written to. */
export async function reachable(wanted: Wanted): Promise<Subject> {
  const { subject } = await recordIn(wanted, async (context, title) => {
    const record = await makers.practice(context, title);
    const token = await askContact(context, record.id);
    done(await answerConsent(context, { token, choice: 'public', words: 'Oui' }));
    return record;
  });
  return subject;
}

/** The link by which someone says what may be shown of their details, again and again. */
export async function consentLink({ scene, state }: Wanted): Promise<Subject> {
  if (state === 'made up') return { params: { token: 'invente' } };
  const context = state === 'elsewhere' ? scene.authorThere : scene.author;
  const record = await makers.practice(context, 'Une pratique');
  return { params: { token: await askContact(context, record.id) } };
}

async function write(context: Context, recordId: Id): Promise<void> {
  const input = { name: 'Aziliz', email: `${newId()}@exemple.test`, phone: '' };
  done(await saveContact(context, { recordId, input }));
}

/** Writes a contact down and asks for their consent; gives the token of their mail. */
export async function askContact(context: Context, recordId: Id): Promise<string> {
  await write(context, recordId);
  let link = '';
  const mail = { subject: 'Vos coordonnées', body: (address: string) => (link = address) };
  done(await askConsent(context, { recordId, path: '/x', mail }));
  return tokenIn(link);
}
