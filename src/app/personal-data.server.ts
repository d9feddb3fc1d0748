import { kernelPersonalData } from '#kernel/personal-data.server.ts';
import type { PersonalDataPart } from '#kernel/personal-data.ts';
import { actionPersonalData } from '#modules/action-plans/index.server.ts';
import { deliberationPersonalData } from '#modules/deliberation/index.server.ts';
import { evaluatedAmong, evaluationPersonalData } from '#modules/evaluation/index.server.ts';
import { knowledgePersonalData } from '#modules/knowledge/index.server.ts';
import { moderationPersonalData } from '#modules/moderation/index.server.ts';
import { newsPersonalData } from '#modules/news/index.server.ts';
import { privateFields } from '#modules/practices/index.ts';
import { practicePersonalData } from '#modules/practices/index.server.ts';
import { recordPersonalData } from '#modules/records/index.server.ts';

/**
 * All that tells a person what is held about them, and forgets it, in the order it is done. A module that keeps something
 * about people is added here; a test looks for them in every table.
 */
export const personalData: readonly PersonalDataPart[] = [
  recordPersonalData({ reliedOn: evaluatedAmong }),
  practicePersonalData,
  actionPersonalData,
  knowledgePersonalData,
  evaluationPersonalData,
  deliberationPersonalData,
  moderationPersonalData,
  newsPersonalData,
  kernelPersonalData({ unshown: privateFields }),
];
