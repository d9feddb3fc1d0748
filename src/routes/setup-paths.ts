import type { SetupStep } from '#modules/territories/index.ts';

/** The page on which each step is settled. */
const stepPaths: Record<SetupStep, string> = {
  identity: '/gestion/territoire',
  communes: '/gestion/territoire/communes',
  colours: '/gestion/territoire/couleurs',
  sections: '/gestion/territoire/rubriques',
  mail: '/gestion/territoire/courriel',
};

/** The same page as a step of the assistant. */
export function setupPath(step: SetupStep): string {
  return `${stepPaths[step]}?demarrer=1`;
}
