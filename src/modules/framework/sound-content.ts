import type { Criterion, Dimension, Dropped, FrameworkSource, Passed } from './framework-content.ts';
import { isSoundNumberScale } from './number-scale.ts';

export interface UnsoundPlace {
  path: (string | number)[];
  message: string;
}

interface Tree {
  dimensions: Dimension[];
  sources: FrameworkSource[];
  passage?: Record<string, Passed> | undefined;
  dropped?: Dropped[] | undefined;
}

type PlacedCriterion = Criterion & { path: (string | number)[] };

/** What the shape of each part cannot say: ids stand once, what is named exists, levels go 1, 2, 3… */
export function problemsOf({ dimensions, sources, passage = {}, dropped = [] }: Tree): UnsoundPlace[] {
  const criteria = dimensions.flatMap((dimension, d) =>
    dimension.criteria.map((criterion, c) => ({ ...criterion, path: ['dimensions', d, 'criteria', c] })),
  );
  const knownSources = new Set(sources.map(({ id }) => id));
  const knownCriteria = new Set(criteria.map(({ id }) => id));
  return [
    ...repeatedIds(dimensions.map(({ id }, d) => ({ id, path: ['dimensions', d] }))),
    ...repeatedIds(criteria),
    ...repeatedIds(sources.map(({ id }, s) => ({ id, path: ['sources', s] }))),
    ...repeatedIds(dropped.map(({ id }, d) => ({ id, path: ['dropped', d] }))),
    ...criteria.flatMap((criterion) => [
      ...criterion.sources.flatMap((id, s) =>
        knownSources.has(id)
          ? []
          : [{ path: [...criterion.path, 'sources', s], message: 'names no source of the framework' }],
      ),
      ...problemsOfScale(criterion),
      ...repeatedIds(
        (criterion.indicators ?? []).map(({ id }, i) => ({ id, path: [...criterion.path, 'indicators', i] })),
      ),
    ]),
    ...Object.keys(passage).flatMap((id) =>
      knownCriteria.has(id)
        ? []
        : [{ path: ['passage', id], message: 'names no criterion of the framework' }],
    ),
  ];
}

/** Answers are stored as the numbers of levels, whatever way they were given. */
function problemsOfScale({ scale, measure, answeredBy, path }: PlacedCriterion): UnsoundPlace[] {
  const problems: UnsoundPlace[] = [];
  if (!scale.every(({ level }, i) => level === i + 1)) {
    problems.push({ path: [...path, 'scale'], message: 'does not go 1, 2, 3… in this order' });
  }
  if (measure && !isSoundNumberScale(measure, scale.length)) {
    problems.push({
      path: [...path, 'measure', 'bounds'],
      message: 'are not one fewer than the levels, in order from the most fragile to the most solid',
    });
  }
  if (answeredBy && (scale.length !== 2 || measure)) {
    problems.push({ path: [...path, 'answeredBy'], message: 'needs two levels and no measure' });
  }
  return problems;
}

function repeatedIds(places: { id: string; path: (string | number)[] }[]): UnsoundPlace[] {
  const seen = new Set<string>();
  return places.flatMap(({ id, path }) => {
    const isRepeated = seen.has(id);
    seen.add(id);
    return isRepeated ? [{ path: [...path, 'id'], message: 'stands twice' }] : [];
  });
}
