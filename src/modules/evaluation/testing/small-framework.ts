import type { Criterion, FrameworkContent } from '#modules/framework/index.ts';

const words = (text: string) => ({ fr: text, en: text });

function criterion(id: string): Criterion {
  return {
    id,
    title: words(id),
    question: words(`${id} ?`),
    why: words('why'),
    comparedWith: words('what else'),
    conditions: words('conditions'),
    rebound: words('rebound'),
    scale: [1, 2, 3, 4, 5].map((level) => ({ level, ...words(`anchor ${level}`) })),
    notApplicableIf: words('not if'),
    evidence: words('evidence'),
    sources: [],
  };
}

/** Two dimensions, three criteria on five levels: enough to see every rule at work. */
export const smallFramework: FrameworkContent = {
  id: 'small',
  version: 1,
  published: '2026-11-23',
  startingPoint: true,
  licence: 'CC BY-SA 4.0',
  authors: ['Essai'],
  title: words('Référentiel d’essai'),
  description: words('Trois critères'),
  notice: words('Essai'),
  howToAnswer: words('Essai'),
  sources: [],
  dimensions: [
    {
      id: 'ties',
      title: words('Liens'),
      description: words('Liens'),
      criteria: [criterion('meeting'), criterion('help')],
    },
    { id: 'access', title: words('Accès'), description: words('Accès'), criteria: [criterion('price')] },
  ],
};
