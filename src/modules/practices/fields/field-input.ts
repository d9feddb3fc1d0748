import { problemsOf } from '#kernel/field-problems.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type OwnField, canFilter, ownFieldShape } from './own-field.ts';

/** What a form says of a field. */
export interface FieldInput {
  label: string;
  help?: string;
  kind: string;
  visibility?: string;
  required?: boolean;
  inList?: boolean;
  isFilter?: boolean;
  /** The key of the list of a choice; empty to make one of `options`. */
  list?: string;
  /** Choices of a list to make, one a line. */
  options?: string;
}

export type ReadField = Omit<OwnField, 'id' | 'key' | 'listId' | 'removed' | 'position'>;

/** A field as it may be kept, or what of it is not understood. */
export function readFieldInput(input: FieldInput): Result<ReadField, { code: 'label' | 'help' | 'kind' }> {
  const { label, help, kind, visibility, required, inList, isFilter } = input;
  const read = ownFieldShape.safeParse({ label, help, kind, visibility, required, inList, isFilter });
  if (read.success) return ok({ ...read.data, isFilter: read.data.isFilter && canFilter(read.data.kind) });
  const [problem] = problemsOf(read.error);
  const code = problem?.field === 'help' || problem?.field === 'label' ? problem.field : 'kind';
  return err({ code });
}
