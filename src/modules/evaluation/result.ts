import type { Answer } from '#mathematics/answer.ts';
import {
  type Disclosure,
  type Question,
  type Remark,
  type ShownGroup,
  disclose,
  shownColleges,
  shownDistributions,
} from '#mathematics/disclosure.ts';
import type { WithheldCollege } from '#mathematics/college-groups.ts';
import { type Distribution, summaryOf } from '#mathematics/distribution.ts';
import { type NumberSummary, summaryOfNumbers } from '#mathematics/number-summary.ts';
import { type Profile, profileOf } from '#mathematics/profile.ts';
import {
  type CollegeAnswers,
  type Spread,
  dispersionWithin,
  mostDivergentFirst,
} from '#mathematics/spread.ts';
import { type FrameworkContent, criteriaOf } from '#modules/framework/index.ts';
import type { AlphaInterval } from './agreement.ts';
import { type AnswerDetails, confidences } from './answer-details.ts';
import { type College, roomCollege, roomKey } from './evaluation.ts';

/** What one respondent gave on one subject, as it is kept. Nothing here says who an anonymous respondent is. */
export interface Sheet {
  /** The same for all sheets written through one link. */
  respondentKey: string;
  collegeKey: string;
  /** Key of what it is about. */
  subject: string;
  /** Who signs for a named college; empty for an anonymous one. */
  signature: string;
  /** Whether the signatory agreed to be named. */
  consented: boolean;
  answers: Record<string, Exclude<Answer, null>>;
  remarks: Record<string, Remark[]>;
  /** By criterion: what was said beside the answer. */
  details: Record<string, AnswerDetails>;
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

/** Everything that may be shown of one subject of a session, and nothing else: worked out once, when it closes. */
export interface EvaluationResult {
  groups: readonly ShownGroup[];
  withheld: readonly WithheldCollege[];
  /** People whose answers are in the groups above. */
  respondents: number;
  /** By criterion id: the sum of what is shown above; null when nothing is. */
  totals: Readonly<Record<string, Distribution | null>>;
  /** By group id, and all together under the empty key: see `agreement.ts`. Absent where it was not worked out. */
  alphaIntervals?: Readonly<Record<string, AlphaInterval>>;
  /** Every criterion, those on which colleges are farthest apart first. */
  criteria: readonly CriterionResult[];
  /** By group id: a group's own profile. There is none of all together: it would average opposed views. */
  profiles: Readonly<Record<string, Profile>>;
  /** By key of a named college: who signed, in alphabetical order. */
  signatories: Readonly<Record<string, readonly string[]>>;
  /**
   * By group id and criterion id: how many were not very, fairly and very sure of their answer. Nothing where fewer
   * said so than the group must have answers. Absent from sessions closed before this was asked.
   */
  confidence?: ConfidenceCounts;
  /**
   * By group id and criterion id: the numbers given to a question that is answered by one. Nothing where fewer gave one
   * than the group must have answers. Absent from sessions closed before this was shown.
   */
  numbers?: NumberSummaries;
  /**
   * What was answered through the open address of a room, by whoever was there: apart, in no total, profile or
   * comparison. Null when those people are too few to be shown; absent when nobody answered that way.
   */
  unverified?: ShownGroup | null;
}

export type NumberSummaries = Readonly<Record<string, Readonly<Record<string, NumberSummary>>>>;

export type ConfidenceCounts = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/** A group is called divided when its index of dispersion (Blair & Lacy) reaches this; half at 2 and half at 4 do. */
const dividedFrom = 0.5;
/** Equal distances must not be told apart by floating noise. */
const tolerance = 1e-9;

/**
 * Works out what may be shown of one subject of a session, from the sheets on it. A sheet of a named college counts only when it is signed and its
 * signatory agreed to be named.
 */
export function workOutResult(session: {
  colleges: readonly College[];
  content: FrameworkContent;
  sheets: readonly Sheet[];
}): EvaluationResult {
  const { colleges, content } = session;
  const named = new Set(colleges.filter(({ kind }) => kind === 'named').map(({ key }) => key));
  const inRoom = session.sheets.filter(({ collegeKey }) => collegeKey === roomKey);
  const counted = session.sheets.filter(
    (sheet) => sheet.collegeKey !== roomKey && (!named.has(sheet.collegeKey) || isAttributed(sheet)),
  );
  const questions = criteriaOf(content).map(({ criterion }) => ({
    id: criterion.id,
    levels: criterion.scale.length,
  }));
  const shown = discloseSheets(colleges, questions, counted);
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
    confidence: confidenceOf(shown.groups, counted),
    numbers: numbersOf(shown.groups, counted),
    ...(inRoom.some(saysSomething) && {
      unverified: discloseSheets([roomCollege], questions, inRoom).groups[0] ?? null,
    }),
  };
}

function discloseSheets(
  colleges: readonly College[],
  questions: readonly Question[],
  sheets: readonly Sheet[],
): Disclosure {
  return disclose({
    colleges: colleges.map(({ key, kind, threshold }) =>
      kind === 'named' ? { id: key, kind } : { id: key, kind, threshold },
    ),
    questions,
    sheets: sheets.map((sheet) => ({
      respondent: sheet.signature,
      college: sheet.collegeKey,
      answers: sheet.answers,
      remarks: withEvidence(sheet),
    })),
  });
}

/** Reasons and evidence alike: both are shown with the cell of their criterion, or not at all. */
function withEvidence({ remarks, details }: Sheet): Record<string, Remark[]> {
  const evidence = Object.entries(details).map(([id, { evidence: links = [], file }]) => [
    id,
    [
      ...(remarks[id] ?? []),
      ...(file ? [{ kind: 'evidence' as const, text: file.words || file.name, file: file.name }] : []),
      ...links.map(({ url, words }) => ({
        kind: 'evidence' as const,
        // The address stands in the words too: tables and files have nothing but words.
        text: words === '' ? url : `${words} – ${url}`,
        url,
      })),
    ],
  ]);
  return { ...remarks, ...Object.fromEntries(evidence) };
}

function confidenceOf(groups: readonly ShownGroup[], sheets: readonly Sheet[]): ConfidenceCounts {
  return besideCells(groups, sheets, {
    of: ({ confidence }) => confidence,
    told: (said) => confidences.map((step) => said.filter((one) => one === step).length),
  });
}

function numbersOf(groups: readonly ShownGroup[], sheets: readonly Sheet[]): NumberSummaries {
  return besideCells(groups, sheets, { of: ({ number }) => number, told: summaryOfNumbers });
}

/** What was said beside the answers of each cell that is shown, under the same threshold as its answers. */
function besideCells<Said, Told>(
  groups: readonly ShownGroup[],
  sheets: readonly Sheet[],
  { of, told }: { of: (details: AnswerDetails) => Said | null | undefined; told: (said: Said[]) => Told },
): Record<string, Record<string, Told>> {
  return Object.fromEntries(
    groups.map((group) => {
      const ofGroup = sheets.filter(({ collegeKey }) => group.colleges.includes(collegeKey));
      const cells = Object.entries(group.cells).flatMap(([id, cell]) => {
        const said = ofGroup.flatMap(({ details }) => of(details[id] ?? {}) ?? []);
        return cell.shown && said.length > 0 && said.length >= (group.threshold ?? 1)
          ? [[id, told(said)] as const]
          : [];
      });
      return [group.id, Object.fromEntries(cells)];
    }),
  );
}

/** Whether a sheet of a named college may be attributed to whoever signed it. */
export function isAttributed(sheet: Pick<Sheet, 'signature' | 'consented'>): boolean {
  return sheet.consented && sheet.signature !== '';
}

/** How many people answered in each college: those of a named one who signed and agreed to be named. */
export function countPeople(colleges: readonly College[], sheets: readonly Sheet[]): Map<string, number> {
  const counted = sheets.filter(saysSomething);
  return new Map(
    colleges.map(({ key, kind }) => {
      const ofCollege = counted.filter(
        (sheet) => sheet.collegeKey === key && (kind === 'anonymous' || isAttributed(sheet)),
      );
      return [key, new Set(ofCollege.map(({ respondentKey }) => respondentKey)).size];
    }),
  );
}

/** Where someone of a named college stands: silent, answered without signature or consent yet, or answered. */
export type Standing = 'waiting' | 'unsigned' | 'answered';

/** @param sheets what they gave on the subjects they began; all bear the same signature */
export function standingOf(sheets: readonly Sheet[]): Standing {
  const saying = sheets.filter(saysSomething);
  if (saying.length === 0) return 'waiting';
  return saying.every(isAttributed) ? 'answered' : 'unsigned';
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

function saysSomething(sheet: Sheet): boolean {
  const said = Object.values(withEvidence(sheet));
  return Object.keys(sheet.answers).length > 0 || said.some((list) => list.length > 0);
}
