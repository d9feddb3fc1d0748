import type { MessageKey } from '#messages/index.ts';
import type { Translate } from '#kernel/translate.ts';
import type { ImportFormat } from './formats/source-table.ts';
import type { ImportErrorCode, ImportWarningCode, MessageParams } from './import-codes.ts';
import type { ImportedPractice } from './imported-practice.ts';

/** What is told of a record beside what its file says: what was already here. Messages `import.warning.<code>`. */
export type StoredWarningCode = 'kept-local-edit' | 'kept-deleted' | 'kept-purged' | 'lookalike-here';
/** Why a row of one of our own exports is refused. Message `import.error.<code>`. */
export type RowErrorCode = ImportErrorCode | 'own-row-not-understood';

/** Why a whole file is not imported. Message `import.error.<code>`. */
export interface FileRefusal {
  code: ImportErrorCode | 'not-allowed';
  params: MessageParams;
}

export interface ReportedWarning {
  /** Number of the record in the file, from 1, and physical line where it begins; 0 for the row of names. */
  record: number;
  line: number;
  /** The field it is about; null when it is about the whole record. */
  field: string | null;
  code: ImportWarningCode | StoredWarningCode;
  params: MessageParams;
}

export interface ReportedError {
  record: number;
  line: number;
  code: RowErrorCode;
  params: MessageParams;
}

/**
 * What an import did, or would do. `read` is the sum of created, updated, unchanged and rejected; a record whose id was
 * already met in the file is among the unchanged.
 */
export interface ImportReport {
  format: ImportFormat;
  encoding: string;
  source: string;
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** The first ones, and some of each kind; `counts` has them all. */
  warnings: ReportedWarning[];
  errors: ReportedError[];
  counts: { warnings: Record<string, number>; errors: Record<string, number> };
  /** The fields that it makes, as `field.<key>`; reports of before there were any have none. */
  fields?: string[];
}

/** Beyond that many, a list helps nobody, and a file of 200,000 rows must not fill the memory. */
const mostListed = 10_000;
/** But that many of each kind are always listed. */
const leastOfKind = 20;

/** Gathers what is found while a file is read and compared. */
export function createTally() {
  const warnings: ReportedWarning[] = [];
  const errors: ReportedError[] = [];
  const counts: ImportReport['counts'] = { warnings: {}, errors: {} };
  const figures = { read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 };

  function warn(at: RecordAt, warning: Omit<ReportedWarning, 'record' | 'line'>): void {
    const { record, line } = at;
    const count = countOne(counts.warnings, warning.code);
    if (isListed(warnings, count)) warnings.push({ record, line, ...warning });
  }
  function reject(error: ReportedError): void {
    figures.rejected += 1;
    const count = countOne(counts.errors, error.code);
    if (isListed(errors, count)) errors.push(error);
  }
  /** A record that is met twice in one file counts once. */
  function repeat(practice: ImportedPractice, first: number): void {
    const { sourceRecordId, fingerprint } = practice;
    const id = sourceRecordId || fingerprint.replace(/^id:/, '');
    figures.unchanged += 1;
    warn(practice, { field: 'externalId', code: 'repeated-id', params: { id, record: first } });
  }
  function report(file: Pick<ImportReport, 'format' | 'encoding' | 'source'>): ImportReport {
    const ordered = warnings.toSorted((one, other) => one.record - other.record);
    return { ...file, ...figures, warnings: ordered, errors, counts };
  }
  return { figures, warn, reject, repeat, report };
}

function countOne(counts: Record<string, number>, code: string): number {
  return (counts[code] = (counts[code] ?? 0) + 1);
}

function isListed(list: readonly unknown[], countOfKind: number): boolean {
  return list.length < mostListed || countOfKind <= leastOfKind;
}

type RecordAt = Pick<ImportedPractice, 'record' | 'line'>;

export type Tally = ReturnType<typeof createTally>;

/** The report as the command line prints it: the shape of the public contract, with words. */
export function tellReport(report: ImportReport, t: Translate<MessageKey>) {
  const { warnings, errors, ...figures } = report;
  return {
    ...figures,
    warnings: warnings.map(({ params, ...warning }) => ({
      ...warning,
      message: t(`import.warning.${warning.code}`, params),
    })),
    errors: errors.map(({ params, ...error }) => ({
      ...error,
      message: t(`import.error.${error.code}`, params),
    })),
  };
}
