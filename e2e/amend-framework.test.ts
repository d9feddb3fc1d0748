import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { translators } from '#messages/index.ts';
import { openConsultation, propose, voteOnAll } from './support/consultations.ts';
import { type Visitor, test } from './support/journey.ts';
import { signIn } from './support/people.ts';
import { mailTo } from './support/site.ts';

const t = translators.fr;

function link({ page }: Visitor, name: string) {
  return page.getByRole('main').getByRole('link', { name, exact: true });
}

test('three people amend a framework: by mail on a phone, signed in, and in a room; a proposal is adopted, then taken back', async ({
  visit,
  site,
  owner,
}) => {
  const mark = randomUUID().slice(0, 8);
  const facilitator = await visit({ as: owner, javaScript: false });
  await facilitator.open('/referentiels');
  const framework = await facilitator.page
    .getByRole('main')
    .getByRole('listitem')
    .getByRole('link')
    .first()
    .getAttribute('href');
  const title = `Que changer dans la grille ? ${mark}`;
  const consultation = await openConsultation(facilitator, { framework: framework ?? '', title });
  await facilitator.page.getByText(t('deliberation.people', { people: 0, needed: 12 })).waitFor();

  // By mail, on a phone.
  const onPhone = await visit({ javaScript: false, device: 'phone' });
  const email = `lou-${mark}@example.org`;
  await onPhone.open(consultation);
  await onPhone.follow(() => link(onPhone, t('deliberation.propose.title')).click());
  await propose(onPhone, { title: `Qui garde les clés ${mark}`, question: 'Qui garde les clés ?', email });
  await onPhone.page.getByText(t('deliberation.propose.sent', { email })).waitFor();
  await onPhone.open((await mailTo(site, email)).link);
  await onPhone.press(t('deliberation.avis.confirm'));
  await voteOnAll(onPhone, 'agree', 'Surtout l’hiver');
  await onPhone.page.getByText(t('deliberation.avis.all-done')).waitFor();

  // What matters most, one branch a screen: what is not understood is said, and nothing of it is lost.
  await onPhone.follow(() => link(onPhone, t('weights.own-title')).click());
  await onPhone.follow(() => link(onPhone, t('weights.go-on')).click());
  const points = onPhone.page.getByRole('main').getByRole('textbox');
  await points.first().fill('-5');
  await points.nth(1).fill('45');
  await onPhone.press(t('weights.share'));
  await onPhone.page.getByText(t('weights.lack.number')).first().waitFor();
  expect(await points.first().inputValue()).toBe('-5');
  await points.first().fill('50');
  await onPhone.press(t('weights.save'));
  expect(await points.nth(1).inputValue()).toBe('45');
  for (let place = 2; place < (await points.count()); place += 1) await points.nth(place).fill('0');
  await onPhone.press(t('weights.save'));
  await onPhone.page
    .getByText(t('weights.left', { left: 5 }))
    .first()
    .waitFor();
  await onPhone.press(t('weights.share'));
  await onPhone.press(t('weights.save'));
  while (await onPhone.page.getByRole('button', { name: t('weights.no-view') }).isVisible()) {
    await onPhone.press(t('weights.no-view'));
  }
  await onPhone.page.getByText(t('weights.own-done')).waitFor();
  await onPhone.page
    .getByText(t('weights.too-few', { needed: 5 }))
    .first()
    .waitFor();

  // Signed in.
  const member = await visit({ javaScript: false });
  await signIn(member, site, `ana-${mark}@example.org`);
  await member.open(consultation);
  await member.follow(() => link(member, t('deliberation.propose.title')).click());
  await propose(member, { title: '', question: 'Qui ferme ?' });
  await member.page.getByText(t('deliberation.error.title')).first().waitFor();
  await propose(member, { title: `Qui ferme la porte ${mark}`, question: 'Qui ferme ?' });
  await voteOnAll(member, 'agree', '');
  // What nobody else voted on may be taken back.
  await member.follow(() => link(member, t('deliberation.propose.title')).click());
  const mistaken = `Une erreur ${mark}`;
  await propose(member, { title: mistaken, question: 'Une erreur ?' });
  const retract = t('deliberation.retract.named', { title: mistaken });
  await member.follow(() => member.page.getByRole('button', { name: retract }).click());
  expect(await member.page.getByText(mistaken).count()).toBe(0);

  // In a room: five people, counted apart.
  await facilitator.open(consultation);
  await facilitator.press(t('deliberation.run.open-room'));
  const room = await facilitator.page.getByText(/\/deliberations\/salle\/[A-Z]{6}/).innerText();
  for (let person = 0; person < 5; person += 1) {
    const inRoom = await visit({ javaScript: false, device: 'phone' });
    await inRoom.open(new URL(room.includes('//') ? room : `http://${room}`).pathname);
    await inRoom.press(t('deliberation.room.enter'));
    await inRoom.page.getByText(t('deliberation.avis.in-room')).waitFor();
    await voteOnAll(inRoom, person < 4 ? 'agree' : 'disagree', '');
    if (person < 4) continue;
    // Earlier answers are there, and may be changed.
    await inRoom.page.getByText(`Qui ferme la porte ${mark}`).first().click();
    const change = t('deliberation.avis.change-named', { title: `Qui ferme la porte ${mark}` });
    await inRoom.follow(() => inRoom.page.getByRole('link', { name: change }).click());
    await inRoom.press(t('deliberation.said.pass'));
    await counted(inRoom, t('deliberation.tally.room', { count: 5 }));
  }

  // What others say is not shown to who has said nothing.
  const passer = await visit({ javaScript: false });
  await passer.open(consultation);
  await passer.page.getByText(t('deliberation.tally.after')).first().waitFor();
  expect(await passer.page.getByText('Surtout l’hiver').count()).toBe(0);

  await facilitator.open(consultation);
  const treat = t('deliberation.treat-named', { title: `Qui garde les clés ${mark}` });
  await facilitator.follow(() => facilitator.page.getByRole('link', { name: treat }).click());
  await facilitator.page.getByRole('radio', { name: t('deliberation.decide.adopted') }).check();
  await facilitator.page
    .getByRole('textbox', { name: t('deliberation.field.reason') })
    .fill('Tout le monde le dit.');
  await facilitator.press(t('deliberation.decide.submit'));
  expect(await facilitator.title()).toBe(`Qui garde les clés ${mark}`);
  await facilitator.page.getByText(t('deliberation.tally.room', { count: 5 })).waitFor();
  await facilitator.press(t('deliberation.take-back.submit'));
  await facilitator.page.getByText(t('deliberation.undone')).waitFor();
});

/** Counts move a moment after the fifth vote. */
async function counted(visitor: Visitor, text: string) {
  const count = async () => {
    await visitor.page.reload();
    return visitor.page.getByText(text).count();
  };
  await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(0);
}
