/** From how many respondents an anonymous college is shown. */
export const USUAL_THRESHOLD = 5;
/** The lowest a session may choose; respondents are warned before they answer. */
export const LOWEST_THRESHOLD = 3;

/** The id of the group of small colleges; no college may bear it. */
export const OTHERS = 'others';

/**
 * Declared before the first answer and never changed after it: `named` answers are attributed and always shown;
 * `anonymous` ones are shown only in a group of at least `threshold` respondents (5, or 3 with a warning).
 */
export type College =
  | { readonly id: string; readonly kind: 'named' }
  | { readonly id: string; readonly kind: 'anonymous'; readonly threshold: number };

export type CountedCollege = College & { readonly respondents: number };

/** Colleges shown together, as one. */
export type CollegeGroup = {
  /** The college's id, or `OTHERS`. */
  readonly id: string;
  readonly kind: 'named' | 'anonymous' | 'others';
  /** The colleges it holds: one, or for `others` all those that were merged. */
  readonly colleges: readonly string[];
  readonly respondents: number;
  /** The number of people below which nothing is shown; null for a named college. */
  readonly threshold: number | null;
};

/**
 * A college of which nothing is shown. `too-few-respondents`: all anonymous respondents together are fewer than the
 * threshold, perhaps none. `nobody-answered`: it is empty, and nobody can be guessed from saying so.
 */
export type WithheldCollege = {
  readonly college: string;
  readonly reason: 'nobody-answered' | 'too-few-respondents';
};

export type Grouping = {
  readonly groups: readonly CollegeGroup[];
  readonly withheld: readonly WithheldCollege[];
};

type AnonymousCollege = Extract<CountedCollege, { kind: 'anonymous' }>;

/**
 * Decides which colleges are shown apart, which are merged and which are not shown.
 *
 * 1. A named college that answered is a group of its own.
 * 2. Anonymous colleges below their threshold are merged into "others".
 * 3. While "others" is below the highest threshold of the colleges it holds, the next smallest anonymous college
 *    joins it (equal sizes: by id), even if it could have been shown alone: this is the complementary suppression
 *    that keeps the small ones from being found by subtraction.
 * 4. If "others" then still falls short, it holds every anonymous respondent there is: nothing of them is shown, no
 *    count either, and the grouping is the same as if none of them had answered.
 *
 * Example, all at 5: residents 12, associations 7, staff 3 → residents 12; others (associations, staff) 10.
 * Residents 3, staff 1 → both withheld.
 *
 * Source: k-anonymity, Sweeney L. (2002), doi:10.1142/S0218488502001648; complementary suppression, Cox L. H. (1980)
 * Suppression methodology and statistical disclosure control, J. of the American Statistical Association 75:377–385.
 *
 * @throws RangeError when a threshold is below 3 or not whole, or an id is doubled or reserved
 */
export function groupColleges(colleges: readonly CountedCollege[]): Grouping {
  requireSound(colleges);
  const anonymous = colleges.filter((college) => college.kind === 'anonymous');
  const merged = collegesToMerge(anonymous.filter(({ respondents }) => respondents > 0));
  const mergedIds = new Set(merged.map(({ id }) => id));
  const withhold = isShort(merged) || anonymous.every(({ respondents }) => respondents === 0);

  const alone = colleges.filter(({ id, respondents }) => respondents > 0 && !mergedIds.has(id));
  const groups: CollegeGroup[] = alone.map((college) => ({
    id: college.id,
    kind: college.kind,
    colleges: [college.id],
    respondents: college.respondents,
    threshold: college.kind === 'anonymous' ? college.threshold : null,
  }));
  if (merged.length > 0 && !withhold) groups.push(others(merged, colleges));

  return { groups, withheld: colleges.flatMap((college) => withheldReason(college, withhold)) };
}

/** The anonymous colleges that cannot be shown apart; all of them when even together they are too few. */
function collegesToMerge(anonymous: readonly AnonymousCollege[]): AnonymousCollege[] {
  const merged = anonymous.filter(({ respondents, threshold }) => respondents < threshold);
  const candidates = anonymous
    .filter(({ respondents, threshold }) => respondents >= threshold)
    .toSorted((a, b) => a.respondents - b.respondents || (a.id < b.id ? -1 : 1));
  for (const next of candidates) {
    if (!isShort(merged)) break;
    merged.push(next);
  }
  return merged;
}

/** Whether these colleges together are somebody, but too few for one of them. */
function isShort(merged: readonly AnonymousCollege[]): boolean {
  return merged.length > 0 && sizeOf(merged) < thresholdOf(merged);
}

function sizeOf(merged: readonly AnonymousCollege[]): number {
  return merged.reduce((sum, { respondents }) => sum + respondents, 0);
}

function thresholdOf(merged: readonly AnonymousCollege[]): number {
  return merged.reduce((highest, { threshold }) => Math.max(highest, threshold), 0);
}

function others(merged: readonly AnonymousCollege[], inOrderOf: readonly College[]): CollegeGroup {
  const ids = new Set(merged.map(({ id }) => id));
  return {
    id: OTHERS,
    kind: 'others',
    colleges: inOrderOf.flatMap(({ id }) => (ids.has(id) ? [id] : [])),
    respondents: sizeOf(merged),
    threshold: thresholdOf(merged),
  };
}

function withheldReason(college: CountedCollege, withholdAnonymous: boolean): WithheldCollege[] {
  if (college.kind === 'anonymous' && withholdAnonymous) {
    return [{ college: college.id, reason: 'too-few-respondents' }];
  }
  return college.respondents === 0 ? [{ college: college.id, reason: 'nobody-answered' }] : [];
}

function requireSound(colleges: readonly College[]): void {
  const ids = new Set(colleges.map(({ id }) => id));
  if (ids.size < colleges.length) throw new RangeError('two colleges have the same id');
  if (ids.has(OTHERS)) throw new RangeError(`"${OTHERS}" is not a college`);
  for (const college of colleges) {
    if (college.kind === 'anonymous' && !isThreshold(college.threshold)) {
      throw new RangeError(`a threshold is a whole number from ${LOWEST_THRESHOLD}: ${college.threshold}`);
    }
  }
}

function isThreshold(threshold: number): boolean {
  return Number.isInteger(threshold) && threshold >= LOWEST_THRESHOLD;
}
