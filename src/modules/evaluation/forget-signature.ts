import type { EvaluationResult } from './result.ts';

/**
 * The result on one subject without a signature: the answers count as before, by nobody in particular. Of two people who
 * signed with the same words in one college, neither is named any more.
 *
 * @param change.remarks false when what they wrote goes too
 */
export function withoutSignature(
  result: EvaluationResult,
  change: { collegeKey: string; signature: string; someone: string; remarks: boolean },
): EvaluationResult {
  const { collegeKey, signature, someone, remarks } = change;
  const signed = result.signatories[collegeKey] ?? [];
  return {
    ...result,
    signatories: {
      ...result.signatories,
      [collegeKey]: signed.map((name) => (name === signature ? someone : name)),
    },
    groups: result.groups.map((group) => {
      if (group.id !== collegeKey) return group;
      const cells = Object.entries(group.cells).map(([criterion, cell]) => {
        if (!cell.shown) return [criterion, cell] as const;
        const kept = cell.remarks.filter(({ respondent }) => remarks || respondent !== signature);
        const told = kept.map((remark) =>
          remark.respondent === signature ? { ...remark, respondent: someone } : remark,
        );
        return [criterion, { ...cell, remarks: told }] as const;
      });
      return { ...group, cells: Object.fromEntries(cells) };
    }),
  };
}
