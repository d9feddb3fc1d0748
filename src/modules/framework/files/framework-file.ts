import type { z } from 'zod';
import type { FrameworkContent, Lineage } from '../framework-content.ts';

/** Which territory gives a framework away, and where: what a copy says of where it comes from. */
export interface FileOrigin {
  territory: { name: string; url?: string | undefined };
  /** Public address of the version in the file. */
  address?: string | undefined;
  /** Public address of the version before, when it has one. */
  replaces?: string | undefined;
}

export type FileProblemCode =
  | 'cycle'
  | 'file-too-large'
  | 'id-twice'
  | 'level-twice'
  | 'missing'
  | 'no-columns'
  | 'not-a-framework'
  | 'parent-missing'
  | 'parent-unknown'
  | 'parent-wrong'
  | 'row-broken'
  | 'rows-too-many'
  | 'scale-gap'
  | 'scale-short'
  | 'source-unknown'
  | 'too-long'
  | 'too-many'
  | 'type-unknown'
  | 'unknown-field'
  | 'unreadable'
  | 'unsound'
  | 'wrong-form';

/** Why a file gives no framework: where to look, and what is wrong there. */
export interface FileProblem {
  /** Line of the file, from 1; null where lines say nothing. */
  line: number | null;
  /** What it is about: a column, an id, a path. Of the file: to be shown as text. */
  place: string;
  code: FileProblemCode;
  /** The most there may be, for what is too long or too many. */
  max?: number;
}

/** What was added to a file that did not say it, so that the person looks at it again. */
export interface FileNote {
  code: 'scale-added' | 'question-from-title';
  /** The id of the criterion. */
  place: string;
}

/** A file as it was understood. */
export interface FrameworkInFile {
  content: FrameworkContent;
  /** Undefined for a file that does not say of which framework it is. */
  lineage: Lineage | undefined;
  notes: FileNote[];
}

/** What stands in for what a file does not say. */
export interface FileDefaults {
  title: string;
  author: string;
  licence: string;
  /** The day, `2026-11-23`. */
  today: string;
  /** The language of texts that do not say theirs. */
  language: 'fr' | 'en';
  /** The sentences of a scale that nobody wrote, to be written again. */
  scale: readonly { fr?: string; en?: string }[];
}

/** Problems beyond these are not shown: whoever mends these sees the next ones. */
export const mostProblems = 50;

interface Places {
  /** The line where the thing at a path stands, for a file that has lines. */
  lineOf(path: readonly PropertyKey[]): number | null;
  /** What people call the place: a column, for instance. */
  nameOf(path: readonly PropertyKey[]): string;
}

/** What the schema of a framework refused, in words that tell a person where to look. */
export function problemsOfShape(error: z.ZodError, places: Places = asWritten): FileProblem[] {
  return error.issues.slice(0, mostProblems).map((issue) => {
    const further = issue.code === 'unrecognized_keys' ? [issue.keys.join(', ')] : [];
    const path = [...issue.path, ...further];
    return { line: places.lineOf(path), place: places.nameOf(path), ...reasonOf(issue) };
  });
}

/** `dimensions[1].criteria[3].question`, counted from 1 as people do. */
const asWritten: Places = {
  lineOf: () => null,
  nameOf: (path) =>
    path
      .map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${String(part)}`))
      .join('')
      .replace(/^\./, ''),
};

type Refusal = z.ZodError['issues'][number];

function reasonOf(issue: Refusal): Pick<FileProblem, 'code' | 'max'> {
  switch (issue.code) {
    case 'too_big':
      return { code: issue.origin === 'string' ? 'too-long' : 'too-many', max: Number(issue.maximum) };
    case 'too_small':
      return { code: issue.path.at(-1) === 'scale' ? 'scale-short' : 'missing' };
    case 'unrecognized_keys':
      return { code: 'unknown-field' };
    case 'invalid_type':
      return { code: issue.input === undefined ? 'missing' : 'wrong-form' };
    case 'custom':
      return { code: ruleBroken(issue.path) };
    default:
      return { code: 'wrong-form' };
  }
}

/** Which of the rules that no shape can say was broken, from where: a text in no language is broken where it stands. */
function ruleBroken(path: readonly PropertyKey[]): FileProblemCode {
  const [before, last] = path.slice(-2);
  if (last === 'id') return 'id-twice';
  if (last === 'scale') return 'scale-gap';
  if (before === 'sources') return 'source-unknown';
  return last === 'bounds' || last === 'answeredBy' || before === 'passage' ? 'unsound' : 'missing';
}
