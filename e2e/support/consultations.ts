import { randomUUID } from 'node:crypto';
import { translators } from '#messages/index.ts';
import type { Visitor } from './journey.ts';

const t = translators.fr;

/** A facilitator opens a consultation about a framework; then stands on its page. Returns its address. */
export async function openConsultation(
  facilitator: Visitor,
  { framework, title }: { framework: string; title: string },
): Promise<string> {
  await facilitator.open(`/deliberations/nouvelle?sujet=${framework.slice(-8)}`);
  const textbox = (name: string) => facilitator.page.getByRole('textbox', { name });
  await textbox(t('deliberation.label.title')).fill(title);
  await textbox(t('deliberation.label.why')).fill('Pour la prochaine version.');
  await textbox(t('deliberation.label.needed')).fill('12');
  await textbox(t('deliberation.label.colleges')).fill('Habitantes\nAssociations');
  await facilitator.page
    .getByRole('combobox', { name: t('deliberation.label.weighing') })
    .selectOption({ label: t('deliberation.weighing.budget') });
  await facilitator.press(t('deliberation.new.submit'));
  return new URL(facilitator.page.url()).pathname;
}

/** Fills in the form of a proposal to add a criterion, on whose page someone stands, and sends it. */
export async function propose(
  person: Visitor,
  proposal: { title: string; question: string; email?: string },
) {
  const { page } = person;
  await page.getByRole('radio', { name: t('deliberation.kind.add') }).check();
  await page.getByRole('textbox', { name: t('deliberation.label.proposal') }).fill(proposal.title);
  await page.getByRole('combobox', { name: t('deliberation.label.branch') }).selectOption({ index: 1 });
  await page.getByRole('textbox', { name: t('deliberation.label.wordings') }).fill(proposal.question);
  await page.getByRole('textbox', { name: t('deliberation.label.reason') }).fill('On l’oublie souvent.');
  if (proposal.email) await page.getByRole('textbox', { name: t('pages.field.email') }).fill(proposal.email);
  await person.press(t('deliberation.propose.submit'));
}

/** Says the same of every card there is, with a nuance on the first; then stands on the last page. */
export async function voteOnAll(person: Visitor, said: 'agree' | 'disagree' | 'pass', nuance: string) {
  const { page } = person;
  const button = page.getByRole('button', { name: t(`deliberation.said.${said}`), exact: true });
  if (await button.isVisible()) {
    await page.getByRole('textbox', { name: t('deliberation.avis.nuance') }).fill(nuance);
  }
  while (await button.isVisible()) await person.press(t(`deliberation.said.${said}`));
}

/** Samples of a consultation, of a proposal in it, and of what was decided. */
export async function makeConsultation(owner: Visitor, framework: string) {
  const title = `Que changer ? ${randomUUID().slice(0, 8)}`;
  const consultation = await openConsultation(owner, { framework, title });
  const wayIn = `/deliberations/avis/${consultation.slice(-8)}`;
  for (const question of ['Qui garde les clés ?', 'Qui ferme la porte ?']) {
    await owner.open(`${wayIn}/proposer`);
    await propose(owner, { title: question, question });
  }
  await owner.open(consultation);
  const treat = (name: string) =>
    owner.page.getByRole('link', { name: t('deliberation.treat-named', { title: name }) });
  const proposal = await treat('Qui ferme la porte ?').getAttribute('href');
  await owner.follow(() => treat('Qui garde les clés ?').click());
  await owner.page.getByRole('radio', { name: t('deliberation.decide.declined') }).check();
  await owner.page.getByRole('textbox', { name: t('deliberation.field.reason') }).fill('C’est déjà demandé.');
  await owner.press(t('deliberation.decide.submit'));
  return {
    consultation,
    'consultation-way-in': wayIn,
    'consultation-weights': `${wayIn}/poids/1`,
    proposal: proposal ?? '',
    decision: new URL(owner.page.url()).pathname,
  };
}
