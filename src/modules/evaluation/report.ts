import type { Cell, ShownGroup } from '#mathematics/disclosure.ts';
import { type Distribution, summaryOf } from '#mathematics/distribution.ts';
import { dispersionWithin } from '#mathematics/spread.ts';
import { type FrameworkContent, criteriaOf, wordsIn } from '#modules/framework/index.ts';
import type { CollegeRule } from './composition-rule.ts';
import { type College, type EvaluationSession, roomKey } from './evaluation.ts';
import type { EvaluationResult } from './result.ts';
import type { CollectiveAnswer, Priority } from './workshop.ts';

/** One thing that was evaluated, with what may be shown of it. */
export interface ReportSubject {
  key: string;
  title: string;
  result: EvaluationResult;
}

/** All that the files of a report are written from: what the page shows, and nothing else. */
export interface Report {
  title: string;
  /** Address of the session's page. */
  url: string;
  licence: string;
  state: EvaluationSession['state'];
  closedAt: Date | null;
  publishedAt: Date | null;
  framework: { title: string; number: number; url: string; content: FrameworkContent };
  colleges: readonly College[];
  /** Who the session wanted to answer, and what may be told of it. */
  rules: readonly CollegeRule[];
  subjects: readonly ReportSubject[];
  /** What the group answered together. */
  collective: readonly CollectiveAnswer[];
  priorities: readonly Priority[];
  /** The language that titles are read in. */
  locale: 'fr' | 'en';
  /** What a group is called. */
  nameOf: (groupId: string) => string;
  /** What answers given in a room are called, which belong to no college, and what a group answered together. */
  names: { unverified: string; together: string };
}

/** A line of a table of figures, by column. */
export type ReportRow = Record<string, string | number | null>;

/** The columns of the table of figures that are there whatever the scales. */
const figureColumns = [
  'subject',
  'dimension',
  'criterion',
  'title',
  'group',
  'respondents',
  'shown',
] as const;
const measureColumns = [
  'does_not_apply',
  'do_not_know',
  'not_answered',
  'median',
  'lower_quartile',
  'upper_quartile',
  'dispersion',
  'score',
  'lower_bound',
  'upper_bound',
  'coverage',
  'not_very_sure',
  'fairly_sure',
  'very_sure',
] as const;

export const voiceColumns = [
  'subject',
  'criterion',
  'title',
  'group',
  'kind',
  'signed',
  'text',
  'url',
] as const;

/** The columns of the table of figures: one for each level of the longest scale. */
export function columnsOf({ framework }: Pick<Report, 'framework'>): string[] {
  const longest = Math.max(...criteriaOf(framework.content).map(({ criterion }) => criterion.scale.length));
  const levels = Array.from({ length: longest }, (_, index) => levelColumn(index));
  return [...figureColumns, ...levels, ...measureColumns];
}

/**
 * One line for each group on each dimension (its profile; no criterion) and on each criterion (how its people
 * answered). What the page hides has no figure here either: `shown` says `no`, the rest is empty.
 */
export function figureRows(report: Report): ReportRow[] {
  const { framework, subjects, locale } = report;
  return subjects.flatMap(({ title: subject, result }) =>
    framework.content.dimensions.flatMap((dimension) => {
      const profileIn = ({ id }: ShownGroup) =>
        result.profiles[id]?.dimensions.find((profile) => profile.id === dimension.id);
      const row = (group: ShownGroup, criterion: string, title: string) => ({
        subject,
        dimension: dimension.id,
        criterion,
        title,
        group: nameIn(report, group.id),
        respondents: group.respondents,
      });
      const ofDimension = result.groups.map((group) => ({
        ...row(group, '', wordsIn(dimension.title, locale)),
        shown: 'yes',
        ...boundsOf(profileIn(group)),
      }));
      const ofCriteria = dimension.criteria.flatMap((criterion) =>
        groupsIn(result).map((group) => {
          const cell = group.cells[criterion.id];
          const profile = profileIn(group)?.criteria.find(({ id }) => id === criterion.id);
          return {
            ...row(group, criterion.id, wordsIn(criterion.title, locale)),
            ...(cell?.shown
              ? {
                  shown: 'yes',
                  ...measures(cell.distribution),
                  ...(profile && boundsOf(profile)),
                  ...confidenceIn(result, group.id, criterion.id),
                }
              : { shown: 'no' }),
          };
        }),
      );
      return [...ofDimension, ...ofCriteria];
    }),
  );
}

/**
 * One line for each reason or piece of evidence that the page shows, in its order, then for the reason of what the group
 * answered together (`kind`: collective).
 */
export function voiceRows(report: Report): ReportRow[] {
  const { framework, subjects, collective, names, locale } = report;
  const criteria = criteriaOf(framework.content);
  return subjects.flatMap(({ key, title: subject, result }) =>
    criteria.flatMap(({ criterion }) => {
      const about = { subject, criterion: criterion.id, title: wordsIn(criterion.title, locale) };
      const ofEach = groupsIn(result).flatMap((group) =>
        remarksIn(group.cells[criterion.id]).map(({ kind, text, respondent, url }) => ({
          ...about,
          group: nameIn(report, group.id),
          kind,
          signed: respondent,
          text,
          url: url ?? null,
        })),
      );
      const together = collective
        .filter(
          ({ subject: of, criterionId, reason }) => of === key && criterionId === criterion.id && reason,
        )
        .map(({ reason }) => ({
          ...about,
          group: names.together,
          kind: 'collective',
          signed: null,
          text: reason,
          url: null,
        }));
      return [...ofEach, ...together];
    }),
  );
}

/** The groups of colleges, then those who answered in a room when they are enough to be shown. */
function groupsIn({ groups, unverified }: EvaluationResult): ShownGroup[] {
  return unverified ? [...groups, unverified] : [...groups];
}

function nameIn({ nameOf, names }: Pick<Report, 'nameOf' | 'names'>, groupId: string): string {
  return groupId === roomKey ? names.unverified : nameOf(groupId);
}

export function remarksIn(cell: Cell | undefined) {
  return cell?.shown ? cell.remarks : [];
}

export function measures(distribution: Distribution): ReportRow {
  const levels = summaryOf(distribution);
  return {
    ...Object.fromEntries(distribution.counts.map((count, index) => [levelColumn(index), count])),
    does_not_apply: distribution.notApplicable,
    do_not_know: distribution.dontKnow,
    not_answered: distribution.notAnswered,
    median: levels?.median ?? null,
    lower_quartile: levels?.lowerQuartile ?? null,
    upper_quartile: levels?.upperQuartile ?? null,
    dispersion: rounded(dispersionWithin(distribution)),
  };
}

/** How many were not very, fairly and very sure; empty where too few said so to be told. */
export function confidenceIn(
  { confidence }: EvaluationResult,
  groupId: string,
  criterionId: string,
): ReportRow {
  const counts = confidence?.[groupId]?.[criterionId];
  if (!counts) return {};
  const [not = 0, fairly = 0, very = 0] = counts;
  return { not_very_sure: not, fairly_sure: fairly, very_sure: very };
}

interface Bounds {
  score: number | null;
  lower: number | null;
  upper: number | null;
  coverage: number | null;
}

export function boundsOf(estimate: Bounds | undefined): ReportRow {
  return {
    score: rounded(estimate?.score ?? null),
    lower_bound: rounded(estimate?.lower ?? null),
    upper_bound: rounded(estimate?.upper ?? null),
    coverage: rounded(estimate?.coverage ?? null),
  };
}

/** Four decimals: more would pretend to a precision that no answer has. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10_000) / 10_000;
}

function levelColumn(index: number): string {
  return `level_${index + 1}`;
}
