import { type Locale, type Translate, translatorOf } from '#kernel/translate.ts';
import enAccounts from './en/accounts.json' with { type: 'json' };
import enActionPlans from './en/action-plans.json' with { type: 'json' };
import enApp from './en/app.json' with { type: 'json' };
import enBackup from './en/backup.json' with { type: 'json' };
import enDuplicates from './en/duplicates.json' with { type: 'json' };
import enCommons from './en/commons.json' with { type: 'json' };
import enDeliberation from './en/deliberation.json' with { type: 'json' };
import enEvaluation from './en/evaluation.json' with { type: 'json' };
import enFiles from './en/files.json' with { type: 'json' };
import enFramework from './en/framework.json' with { type: 'json' };
import enImport from './en/import.json' with { type: 'json' };
import enKnowledge from './en/knowledge.json' with { type: 'json' };
import enMap from './en/map.json' with { type: 'json' };
import enModeration from './en/moderation.json' with { type: 'json' };
import enNews from './en/news.json' with { type: 'json' };
import enOpinions from './en/opinions.json' with { type: 'json' };
import enPages from './en/pages.json' with { type: 'json' };
import enPersonal from './en/personal.json' with { type: 'json' };
import enOwnFields from './en/own-fields.json' with { type: 'json' };
import enOverview from './en/overview.json' with { type: 'json' };
import enPractices from './en/practices.json' with { type: 'json' };
import enRecords from './en/records.json' with { type: 'json' };
import enWeights from './en/weights.json' with { type: 'json' };
import enTerritories from './en/territories.json' with { type: 'json' };
import frAccounts from './fr/accounts.json' with { type: 'json' };
import frActionPlans from './fr/action-plans.json' with { type: 'json' };
import frApp from './fr/app.json' with { type: 'json' };
import frBackup from './fr/backup.json' with { type: 'json' };
import frDuplicates from './fr/duplicates.json' with { type: 'json' };
import frCommons from './fr/commons.json' with { type: 'json' };
import frDeliberation from './fr/deliberation.json' with { type: 'json' };
import frEvaluation from './fr/evaluation.json' with { type: 'json' };
import frFiles from './fr/files.json' with { type: 'json' };
import frFramework from './fr/framework.json' with { type: 'json' };
import frImport from './fr/import.json' with { type: 'json' };
import frKnowledge from './fr/knowledge.json' with { type: 'json' };
import frMap from './fr/map.json' with { type: 'json' };
import frModeration from './fr/moderation.json' with { type: 'json' };
import frNews from './fr/news.json' with { type: 'json' };
import frOpinions from './fr/opinions.json' with { type: 'json' };
import frPages from './fr/pages.json' with { type: 'json' };
import frPersonal from './fr/personal.json' with { type: 'json' };
import frOwnFields from './fr/own-fields.json' with { type: 'json' };
import frOverview from './fr/overview.json' with { type: 'json' };
import frPractices from './fr/practices.json' with { type: 'json' };
import frRecords from './fr/records.json' with { type: 'json' };
import frWeights from './fr/weights.json' with { type: 'json' };
import frTerritories from './fr/territories.json' with { type: 'json' };

const fr = {
  ...frApp,
  ...frAccounts,
  ...frActionPlans,
  ...frBackup,
  ...frDeliberation,
  ...frDuplicates,
  ...frCommons,
  ...frEvaluation,
  ...frFiles,
  ...frFramework,
  ...frImport,
  ...frKnowledge,
  ...frMap,
  ...frModeration,
  ...frNews,
  ...frOpinions,
  ...frPages,
  ...frPersonal,
  ...frOwnFields,
  ...frOverview,
  ...frPractices,
  ...frRecords,
  ...frTerritories,
  ...frWeights,
};
const en: Record<MessageKey, string> = {
  ...enApp,
  ...enAccounts,
  ...enActionPlans,
  ...enBackup,
  ...enDeliberation,
  ...enDuplicates,
  ...enCommons,
  ...enEvaluation,
  ...enFiles,
  ...enFramework,
  ...enImport,
  ...enKnowledge,
  ...enMap,
  ...enModeration,
  ...enNews,
  ...enOpinions,
  ...enPages,
  ...enPersonal,
  ...enOwnFields,
  ...enOverview,
  ...enPractices,
  ...enRecords,
  ...enTerritories,
  ...enWeights,
};

/** Every message of the product; French is the source. */
export type MessageKey = keyof typeof fr;

/** Words of the interface in French or English. */
export const translators: Record<Locale, Translate<MessageKey>> = {
  fr: translatorOf('fr', fr),
  en: translatorOf('en', en),
};

/** Tells whether a text made of parts, like `error.` and a code, is the key of a message. */
export function isMessageKey(text: string): text is MessageKey {
  return Object.hasOwn(fr, text);
}
