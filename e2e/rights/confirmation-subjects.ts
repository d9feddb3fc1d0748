import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { formOf } from '#modules/practices/index.ts';
import {
  acceptCorrection,
  answerConsent,
  askConfirmation,
  correctByMail,
  findPractice,
} from '#modules/practices/index.server.ts';
import { askContact } from './contact-subjects.ts';
import { tokenIn } from './evaluation-subjects.ts';
import { type Subject, type Wanted, makers } from './record-subjects.ts';
import { done } from './scene.ts';

const madeUp = { params: { token: 'invente' } };

/** The link by which someone without an account publishes what they corrected. */
export async function correctionLink({ scene, state }: Wanted): Promise<Subject> {
  if (state === 'made up') return madeUp;
  const [author, visitor] =
    state === 'elsewhere' ? [scene.authorThere, scene.there] : [scene.author, scene.here];
  const { id: recordId } = await makers.practice(author, 'Une pratique');
  const practice = await findPractice(visitor, { id: recordId });
  if (!practice) throw new Error('No practice');
  const base = formOf(practice);
  let link = '';
  const sent = await correctByMail(visitor, {
    recordId,
    version: practice.record.version,
    input: { base, values: { ...base, pitch: 'Le samedi matin.' }, core: undefined },
    email: `${newId()}@exemple.test`,
    path: '/x',
    mail: { subject: 'Votre lien', body: (address) => (link = address) },
  });
  done(sent);
  if (state === 'used') done(await acceptCorrection(visitor, tokenIn(link)));
  return { params: { token: tokenIn(link) } };
}

/** The link by which the contact of a practice says, as often as they like, whether it is still true. */
export async function confirmationLink({ scene, state }: Wanted): Promise<Subject> {
  if (state === 'made up') return { ...madeUp, fields: { practice: newId(), answer: 'true' } };
  const author = state === 'elsewhere' ? scene.authorThere : scene.author;
  const { id } = await makers.practice(author, 'Une pratique');
  return { params: { token: await tokenFor(author, id) }, fields: { practice: id, answer: 'true' } };
}

async function tokenFor(author: Context, id: string): Promise<string> {
  const territory = { name: 'Ici', language: 'fr' as const };
  // A contact of its own for each: nobody gets many mails in an hour.
  done(await answerConsent(author, { token: await askContact(author, id), choice: 'public', words: 'Oui' }));
  const asker: Context = { ...author, actor: { personId: null, role: 'facilitator' } };
  let token = '';
  const localPath = (_: string, path: string) => {
    token = path.split('/').at(-1) ?? '';
    return path;
  };
  done(await askConfirmation(asker, { id }, { territory, localPath }));
  if (token === '') throw new Error('Nobody was asked');
  return token;
}
