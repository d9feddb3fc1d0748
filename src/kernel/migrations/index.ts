import type { Migration } from 'kysely/migration';
import * as createKernel from './0001-create-kernel.ts';
import * as createTerritoriesAndAccounts from './0002-create-territories-and-accounts.ts';
import * as createRecords from './0003-create-records.ts';
import * as createPractices from './0004-create-practices.ts';
import * as createFrameworksAndEvaluations from './0005-create-frameworks-and-evaluations.ts';
import * as createLeversAndActions from './0006-create-levers-and-actions.ts';
import * as createImports from './0007-create-imports.ts';
import * as createRoleInvitations from './0008-create-role-invitations.ts';
import * as extendEvaluations from './0009-extend-evaluations.ts';
import * as keepWaitingMail from './0010-keep-waiting-mail.ts';
import * as countPastMoves from './0011-count-past-moves.ts';
import * as addWaysToSignIn from './0012-add-ways-to-sign-in.ts';
import * as createTopics from './0013-create-topics.ts';
import * as hideRecords from './0014-hide-records.ts';
import * as createFiles from './0015-create-files.ts';
import * as createReportsAndLimits from './0016-create-reports-and-limits.ts';
import * as findWhatSomeoneDid from './0017-find-what-someone-did.ts';
import * as findAnswersOfPeople from './0018-find-answers-of-people.ts';
import * as findEverything from './0019-find-everything.ts';
import * as askContactsForConsent from './0020-ask-contacts-for-consent.ts';
import * as purgeRecords from './0021-purge-records.ts';
import * as addTerritorySettings from './0022-add-territory-settings.ts';
import * as createFollows from './0023-create-follows.ts';
import * as keepSessionsInPreparation from './0024-keep-sessions-in-preparation.ts';
import * as describeAndConfirmPractices from './0025-describe-and-confirm-practices.ts';
import * as mergeDuplicates from './0026-merge-duplicates.ts';
import * as nameAuthorsOfComments from './0027-name-authors-of-comments.ts';
import * as keepCompanionFiles from './0028-keep-companion-files.ts';
import * as createOwnFields from './0029-create-own-fields.ts';
import * as followSources from './0030-follow-sources.ts';
import * as takeQuestionsOfFiles from './0031-take-questions-of-files.ts';
import * as lookForDuplicatesAgain from './0032-look-for-duplicates-again.ts';
import * as giveSessionsSubjects from './0033-give-sessions-subjects.ts';
import * as createDeliberations from './0034-create-deliberations.ts';
import * as writeFrameworks from './0035-write-frameworks.ts';
import * as openDoorsAndPaper from './0036-open-doors-and-paper.ts';
import * as keepOpinions from './0037-keep-opinions.ts';
import * as holdWorkshops from './0038-hold-workshops.ts';
import * as tellProposalsByMail from './0039-tell-proposals-by-mail.ts';
import * as keepRecordsWhole from './0040-keep-records-whole.ts';
import * as keepEvidence from './0041-keep-evidence.ts';
import * as tellWeights from './0042-tell-weights.ts';

/** All migrations in order. Forward only: one that was released is never edited. */
export const migrations: Record<string, Migration> = {
  '0001-create-kernel': createKernel,
  '0002-create-territories-and-accounts': createTerritoriesAndAccounts,
  '0003-create-records': createRecords,
  '0004-create-practices': createPractices,
  '0005-create-frameworks-and-evaluations': createFrameworksAndEvaluations,
  '0006-create-levers-and-actions': createLeversAndActions,
  '0007-create-imports': createImports,
  '0008-create-role-invitations': createRoleInvitations,
  '0009-extend-evaluations': extendEvaluations,
  '0010-keep-waiting-mail': keepWaitingMail,
  '0011-count-past-moves': countPastMoves,
  '0012-add-ways-to-sign-in': addWaysToSignIn,
  '0013-create-topics': createTopics,
  '0014-hide-records': hideRecords,
  '0015-create-files': createFiles,
  '0016-create-reports-and-limits': createReportsAndLimits,
  '0017-find-what-someone-did': findWhatSomeoneDid,
  '0018-find-answers-of-people': findAnswersOfPeople,
  '0019-find-everything': findEverything,
  '0020-ask-contacts-for-consent': askContactsForConsent,
  '0021-purge-records': purgeRecords,
  '0022-add-territory-settings': addTerritorySettings,
  '0023-create-follows': createFollows,
  '0024-keep-sessions-in-preparation': keepSessionsInPreparation,
  '0025-describe-and-confirm-practices': describeAndConfirmPractices,
  '0026-merge-duplicates': mergeDuplicates,
  '0027-name-authors-of-comments': nameAuthorsOfComments,
  '0028-keep-companion-files': keepCompanionFiles,
  '0029-create-own-fields': createOwnFields,
  '0030-follow-sources': followSources,
  '0031-take-questions-of-files': takeQuestionsOfFiles,
  '0032-look-for-duplicates-again': lookForDuplicatesAgain,
  '0033-give-sessions-subjects': giveSessionsSubjects,
  '0034-create-deliberations': createDeliberations,
  '0035-write-frameworks': writeFrameworks,
  '0036-open-doors-and-paper': openDoorsAndPaper,
  '0037-keep-opinions': keepOpinions,
  '0038-hold-workshops': holdWorkshops,
  '0039-tell-proposals-by-mail': tellProposalsByMail,
  '0040-keep-records-whole': keepRecordsWhole,
  '0041-keep-evidence': keepEvidence,
  '0042-tell-weights': tellWeights,
};
