import { type Context, visitor } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { queueMail } from '#kernel/mail.server.ts';
import type { Result } from '#kernel/result.ts';
import { plantAccount } from '#kernel/testing/plant-account.server.ts';
import {
  acceptEmailChange,
  acceptSignInLink,
  askEmailChange,
  changeName,
  requestSignIn,
} from '#modules/accounts/index.server.ts';
import { openAction } from '#modules/action-plans/index.server.ts';
import {
  closeEvaluation,
  createEvaluation,
  inviteByMail,
  openEvaluation,
  publishEvaluation,
  saveAnswers,
  signSheet,
} from '#modules/evaluation/index.server.ts';
import {
  findFrameworkVersion,
  publishShippedFramework,
  readShippedFramework,
} from '#modules/framework/index.server.ts';
import { makeReport } from '#modules/moderation/index.server.ts';
import {
  editPractice,
  importPractices,
  proposePractice,
  receiveImport,
} from '#modules/practices/index.server.ts';
import { addComment, deleteComment, describeFile, receiveDocument } from '#modules/records/index.server.ts';

/** Someone about whom the instance holds facts, each told by a word that stands nowhere else. */
export interface PlantedPerson {
  id: Id;
  name: string;
  email: string;
  session: Id;
  /** What must be gone whatever they wish. */
  facts: string[];
  /** What goes with the texts that they alone wrote. */
  texts: string[];
  /** A practice that they and someone else wrote, whose history must still read. */
  sharedId: Id;
  evaluationId: Id;
}

export function done<Value>(result: Result<Value, { code: string }>): Value {
  if (!result.ok) throw new Error(`The scene could not be played: ${result.error.code}`);
  return result.value;
}

/** What the mail of that step leads to. */
async function mailed(
  send: (mail: { subject: string; body: (link: string) => string }) => Promise<unknown>,
): Promise<string> {
  let link = '';
  await send({ subject: 'Lien', body: (address) => (link = address) });
  return new URL(link).pathname.split('/').at(-1) ?? '';
}

const name = 'Zoe Fait01';
const formerEmail = 'fait02@exemple.test';
const email = 'fait03@exemple.test';
const core = { topics: [], chat: '', coAuthors: '', licence: 'CC-BY-SA-4.0' };

/** Plants forty facts about one person in every table, by what people do and, for what needs a device, by hand. */
export async function plantFacts(scene: { anyone: Context; owner: Context }): Promise<PlantedPerson> {
  const { anyone, owner } = scene;
  const mail = { path: '/connexion/lien', returnTo: '/' };
  const token = await mailed(async (words) =>
    done(await requestSignIn(anyone, { email: formerEmail, ...mail, mail: words })),
  );
  const { id } = done(await acceptSignInLink(anyone, token));
  const zoe: Context = { ...anyone, actor: { personId: id, role: 'contributor' } };
  done(await changeName(zoe, name));
  await changeAddress(zoe);
  const session = await plantAccount(zoe.db, { personId: id, email, now: zoe.clock.now() });
  const { sharedId, texts } = await write(zoe, owner);
  const evaluationId = await answer(owner, anyone);
  await beToldOfByOthers(owner, zoe, sharedId);
  const facts = [name, formerEmail, email, '06 11 22 33 15', ...numbered('fait', 4, 21)];
  return { id, name, email, session, facts, texts, sharedId, evaluationId };
}

function numbered(word: string, from: number, to: number): string[] {
  return Array.from(
    { length: to - from + 1 },
    (_, index) => `${word}${String(from + index).padStart(2, '0')}`,
  );
}

async function changeAddress(zoe: Context): Promise<void> {
  const taken = { subject: 'Prise', body: 'Prise' };
  const token = await mailed(async (words) =>
    done(await askEmailChange(zoe, { email, path: '/compte/adresse', mail: words, taken })),
  );
  const notice = { subject: 'Changée', body: (link: string) => link };
  done(await acceptEmailChange(zoe, { token, session: undefined, path: '/compte/ancienne-adresse', notice }));
}

/** What they write: alone, with someone else, and what nobody sees any more. */
async function write(zoe: Context, owner: Context): Promise<{ sharedId: Id; texts: string[] }> {
  const own = {
    title: 'Chez texte01',
    commune: 'Redon',
    pitch: 'texte02',
    description: 'Appelez-moi au texte03, Zoe Fait01, fait03@exemple.test.',
    tags: 'texte04',
    place: 'texte05',
    carriers: 'texte06',
    website: 'https://texte07.exemple.test',
    core: { ...core, coAuthors: 'texte08', chat: 'https://texte09.exemple.test' },
  };
  const { id, version } = done(await proposePractice(zoe, { ...own, title: 'Chez texte18' }));
  done(await editPractice(zoe, { recordId: id, version, input: { ...own, pitch: 'texte10' } }));
  const shared = done(await proposePractice(zoe, { title: 'Le four commun', commune: 'Redon' }));
  const input = { title: 'Le four commun', commune: 'Redon', core: { ...core, coAuthors: name } };
  done(await editPractice(owner, { recordId: shared.id, version: shared.version, input }));
  done(await addComment(zoe, { recordId: shared.id, markdown: 'Bien à vous, texte11' }));
  const gone = done(await addComment(zoe, { recordId: shared.id, markdown: 'fait11' }));
  done(await deleteComment(zoe, gone));
  const bytes = Buffer.from('%PDF-1.7 texte12');
  const file = { name: 'texte13.pdf', size: bytes.length, bytes: async () => bytes };
  const fileId = done(await receiveDocument(zoe, { recordId: shared.id, file }));
  const said = { description: 'texte14', decorative: false, credit: name, licence: '' };
  done(await describeFile(zoe, { recordId: shared.id, id: fileId }, said));
  const unsaid = Buffer.from('%PDF-1.7 fait12');
  const other = { name: 'fait13.pdf', size: unsaid.length, bytes: async () => unsaid };
  done(await receiveDocument(zoe, { recordId: shared.id, file: other }));
  await openActionOf(zoe, 'texte15');
  const report = { reason: 'other', words: 'texte16', email: '', address: '192.0.2.1' } as const;
  const target = { shortId: shared.shortId, commentId: null };
  done(await makeReport(zoe, { ...report, target, language: 'fr' }));
  return { sharedId: shared.id, texts: numbered('texte', 1, 18) };
}

async function openActionOf(context: Context, title: string): Promise<void> {
  const input = { title, who: name, due: '2027', what: '', language: 'fr' };
  done(await openAction(context, { input }));
}

/** They sign in a named college, in a session that is published. */
async function answer(owner: Context, anyone: Context): Promise<Id> {
  const { versionId } = done(await publishShippedFramework(owner, readShippedFramework()));
  const practice = done(await proposePractice(owner, { title: 'La recyclerie', commune: 'Redon' }));
  const colleges = ['elus', 'usage'].map((key) => ({
    key,
    name: key,
    kind: 'named' as const,
    threshold: null,
  }));
  const input = {
    title: 'Vue par le conseil',
    purpose: 'Savoir.',
    frameworkVersionId: versionId,
    closesOn: null,
  };
  const made = await createEvaluation(owner, { subjectIds: [practice.id], input: { ...input, colleges } });
  const { id } = done(made);
  done(await openEvaluation(owner, id));
  const token = await mailed(async (words) => {
    const invited = { evaluationId: id, collegeKey: 'elus', pasted: email, path: '/evaluations/repondre' };
    done(await inviteByMail(owner, { ...invited, mail: () => words }));
  });
  done(await signSheet(anyone, token, { signature: 'Zoe fait14', consented: true }));
  const framework = await findFrameworkVersion(owner, versionId);
  const criterion = framework?.version.content.dimensions[0]?.criteria[0]?.id ?? '';
  const remarks = { [criterion]: [{ kind: 'reason' as const, text: 'Une raison, texte17' }] };
  done(await saveAnswers(anyone, token, { answers: { [criterion]: 3 }, remarks }));
  done(await closeEvaluation(owner, id));
  done(await publishEvaluation(owner, id));
  return id;
}

/** What others, and files, tell of them. */
async function beToldOfByOthers(owner: Context, zoe: Context, sharedId: Id): Promise<void> {
  async function* csv(rows: string) {
    yield Buffer.from(`id,nom,commune,porteur,contact,courriel,téléphone\n${rows}\n`);
  }
  const row = `c1,Le lavoir,Redon,${name},Mme fait15,${email.toUpperCase()},0611223315`;
  const file = { open: () => csv(row), fileName: 'lavoirs.csv', sourceName: 'lavoirs', dryRun: false };
  done(await importPractices(owner, file));
  const kept = { bytes: csv(`c2,fait16,Redon,,fait17,${email},`), fileName: 'attend.csv' };
  done(await receiveImport(owner, { ...kept, sourceName: '', licence: '' }));
  done(await addComment(owner, { recordId: sharedId, markdown: `Écrivez à ${email} pour venir.` }));
  await openActionOf(owner, 'Réparer le lavoir');
  const notOfThem = { to: 'autre@exemple.test' };
  await queueMail(owner, { ...notOfThem, subject: `${name} vous invite`, body: `De ${name} (${email}).` });
  await queueMail(zoe, { to: formerEmail, subject: 'fait21', body: 'Bonjour' });
  await queueMail(zoe, { to: email, subject: 'fait18', body: 'Bonjour, fait19' });
  const last = { ...owner, actor: visitor };
  await mailed(async (words) =>
    done(await requestSignIn(last, { email, path: '/connexion/lien', returnTo: '/', mail: words })),
  );
}
