import { translators } from '#messages/index.ts';
import { closeEvaluation, makeLinks, openEvaluation, prepareEvaluation } from './evaluations.ts';
import { photo } from './files.ts';
import type { Visitor } from './journey.ts';

const t = translators.fr;

/** A photograph beside the first answer of a sheet; its address for whoever holds the link. */
export async function sendEvidence(owner: Visitor, link: string): Promise<string> {
  const step = `${new URL(link).pathname}?etape=1`;
  const { page } = owner;
  await owner.open(step);
  const name = (await page.locator('input[type=file]').first().getAttribute('name')) ?? '';
  const answer = name.replace('file-', 'answer-');
  const file = { name: 'preuve.png', mimeType: 'image/png', buffer: await photo() };
  await owner.context.request.post(`${step}&/save`, {
    multipart: { [name]: file, [answer]: '1' },
    headers: { origin: new URL(link).origin },
  });
  await owner.open(step);
  const seen = page.getByRole('link', { name: t('evaluation.file.yours') });
  return (await seen.getAttribute('href')) ?? '';
}

/** A published session whose result shows a photograph; the address of that. */
export async function makeEvidence(
  owner: Visitor,
  { practice, colleges }: Pick<Parameters<typeof prepareEvaluation>[1], 'practice' | 'colleges'>,
): Promise<string> {
  await prepareEvaluation(owner, { practice, title: 'Session avec une photo', colleges });
  const session = owner.page.url();
  await openEvaluation(owner);
  const [link = ''] = await makeLinks(owner, 'Commune', 1);
  const form = { signature: 'La commune', consent: 'yes' };
  const headers = { origin: new URL(link).origin };
  await owner.context.request.post(`${new URL(link).pathname}?/sign`, { form, headers });
  const own = await sendEvidence(owner, link);
  await owner.open(session);
  await closeEvaluation(owner);
  await owner.press(t('evaluation.tools.publish'));
  return `${new URL(session).pathname}${own.slice(own.indexOf('/justificatifs'))}`;
}
