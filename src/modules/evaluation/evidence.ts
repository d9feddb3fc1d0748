import type { Cell, ShownGroup } from '#mathematics/disclosure.ts';
import type { EvaluationResult } from './result.ts';

const megabyte = 1_000_000;

/** What people may send beside their answers. */
export const evidenceLimits = {
  /** Bytes of one file. */
  file: 10 * megabyte,
  /** Files of a session, in all. */
  perSession: 500,
} as const;

/** A file that may be shown; in pixels, 0 for a document. */
export interface ShownEvidence {
  name: string;
  width: number;
  height: number;
}

/** Names of the files that a result shows: those of cells that are shown, and no other. */
export function evidenceIn(results: readonly EvaluationResult[]): Set<string> {
  const groups = results.flatMap(({ groups: shown, unverified }): ShownGroup[] =>
    unverified ? [...shown, unverified] : [...shown],
  );
  const cells: Cell[] = groups.flatMap((group) => Object.values(group.cells));
  return new Set(cells.flatMap((cell) => (cell.shown ? cell.remarks.flatMap(({ file }) => file ?? []) : [])));
}
