import type { Migration } from 'kysely/migration';
import * as createKernel from './0001-create-kernel.ts';
import * as createTerritoriesAndAccounts from './0002-create-territories-and-accounts.ts';
import * as createRecords from './0003-create-records.ts';
import * as createPractices from './0004-create-practices.ts';
import * as createFrameworksAndEvaluations from './0005-create-frameworks-and-evaluations.ts';
import * as createLeversAndActions from './0006-create-levers-and-actions.ts';
import * as createImports from './0007-create-imports.ts';

/** All migrations in order. Forward only: one that was released is never edited. */
export const migrations: Record<string, Migration> = {
  '0001-create-kernel': createKernel,
  '0002-create-territories-and-accounts': createTerritoriesAndAccounts,
  '0003-create-records': createRecords,
  '0004-create-practices': createPractices,
  '0005-create-frameworks-and-evaluations': createFrameworksAndEvaluations,
  '0006-create-levers-and-actions': createLeversAndActions,
  '0007-create-imports': createImports,
};
