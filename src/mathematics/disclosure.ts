import { isAnswered, type Answer } from './answer.ts';
import {
  groupColleges,
  type College,
  type CollegeGroup,
  type CountedCollege,
  type WithheldCollege,
} from './college-groups.ts';
import { answeredIn, distributionOf, sumOfDistributions, type Distribution } from './distribution.ts';
import type { CollegeAnswers } from './spread.ts';

/** A criterion as asked; `levels` is the number of levels of its scale, at least 2. */
export type Question = { readonly id: string; readonly levels: number };

/** What someone wrote beside an answer. */
export type Remark = {
  readonly kind: 'reason' | 'evidence';
  readonly text: string;
  /** Evidence: the page where it can be looked up. */
  readonly url?: string;
  /** Evidence: the picture that shows it, by a name that says nothing of who sent it. */
  readonly file?: string;
};

/** Everything one respondent gave. A missing criterion is not answered. */
export type Sheet = {
  readonly respondent: string;
  readonly college: string;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly remarks: Readonly<Record<string, readonly Remark[]>>;
};

/** `respondent` is null unless the college is named. */
export type ShownRemark = Remark & { readonly respondent: string | null };

/** What is shown of one group on one criterion. */
export type Cell =
  | { readonly shown: true; readonly distribution: Distribution; readonly remarks: readonly ShownRemark[] }
  | { readonly shown: false; readonly reason: 'too-few-answers' };

/** `cells` by criterion id, one for every question. */
export type ShownGroup = CollegeGroup & { readonly cells: Readonly<Record<string, Cell>> };

/** All that may be shown of a session, or computed from. */
export type Disclosure = {
  /** Colleges shown alone, in the order given, then "others". */
  readonly groups: readonly ShownGroup[];
  readonly withheld: readonly WithheldCollege[];
  /** Respondents of the groups above, nobody else. */
  readonly respondents: number;
  /** By criterion id: the sum of the cells shown above, nobody else; null when none is shown. */
  readonly totals: Readonly<Record<string, Distribution | null>>;
};

/**
 * What may be shown of a session's answers so that no set of anonymous respondents smaller than the threshold they
 * were promised can be told apart, by reading or by subtracting what is shown.
 *
 * - Colleges are grouped once for the whole session by `groupColleges`.
 * - A criterion that fewer than the threshold answered in an anonymous group shows nothing for that group:
 *   no count, no remark. (Answered: a level, "does not apply" or "I don't know".)
 * - **A total is always the sum of what is shown beside it.** Subtracting shown groups from it gives other shown
 *   groups or nothing. This replaces the hiding of further cells: there is no total to find a hidden cell from.
 * - Remarks follow their cell. Those of anonymous groups carry no author, no college and no answer, and are sorted by
 *   their text, so that their place cannot link the same hand from one criterion to the next.
 * - A sheet without any answer or remark is nobody's: it does not count as a respondent.
 * - Named colleges are shown whole, with their authors.
 *
 * What it cannot do: if everyone in a shown group chose the same level, one knows what each chose; someone who
 * knows several answers of a group (their own first) knows more about the rest; two disclosures of the same session,
 * made before and after a few more answers, can be compared. Compute it once, when the session is closed.
 *
 * Example, threshold 5: residents 12, staff 3, both anonymous, → one group "others" of 15; on a criterion only 4 of
 * them answered, nothing is shown and the total is null.
 *
 * Sources: Sweeney L. (2002) k-anonymity: a model for protecting privacy, Int. J. on Uncertainty, Fuzziness and
 * Knowledge-based Systems 10(5):557–570, doi:10.1142/S0218488502001648; for its limits Machanavajjhala A. et al.
 * (2007) l-diversity: privacy beyond k-anonymity, ACM TKDD 1(1), doi:10.1145/1217299.1217302.
 *
 * @throws RangeError when a sheet's college is unknown, an answer is off its scale, or a college is not sound
 */
export function disclose(session: {
  readonly colleges: readonly College[];
  readonly questions: readonly Question[];
  readonly sheets: readonly Sheet[];
}): Disclosure {
  const { colleges, questions } = session;
  const sheets = session.sheets.filter(isSomebody);
  const { groups, withheld } = groupColleges(countRespondents(colleges, sheets));

  const shownGroups = groups.map((group) => {
    const ofGroup = sheets.filter(({ college }) => group.colleges.includes(college));
    const cells = questions.map((question) => [question.id, cellOf(group, question, ofGroup)]);
    return { ...group, cells: Object.fromEntries(cells) as Record<string, Cell> };
  });

  return {
    groups: shownGroups,
    withheld,
    respondents: groups.reduce((sum, { respondents }) => sum + respondents, 0),
    totals: Object.fromEntries(questions.map(({ id }) => [id, totalOf(shownGroups, id)])),
  };
}

/** A shown group's distributions by criterion id, null where nothing is shown: what `profileOf` takes. */
export function shownDistributions(group: ShownGroup): Record<string, Distribution | null> {
  const entries = Object.entries(group.cells);
  return Object.fromEntries(entries.map(([id, cell]) => [id, cell.shown ? cell.distribution : null]));
}

/** The groups shown on one criterion with their distributions: what `spreadBetween` takes. */
export function shownColleges(groups: readonly ShownGroup[], criterion: string): CollegeAnswers[] {
  return groups.flatMap(({ id, cells }) => {
    const cell = cells[criterion];
    return cell?.shown ? [{ id, distribution: cell.distribution }] : [];
  });
}

function isSomebody({ answers, remarks }: Sheet): boolean {
  return Object.values(answers).some(isAnswered) || Object.values(remarks).some((list) => list.length > 0);
}

function countRespondents(colleges: readonly College[], sheets: readonly Sheet[]): CountedCollege[] {
  const respondents = new Map(colleges.map(({ id }) => [id, 0]));
  for (const { college } of sheets) {
    const count = respondents.get(college);
    if (count === undefined) throw new RangeError(`a sheet belongs to no college of the session: ${college}`);
    respondents.set(college, count + 1);
  }
  return colleges.map((college) => ({ ...college, respondents: respondents.get(college.id) ?? 0 }));
}

function cellOf(group: CollegeGroup, { id, levels }: Question, sheets: readonly Sheet[]): Cell {
  const answers = sheets.map((sheet) => sheet.answers[id] ?? null);
  const distribution = distributionOf(answers, levels);
  if (group.threshold !== null && answeredIn(distribution) < group.threshold) {
    return { shown: false, reason: 'too-few-answers' };
  }
  const remarks = sheets.flatMap((sheet) =>
    (sheet.remarks[id] ?? []).map((remark) => ({
      ...remark,
      respondent: group.kind === 'named' ? sheet.respondent : null,
    })),
  );
  return { shown: true, distribution, remarks: remarks.toSorted(byKindThenText) };
}

function totalOf(groups: readonly ShownGroup[], criterion: string): Distribution | null {
  return sumOfDistributions(shownColleges(groups, criterion).map(({ distribution }) => distribution));
}

/** By code units, so that the order never depends on the machine's language. */
function byKindThenText(a: Remark, b: Remark): number {
  if (a.kind !== b.kind) return a.kind === 'reason' ? -1 : 1;
  const [left, right] = [a, b].map(({ text, url = '', file = '' }) => [text, url, file].join('\n'));
  if (left === right || left === undefined || right === undefined) return 0;
  return left < right ? -1 : 1;
}
