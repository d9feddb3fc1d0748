import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import {
  acceptOwnerLink,
  acceptSignInLink,
  makeOwnerLink,
  openSessionFor,
  requestSignIn,
} from '#modules/accounts/index.server.ts';
import { findEvaluation, inviteByMail, listEvaluations } from '#modules/evaluation/index.server.ts';
import {
  editPractice,
  findPractice,
  importPractices,
  proposeByMail,
  proposePractice,
  receiveImport,
  startImport,
  undoPracticeChange,
} from '#modules/practices/index.server.ts';
import { addComment } from '#modules/records/index.server.ts';
import { type App, contextFor } from '../composition.server.ts';
import { readConfiguration } from '../configuration.server.ts';
import { prepareFirstTerritory } from '../seed/prepare-first-territory.server.ts';
import { type PlayedPage, done, playPage } from './play-page.server.ts';

/** What a test has to know of an instance that was played, beside what is in it. */
export interface PlayedInstance {
  madeAt: string;
  territoryId: Id;
  /** The cookie of the owner's browser, as it is sent. */
  cookie: string;
  /** What stands in mails, each for one use: `used` was used. */
  links: { owner: string; signIn: string; used: string; proposal: string; answer: string };
  /** A practice that was proposed, changed twice, and one change undone. */
  practice: { id: Id; title: string; history: string[] };
  evaluationId: Id;
  /** Of two imports, the second waits in the queue. */
  imports: { done: Id; waiting: Id };
  /** Written by the owner, followed by the contributor; the first release had none of it. */
  page?: PlayedPage;
  /** The addresses of three people. */
  people: { owner: string; contributor: string; newcomer: string };
}

const people = {
  owner: 'camille@exemple.test',
  contributor: 'dominique@exemple.test',
  newcomer: 'sacha@exemple.test',
};

/** Plays, in an empty instance, what people do in their first days: on the demonstration territory, through the use cases. */
export async function populateInstance(app: App): Promise<PlayedInstance> {
  const configuration = done(readConfiguration({ ORIGIN: app.origin }));
  const { territoryId } = await prepareFirstTerritory(app, configuration);
  const visitor = contextFor(app, territoryId);
  const token = await makeOwnerLink(visitor);
  const owner = done(await acceptOwnerLink(visitor, { token, email: people.owner, name: 'Camille Riou' }));
  const asOwner = contextFor(app, territoryId, { personId: owner.id, role: 'owner' });
  const headers = await openSessionFor(app.sessions, owner.id, new Headers());
  const used = await signInLink(visitor, people.contributor);
  const contributor = done(await acceptSignInLink(visitor, used));
  const asContributor = contextFor(app, territoryId, { personId: contributor.id, role: 'contributor' });
  return {
    madeAt: app.clock.now().toISOString(),
    territoryId,
    cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    links: {
      owner: await makeOwnerLink(visitor),
      signIn: await signInLink(visitor, people.newcomer),
      used,
      proposal: await proposalLink(visitor),
      answer: await answerLink(asOwner),
    },
    practice: await writePractice(asContributor),
    evaluationId: await openSession(asOwner),
    imports: await importTwice(asOwner),
    page: await playPage(asOwner, asContributor),
    people,
  };
}

/** Mails are worded as nothing but their link, which is then read where the outbox keeps it. */
async function mailed(
  send: (mail: { subject: string; body: (link: string) => string }) => Promise<unknown>,
): Promise<string> {
  let link = '';
  const body = (address: string) => {
    link = address;
    return address;
  };
  await send({ subject: 'Votre lien', body });
  return new URL(link).pathname.split('/').at(-1) ?? '';
}

function signInLink(context: Context, email: string): Promise<string> {
  return mailed(async (mail) =>
    done(await requestSignIn(context, { email, path: '/connexion/lien', returnTo: '/', mail })),
  );
}

function proposalLink(context: Context): Promise<string> {
  const input = { title: 'Compost du square', commune: 'Redon', description: 'Chaque samedi.' };
  return mailed(async (mail) =>
    done(
      await proposeByMail(context, { email: people.newcomer, input, mail, path: '/pratiques/proposition' }),
    ),
  );
}

async function answerLink(context: Context): Promise<string> {
  const evaluationId = await openSession(context);
  const session = await findEvaluation(context, { id: evaluationId });
  const collegeKey = session?.colleges[0]?.key ?? '';
  const invitation = { evaluationId, collegeKey, pasted: people.newcomer, path: '/evaluations/repondre' };
  return mailed(async (mail) => done(await inviteByMail(context, { ...invitation, mail: () => mail })));
}

/** The session of the demonstration that still takes answers. */
async function openSession(context: Context): Promise<Id> {
  const open = (await listEvaluations(context)).find(({ state }) => state === 'open');
  if (!open) throw new Error('The demonstration has an open session');
  return open.record.id;
}

async function writePractice(context: Context): Promise<PlayedInstance['practice']> {
  const title = 'L’atelier de l’œuf — réparer, prêter, “partager”';
  const proposed = { title, commune: 'Redon', description: 'Une ligne.\n\nUne autre\\avec\tdes signes.' };
  const { id } = done(await proposePractice(context, proposed));
  for (const pitch of ['Le premier mot', 'Le deuxième mot']) {
    const found = await findPractice(context, { id });
    const version = found?.record.version ?? 0;
    done(await editPractice(context, { recordId: id, version, input: { ...proposed, pitch } }));
  }
  const where = { territoryId: context.territoryId, recordId: id, limit: 20 };
  const [latest] = await historyOf(context.db, where);
  done(await undoPracticeChange(context, { recordId: id, entryId: latest?.id ?? '' }));
  done(await addComment(context, { recordId: id, markdown: 'Ouvert **aussi** le mardi.' }));
  const history = (await historyOf(context.db, where)).map(({ action }) => action);
  return { id, title, history };
}

async function importTwice(context: Context): Promise<PlayedInstance['imports']> {
  const header = 'id,nom,commune,courriel,particularité\n';
  async function* bytesOf(rows: string) {
    yield Buffer.from(header);
    yield Buffer.from(`${rows}\n`);
  }
  const first = 'a1,Four à pain,Allaire,four@exemple.test,"""bois"""\na2,Grainothèque,Redon,,\\N';
  const file = { open: () => bytesOf(first), fileName: 'lieux.csv', dryRun: false };
  const { importId } = done(await importPractices(context, file));
  const second = { bytes: bytesOf('b1,Jardin du quai,Redon,,'), fileName: 'autres.csv' };
  const waiting = done(await receiveImport(context, { ...second, sourceName: '', licence: '' }));
  done(await startImport(context, waiting));
  return { done: importId, waiting };
}
