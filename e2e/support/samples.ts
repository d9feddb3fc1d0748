import { randomUUID } from 'node:crypto';
import type { Sample } from '#app/route-sample.ts';
import { translators } from '#messages/index.ts';
import {
  inviteAddress,
  makeLinks,
  openEvaluation,
  openInvitation,
  prepareEvaluation,
  publishAtOnce,
} from './evaluations.ts';
import { makeConsultation } from './consultations.ts';
import { makeEvidence, sendEvidence } from './evidence.ts';
import { agreeToBeShown } from './contacts.ts';
import { describePicture, sendPicture } from './files.ts';
import { downloadFramework, importFramework } from './frameworks.ts';
import type { Visitor } from './journey.ts';
import { sendFile, untilImportShows } from './imports.ts';
import { addPractice, askForLink, invite } from './people.ts';
import { forgetMailsFromHere, mailTo, ownerLink, type Site } from './site.ts';

const t = translators.fr;

/** An address for each sample of the route manifest: found in the demo territory, or made by its owner. */
export type Samples = Readonly<Record<Sample, string>>;

/**
 * Finds or makes every sample.
 *
 * @param owner a signed-in owner, whose page may be led anywhere
 */
export async function makeSamples(site: Site, owner: Visitor): Promise<Samples> {
  await forgetMailsFromHere(site);
  const find = (list: string, form: RegExp) => findLink(site, list, form);
  const practice = await find('/pratiques?sort=title', /^\/pratiques\/[^/]+-[0-9a-z]{8}$/);
  const framework = await find('/referentiels', /^\/referentiels\/[^/]+$/);
  const evaluation = await findPublished(owner);
  return {
    practice,
    'practice-id': await practiceIdPath(site),
    import: await makeImport(owner),
    source: await makeSource(owner),
    framework,
    ...(await makeFrameworkDraft(site, owner, framework)),
    criterion: await find(framework, /^\/referentiels\/[^/]+\/criteres\/[^/]+$/),
    evaluation,
    'record-feed': `/nouveautes/${practice.slice(-8)}.atom`,
    'record-to-report': `/signaler/${practice.slice(-8)}`,
    'record-to-tie': `/liens/${practice.slice(-8)}`,
    'record-to-hide': `/gestion/masquer/${practice.slice(-8)}`,
    'practice-to-evaluate': `/evaluations/nouvelle?pratique=${practice.slice(-8)}`,
    'evaluation-to-act-on': `/leviers/choisir?evaluation=${evaluation.slice(-8)}`,
    'cooperation-entry': await find('/cooperation', /^\/cooperation\/[^/]+$/),
    lever: await find('/leviers', /^\/leviers\/[^/]+-[0-9a-z]{8}$/),
    action: await find('/actions', /^\/actions\/[^/]+-[0-9a-z]{8}$/),
    page: await find('/connaissances', /^\/connaissances\/[^/]+-[0-9a-z]{8}$/),
    'consultation-to-open': `/deliberations/nouvelle?sujet=${framework.slice(-8)}`,
    ...(await makeConsultation(owner, framework)),
    ...(await makeFiles(owner, practice.slice(-8))),
    ...(await makeEvaluations(owner, practice)),
    ...(await makeLinksOfMails(site, owner)),
    'practice-to-compare': `${practice}/doublon`,
    ...(await makeDuplicates(owner)),
    ...(await makeContact(site, owner)),
    ...(await makeQuestions(site, owner)),
  };
}

/** A practice that a visitor corrects, and about which its contact is asked: the owner has proved no address. */
async function makeQuestions(site: Site, owner: Visitor) {
  // Nobody is asked twice, and journeys share a site.
  const mark = randomUUID().slice(0, 8);
  const practice = new URL(await addPractice(owner, `Le puits ${mark}`)).pathname;
  const correction = await makeProposal(site, {
    path: `${practice}/corriger`,
    fields: {
      title: `Le puits d’en bas ${mark}`,
      commune: 'Redon',
      status: 'active',
      language: 'fr',
      version: '1',
    },
    answer: t('practices.correct.kept-title'),
  });
  const email = `puisatiere-${mark}@example.org`;
  await agreeToBeShown(site, owner, { practice, email });
  const query = new URLSearchParams({ confirmed_before: '2999-01-01', q: mark });
  await owner.open(`/pratiques/a-confirmer?${query}`);
  await owner.press(t('practices.to-confirm.ask-all', { count: 1 }));
  const { link } = await mailTo(site, email);
  return { 'correction-link': correction, 'confirmation-link': new URL(link).pathname };
}

/** A practice of its own, since nobody is asked twice on one day, and the link by which its contact agreed. */
async function makeContact(site: Site, owner: Visitor) {
  const practice = new URL(await addPractice(owner, 'Le lavoir du haut')).pathname;
  const link = await agreeToBeShown(site, owner, { practice, email: 'lavandiere@example.org' });
  return { 'practice-with-contact': practice, 'consent-link': link };
}

/** Two practices that may be the same, and two that are one. */
async function makeDuplicates(owner: Visitor) {
  const pair = async (title: string) => {
    const paths = [await addPractice(owner, title), await addPractice(owner, `${title} bis`)];
    return paths.map((path) => path.slice(-8)).join('-');
  };
  const compared = await pair('Le pressoir commun');
  const merged = await pair('Le four commun');
  await owner.open(`/gestion/doublons/comparer?fiches=${merged}`);
  await owner.press(t('duplicates.merge.submit'));
  const [kept = ''] = merged.split('-');
  await owner.open(`/pratiques/${kept}/historique`);
  const entry = await owner.page.locator('input[name="entry"]').first().inputValue();
  return {
    'practices-to-compare': `/gestion/doublons/comparer?fiches=${compared}`,
    'practices-merged': `/gestion/doublons/separer?fiche=${kept}&entree=${entry}`,
  };
}

/** A session whose result everyone reads: the page with the most on it. */
async function findPublished({ page, open }: Visitor): Promise<string> {
  await open('/evaluations');
  const published = page.getByRole('listitem').filter({ hasText: t('evaluation.state.published') });
  return (await published.getByRole('link').first().getAttribute('href')) ?? '';
}

/** A framework that is being written, made from another one of this territory. */
async function makeFrameworkDraft(site: Site, owner: Visitor, framework: string) {
  const text = await downloadFramework(site.origin, framework, 'csv');
  await importFramework(owner, { name: 'referentiel.csv', text });
  const draft = new URL(owner.page.url()).pathname;
  await owner.open(`${draft.split('/').slice(0, 3).join('/')}/brouillon`);
  const criterion = owner.page.getByRole('heading', { level: 3 }).getByRole('link').first();
  return { 'framework-draft': draft, 'draft-criterion': (await criterion.getAttribute('href')) ?? '' };
}

/** An inventory that was read, and waits for the owner's word. */
async function makeImport(owner: Visitor): Promise<string> {
  await sendFile(owner, { name: 'lieux.csv', text: 'nom;commune\nAtelier vélo;Redon\nSans commune;\n' });
  await untilImportShows(owner, t('import.page.explain-checked'));
  return new URL(owner.page.url()).pathname;
}

/** A source that is asked by hand, at an address where nothing answers; first in the list, whatever else was made. */
async function makeSource(owner: Visitor): Promise<string> {
  const name = `0 Annuaire ${randomUUID().slice(0, 8)}`;
  await owner.open('/gestion/sources');
  const { page } = owner;
  await page.getByRole('textbox', { name: t('import.source.field-name') }).fill(name);
  await page
    .getByRole('textbox', { name: t('import.source.field-address') })
    .fill('http://localhost:1/lieux.csv');
  await page.getByRole('radio', { name: t('import.source.every-hand') }).check();
  await owner.press(t('import.source.add'));
  const link = page.getByRole('link', { name: `${t('import.source.settle')} ${name}` });
  return (await link.getAttribute('href')) ?? '';
}

/** A picture of that practice, which stays on it. */
async function makeFiles(owner: Visitor, shortId: string) {
  await sendPicture(owner, shortId);
  const file = new URL(owner.page.url()).pathname;
  await describePicture(owner, 'Une photo verte');
  return { 'record-files': `/fichiers/${shortId}`, file, 'file-content': `${file}/320.webp` };
}

async function makeEvaluations(owner: Visitor, practice: string) {
  const colleges = [
    { name: 'Commune', showing: 'named' },
    { name: 'Habitantes', showing: '5' },
  ] as const;
  await prepareEvaluation(owner, { practice, title: 'Session en préparation', colleges });
  const draft = owner.page.url();
  const repeated = await makeRepeated(owner, { practice, colleges });
  await prepareEvaluation(owner, { practice, title: 'Session ouverte', colleges });
  const open = owner.page.url();
  await openEvaluation(owner);
  const [answer = ''] = await makeLinks(owner, 'Habitantes', 1);
  const ownEvidence = await sendEvidence(owner, answer);
  await owner.open(open);
  await inviteAddress(owner, 'Commune', 'exemple-invitation@example.org');
  await openInvitation(owner, 'exemple-invitation@example.org');
  const invitation = owner.page.url();
  return {
    'draft-evaluation': new URL(draft).pathname,
    'open-evaluation': new URL(open).pathname,
    'repeated-evaluation': repeated,
    'answer-link': new URL(answer).pathname,
    'own-evidence': ownEvidence,
    evidence: await makeEvidence(owner, { practice, colleges }),
    invitation: new URL(invitation).pathname,
  };
}

/** A session on two practices published, done again, and published too. */
async function makeRepeated(
  owner: Visitor,
  { practice, colleges }: Pick<Parameters<typeof prepareEvaluation>[1], 'practice' | 'colleges'>,
): Promise<string> {
  const beside = await addPractice(owner, `Le lavoir ${randomUUID().slice(0, 8)}`);
  await prepareEvaluation(owner, { practice, beside, title: 'Session à refaire', colleges });
  await publishAtOnce(owner);
  await owner.press(t('evaluation.repeat.submit'));
  await owner.press(t('evaluation.edit.submit'));
  await publishAtOnce(owner);
  return new URL(owner.page.url()).pathname;
}

async function makeLinksOfMails(site: Site, owner: Visitor) {
  const signIn = new URL(await askForLink(owner, site, 'exemple@example.org'));
  return {
    'sign-in-link': signIn.pathname + signIn.search,
    'owner-link': new URL(await ownerLink(site)).pathname,
    'role-invitation-link': new URL(
      await invite(owner, site, { email: 'invitee@example.org', role: 'facilitator' }),
    ).pathname,
    'email-change-link': await askEmailChange(site, owner),
    'proposal-link': await makeProposal(site, {
      path: '/pratiques/nouvelle',
      fields: { title: 'Exemple', commune: 'Redon', status: 'active' },
      answer: t('practices.new.kept-title'),
    }),
    'page-proposal-link': await makeProposal(site, {
      path: '/connaissances/nouvelle',
      fields: { title: 'Exemple', body: 'Quelques mots.' },
      answer: t('pages.new.kept-title'),
    }),
  };
}

async function askEmailChange(site: Site, owner: Visitor): Promise<string> {
  const email = 'exemple-de-changement@example.org';
  await owner.open('/compte/adresse');
  await owner.page.getByRole('textbox', { name: t('accounts.email.new') }).fill(email);
  await owner.press(t('accounts.email.send'));
  return new URL((await mailTo(site, email)).link).pathname;
}

/** Sends the form of a visitor as a browser without JavaScript would. */
async function makeProposal(
  site: Site,
  { path, fields, answer }: { path: string; fields: Record<string, string>; answer: string },
): Promise<string> {
  const email = `exemple-de-proposition${path.replaceAll('/', '-')}@example.org`;
  const response = await fetch(`${site.origin}${path}`, {
    method: 'POST',
    headers: { origin: site.origin, accept: 'text/html' },
    body: new URLSearchParams({ ...fields, email }),
  });
  if (!(await response.text()).includes(answer)) throw new Error('Not proposed');
  return new URL((await mailTo(site, email)).link).pathname;
}

async function practiceIdPath(site: Site): Promise<string> {
  const answer = await fetch(`${site.origin}/api/v1/practices?per_page=1`);
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return `/api/v1/practices/${items[0]?.id}`;
}

/** The first link of a list that has this form. */
async function findLink(site: Site, list: string, form: RegExp): Promise<string> {
  const html = await (await fetch(site.origin + list)).text();
  const links = [...html.matchAll(/href="([^"?#]+)"/g)].map(([, href = '']) => href);
  const found = links.find((href) => form.test(href) && !/\/(nouvelle|carte|choisir|importer)$/.test(href));
  if (found === undefined) throw new Error(`${list} leads to nothing of the form ${form}`);
  return found;
}

/**
 * The address to open for a path of the manifest.
 *
 * @param path with its parameters in brackets: they take what stands there in the sample's address
 * @param sample an address, or undefined for a path without parameters
 */
export function addressFor(path: string, sample: string | undefined): string {
  if (sample === undefined) return path;
  const [address = '', query] = sample.split('?');
  const given = address.split('/');
  const filled = path.split('/').map((part, place) => (part.startsWith('[') ? (given[place] ?? part) : part));
  return filled.join('/') + (query === undefined ? '' : `?${query}`);
}
