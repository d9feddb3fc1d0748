import type { MessageKey } from '#messages/index.ts';
import type { Translate } from '#kernel/translate.ts';
import type { ImportErrorCode, ImportWarningCode, MessageParams } from './import-codes.ts';

/** What is told of a record beside what its file says: what was already here. Messages `import.warning.<code>`. */
export type StoredWarningCode = 'kept-local-edit' | 'kept-deleted' | 'lookalike-here';
/** Why a row of one of our own exports is refused. Message `import.error.<code>`. */
export type RowErrorCode = ImportErrorCode | 'own-row-not-understood';

/** Why a whole file is not imported. Message `import.error.<code>`. */
export interface FileRefusal {
  code: ImportErrorCode | 'format-not-read' | 'not-allowed';
  params: MessageParams;
}

export interface ReportedWarning {
  /** Number of the record in the file, from 1, and physical line where it begins. */
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
  format: 'csv';
  encoding: string;
  source: string;
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** At most {@link mostListed} of each; `counts` has them all. */
  warnings: ReportedWarning[];
  errors: ReportedError[];
  counts: { warnings: Record<string, number>; errors: Record<string, number> };
}

/** Beyond that many, a list helps nobody, and a file of 200,000 rows must not fill the memory. */
const mostListed = 10_000;

/** Gathers what is found while a file is read and compared. */
export function createTally() {
  const warnings: ReportedWarning[] = [];
  const errors: ReportedError[] = [];
  const counts: ImportReport['counts'] = { warnings: {}, errors: {} };
  const figures = { read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 };

  function warn(
    at: { record: number; line: number },
    warning: Omit<ReportedWarning, 'record' | 'line'>,
  ): void {
    counts.warnings[warning.code] = (counts.warnings[warning.code] ?? 0) + 1;
    const { record, line } = at;
    if (warnings.length < mostListed) warnings.push({ record, line, ...warning });
  }
  function reject(error: ReportedError): void {
    figures.rejected += 1;
    counts.errors[error.code] = (counts.errors[error.code] ?? 0) + 1;
    if (errors.length < mostListed) errors.push(error);
  }
  function report(file: Pick<ImportReport, 'format' | 'encoding' | 'source'>): ImportReport {
    const ordered = warnings.toSorted((one, other) => one.record - other.record);
    return { ...file, ...figures, warnings: ordered, errors, counts };
  }
  return { figures, warn, reject, report };
}

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
