import { weightsAt, weightsFile } from '../../weights-shown.server.ts';
import type { RequestHandler } from './$types.d.ts';

export const GET: RequestHandler = async (event) => {
  const shown = await weightsAt(event);
  const { people, branches } = shown.weights;
  const text = JSON.stringify(
    { question: shown.consultation.title, people, branches, titles: shown.labels },
    null,
    2,
  );
  return weightsFile(text, shown, { extension: 'json', type: 'application/json' });
};
