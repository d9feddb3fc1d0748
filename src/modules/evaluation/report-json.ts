import type { ShownGroup } from '#mathematics/disclosure.ts';
import { criteriaOf, wordsIn } from '#modules/framework/index.ts';
import { agreementsIn } from './agreement.ts';
import { type Report, type ReportSubject, boundsOf, confidenceIn, measures, remarksIn } from './report.ts';
import { type EvaluationResult, levelsApart } from './result.ts';

/** The whole report as one object, for programs: everything the page tells, by the same names as the two tables. */
export function reportJson(report: Report) {
  const { framework, closedAt, publishedAt, subjects } = report;
  return {
    title: report.title,
    url: report.url,
    licence: report.licence,
    state: report.state,
    closed_at: closedAt?.toISOString() ?? null,
    published_at: publishedAt?.toISOString() ?? null,
    framework: { title: framework.title, version: framework.number, url: framework.url },
    colleges: report.colleges.map(({ key, name, kind, threshold }) => ({ key, name, kind, threshold })),
    composition: report.rules.map(({ college, least, state }) => ({ college, wanted: least, state })),
    priorities: report.priorities.map(({ criterionId, words, dots }) => ({
      criterion: criterionId,
      text: words,
      dots,
    })),
    subjects: subjects.map((subject) => subjectJson(report, subject)),
  };
}

function subjectJson(report: Report, { key, title, result }: ReportSubject) {
  const { framework, nameOf, locale } = report;
  const criteria = new Map(
    criteriaOf(framework.content).map(({ criterion, dimension }) => [criterion.id, { criterion, dimension }]),
  );
  return {
    key,
    title,
    respondents: result.respondents,
    groups: result.groups.map((group) => ({
      id: group.id,
      name: nameOf(group.id),
      kind: group.kind,
      colleges: group.colleges,
      respondents: group.respondents,
      signed_by: result.signatories[group.id] ?? [],
      completion: result.profiles[group.id]?.completion ?? null,
      dimensions: (result.profiles[group.id]?.dimensions ?? []).map((profile) => ({
        id: profile.id,
        ...boundsOf(profile),
      })),
    })),
    withheld: result.withheld,
    agreement: agreementsIn(result).map(({ groupId, ...figures }) => ({ group: groupId, ...figures })),
    criteria: result.criteria.flatMap(({ id, verdict, spread }) => {
      const found = criteria.get(id);
      if (!found) return [];
      const { criterion, dimension } = found;
      return {
        id,
        dimension: dimension.id,
        title: wordsIn(criterion.title, locale),
        levels: criterion.scale.map((anchor) => wordsIn(anchor, locale)),
        verdict,
        levels_apart: spread && levelsApart(spread, criterion.scale.length),
        farthest_groups: spread?.widest.between ?? [],
        groups: result.groups.map((group) => cellJson(result, group, id)),
        collective: collectiveJson(report, key, id),
      };
    }),
    unverified: unverifiedJson(result),
  };
}

/** Null when the group answered nothing together. */
function collectiveJson({ collective }: Report, subject: string, criterionId: string) {
  const kept = collective.find((one) => one.subject === subject && one.criterionId === criterionId);
  return kept ? { answer: kept.answer, reason: kept.reason } : null;
}

/** Answers given in a room, apart from the colleges: `shown` is false while they are too few, null when there are none. */
function unverifiedJson(result: EvaluationResult) {
  const { unverified } = result;
  if (unverified === undefined) return null;
  if (unverified === null) return { shown: false as const };
  const criteria = Object.keys(unverified.cells).map((id) => ({ id, ...cellJson(result, unverified, id) }));
  return { shown: true as const, respondents: unverified.respondents, criteria };
}

function cellJson(result: EvaluationResult, group: ShownGroup, criterionId: string) {
  const cell = group.cells[criterionId];
  if (!cell?.shown) return { group: group.id, shown: false as const };
  return {
    group: group.id,
    shown: true as const,
    counts: cell.distribution.counts,
    ...measures(cell.distribution),
    ...confidenceIn(result, group.id, criterionId),
    remarks: remarksIn(cell).map(({ kind, text, respondent, url = null }) => ({
      kind,
      text,
      url,
      signed: respondent,
    })),
  };
}
