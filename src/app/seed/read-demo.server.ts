import { readShippedYaml } from '#kernel/shipped-data.server.ts';
import {
  type DemoPage,
  type DemoPerson,
  type DemoPlan,
  type DemoPractice,
  type DemoTerritory,
  pagesShape,
  peopleShape,
  planShape,
  practicesShape,
  territoryShape,
} from './demo-shapes.ts';
import { type DemoDeliberation, deliberationShape } from './deliberation-shape.ts';
import { type DemoEvaluation, evaluationShape } from './evaluation-shape.ts';
import { daysToSlide, slideDate } from './slide-dates.ts';

/** Everything the demonstration is made of. */
export interface Demo {
  territory: DemoTerritory;
  people: DemoPerson[];
  practices: DemoPractice[];
  evaluations: DemoEvaluation[];
  deliberations: DemoDeliberation[];
  pages: DemoPage[];
  plan: DemoPlan;
}

/** The files of `data/demo`, their dates slid so that what they tell has just happened. */
export function readDemo(now: Date): Demo {
  const { writtenFor, people } = readShippedYaml('demo/people.yaml', peopleShape);
  const days = daysToSlide(writtenFor, now);
  const slide = (date: string) => slideDate(date, days);
  const territory = readShippedYaml('demo/territory.yaml', territoryShape(slide));
  const practices = practicesShape(slide);
  const evaluation = evaluationShape(slide);
  const deliberation = deliberationShape(slide);
  return {
    territory,
    people,
    practices: territory.practices.flatMap((name) =>
      readShippedYaml(`demo/practices/${name}.yaml`, practices),
    ),
    evaluations: territory.evaluations.map((name) =>
      readShippedYaml(`demo/evaluations/${name}.yaml`, evaluation),
    ),
    deliberations: territory.deliberations.map((name) =>
      readShippedYaml(`demo/deliberations/${name}.yaml`, deliberation),
    ),
    pages: readShippedYaml('demo/pages.yaml', pagesShape(slide)),
    plan: readShippedYaml('demo/plan.yaml', planShape(slide)),
  };
}
