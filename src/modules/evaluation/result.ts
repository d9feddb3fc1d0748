import type { Answer } from '#mathematics/answer.ts';
import {
  type Remark,
  type ShownGroup,
  disclose,
  shownColleges,
  shownDistributions,
} from '#mathematics/disclosure.ts';
import type { WithheldCollege } from '#mathematics/college-groups.ts';
import { type Distribution, summaryOf } from '#mathematics/distribution.ts';
import { type Profile, profileOf } from '#mathematics/profile.ts';
import {
  type CollegeAnswers,
  type Spread,
  dispersionWithin,
  mostDivergentFirst,
} from '#mathematics/spread.ts';
import { type FrameworkContent, criteriaOf } from '#modules/framework/index.ts';
import type { College } from './evaluation.ts';

/** What one respondent gave, as it is kept. Nothing here says who an anonymous respondent is. */
export interface Sheet {
  /** The same for all sheets written through one link. */
  respondentKey: string;
  collegeKey: string;
  /** Who signs for a named college; empty for an anonymous one. */
  signature: string;
  /** Whether the signatory agreed to be named. */
  consented: boolean;
  answers: Record<string, Exclude<Answer, null>>;
  remarks: Record<string, Remark[]>;
}

/**
 * How the colleges stand towards each other on one criterion:
 * - `differ`: two of them are at least one level apart;
 * - `divided`: they are closer than that, but the people of at least one are split among themselves;
 * - `agree`: neither;
 * - `not-compared`: fewer than two of them chose a level that may be shown.
 */
export type Verdict = 'differ' | 'divided' | 'agree' | 'not-compared';

export interface CriterionResult {
  id: string;
  verdict: Verdict;
  spread: Spread | null;
}

/** Everything that may be shown of a session, and nothing else: worked out once, when it closes. */
export interface EvaluationResult {
  groups: readonly ShownGroup[];
  withheld: readonly WithheldCollege[];
  /** People whose answers are in the groups above. */
  respondents: number;
  /** By criterion id: the sum of what is shown above; null when nothing is. */
  totals: Readonly<Record<string, Distribution | null>>;
  /** Every criterion, those on which colleges are farthest apart first. */
  criteria: readonly CriterionResult[];
  /** By group id: a group's own profile. There is none of all together: it would average opposed views. */
  profiles: Readonly<Record<string, Profile>>;
  /** By key of a named college: who signed, in alphabetical order. */
  signatories: Readonly<Record<string, readonly string[]>>;
}

/** A group is called divided when its index of dispersion (Blair & Lacy) reaches this; half at 2 and half at 4 do. */
const dividedFrom = 0.5;
/** Equal distances must not be told apart by floating noise. */
const tolerance = 1e-9;

/**
 * Works out what may be shown of a session. A sheet of a named college counts only when it is signed and its
 * signatory agreed to be named.
 */
export function workOutResult(session: {
  colleges: readonly College[];
  content: FrameworkContent;
  sheets: readonly Sheet[];
}): EvaluationResult {
  const { colleges, content } = session;
  const named = new Set(colleges.filter(({ kind }) => kind === 'named').map(({ key }) => key));
  const counted = session.sheets.filter((sheet) => !named.has(sheet.collegeKey) || isAttributed(sheet));
  const questions = criteriaOf(content).map(({ criterion }) => ({
    id: criterion.id,
    levels: criterion.scale.length,
  }));
  const shown = disclose({
    colleges: colleges.map(({ key, ...college }) => ({ ...college, id: key })),
    questions,
    sheets: counted.map(({ collegeKey, signature, answers, remarks }) => ({
      respondent: signature,
      college: collegeKey,
      answers,
      remarks,
    })),
  });
  const dimensions = content.dimensions.map(({ id, criteria }) => ({
    id,
    weight: 1,
    criteria: criteria.map((criterion) => ({ id: criterion.id, weight: 1 })),
  }));
  const compared = questions.map(({ id }) => ({ id, colleges: shownColleges(shown.groups, id) }));
  return {
    ...shown,
    criteria: mostDivergentFirst(compared).map(({ id, spread, colleges: ofCriterion }) => ({
      id,
      spread,
      verdict: verdictOf(spread, ofCriterion),
    })),
    profiles: Object.fromEntries(
      shown.groups.map((group) => [group.id, profileOf(dimensions, shownDistributions(group))]),
    ),
    signatories: Object.fromEntries([...named].map((key) => [key, signatoriesOf(key, counted)])),
  };
}

/** Whether a sheet of a named college may be attributed to whoever signed it. */
export function isAttributed(sheet: Pick<Sheet, 'signature' | 'consented'>): boolean {
  return sheet.consented && sheet.signature !== '';
}

/** Where someone of a named college stands: silent, answered without signature or consent yet, or answered. */
export type Standing = 'waiting' | 'unsigned' | 'answered';

/** @param sheet what they gave; undefined when nothing was saved */
export function standingOf(sheet: Sheet | undefined): Standing {
  if (!sheet || !saysSomething(sheet)) return 'waiting';
  return isAttributed(sheet) ? 'answered' : 'unsigned';
}

/**
 * Compares how far apart the two farthest colleges are, in levels of the scale, with one level: it is what an answer
 * has to move, on average, for the two to look alike. The limits are conventions of this project, to sort the page;
 * the figures stand beside.
 *
 * Example on 5 levels: distance 0.25 is one level → `differ`; distance 0.1 with a college half at 1 and half at 5
 * (dispersion 1) → `divided`.
 */
function verdictOf(spread: Spread | null, colleges: readonly CollegeAnswers[]): Verdict {
  if (!spread) return 'not-compared';
  const levels = colleges[0]?.distribution.counts.length ?? 0;
  if (levelsApart(spread, levels) >= 1 - tolerance) return 'differ';
  const dispersions = colleges.map(({ distribution }) => dispersionWithin(distribution) ?? 0);
  return dispersions.some((dispersion) => dispersion >= dividedFrom - tolerance) ? 'divided' : 'agree';
}

/** The widest distance of a spread counted in levels of the scale. */
export function levelsApart(spread: Spread, levels: number): number {
  return spread.widest.distance * (levels - 1);
}

/** The middle of all answers shown on a criterion, for what people agree on; null when none is shown. */
export function medianOfAll(result: EvaluationResult, criterionId: string): number | null {
  const total = result.totals[criterionId];
  return (total && summaryOf(total)?.median) ?? null;
}

function signatoriesOf(collegeKey: string, sheets: readonly Sheet[]): string[] {
  const signed = sheets.filter((sheet) => sheet.collegeKey === collegeKey && saysSomething(sheet));
  return [...new Set(signed.map(({ signature }) => signature))].toSorted((a, b) => a.localeCompare(b, 'fr'));
}

function saysSomething({ answers, remarks }: Pick<Sheet, 'answers' | 'remarks'>): boolean {
  return Object.keys(answers).length > 0 || Object.values(remarks).some((list) => list.length > 0);
}
