import type { Criterion, FrameworkContent, FrameworkSource } from '../framework-content.ts';
import {
  type Cells,
  type RowType,
  type WordColumn,
  criterionColumns,
  frameworkColumns,
  wordCells,
} from './framework-columns.ts';
import type { Words } from '../words.ts';
import type { FileOrigin } from './framework-file.ts';

/**
 * A version as lines of a table that people edit in a spreadsheet: one for the whole, then one for each dimension,
 * criterion, level of a scale, indicator, stake and source. What came of earlier criteria is not among them.
 */
export function rowsOf(content: FrameworkContent, origin: FileOrigin | undefined): Cells[] {
  return [
    frameworkRow(content, origin),
    ...content.authors.map((name) => row('author', { name })),
    ...fromRows(content),
    ...content.sources.map(sourceRow),
    ...content.dimensions.flatMap(({ id, title, description, criteria }) => [
      row('dimension', { id, ...wordCells('title', title), ...wordCells('description', description) }),
      ...criteria.flatMap((criterion) => criterionRows(criterion, id)),
    ]),
  ];
}

function row(type: RowType, cells: Cells): Cells {
  return { type, ...cells };
}

function frameworkRow(content: FrameworkContent, origin: FileOrigin | undefined): Cells {
  return row('framework', {
    id: content.id,
    version: String(content.version),
    date: content.published,
    licence: content.licence,
    starting_point: content.startingPoint ? '1' : '0',
    name: origin?.territory.name ?? '',
    url: origin?.territory.url ?? '',
    ...textCells(content, frameworkColumns),
  });
}

function fromRows({ from }: FrameworkContent): Cells[] {
  if (!from) return [];
  const { frameworkId, territory, version, title } = from;
  const place = { name: territory?.name ?? '', url: territory?.url ?? '' };
  return [row('from', { id: frameworkId, version: String(version), ...place, ...wordCells('title', title) })];
}

function sourceRow({ id, title, publisher, date, url }: FrameworkSource): Cells {
  return row('source', { id, name: publisher, date: date ?? '', url, ...wordCells('title', title) });
}

function criterionRows(criterion: Criterion, dimension: string): Cells[] {
  const { id: parent, measure, indicators = [], stakes = [] } = criterion;
  return [
    row('criterion', {
      id: parent,
      parent: dimension,
      ...textCells(criterion, criterionColumns),
      ...wordCells('unit', measure?.unit),
      better: measure?.better ?? '',
      answered_by: criterion.answeredBy ?? '',
      sdgs: (criterion.sdgs ?? []).join(' '),
      sources: criterion.sources.join(' '),
    }),
    ...criterion.scale.map((anchor, place) =>
      row('level', {
        parent,
        level: String(anchor.level),
        // The number from which this level is reached: the first has none.
        bound: place === 0 ? '' : String(measure?.bounds[place - 1] ?? ''),
        ...wordCells('title', anchor),
      }),
    ),
    ...indicators.map(({ id, title, unit, how }) =>
      row('indicator', {
        id,
        parent,
        ...wordCells('title', title),
        ...wordCells('unit', unit),
        ...wordCells('description', how),
      }),
    ),
    ...stakes.map((stake) => row('stake', { parent, ...wordCells('title', stake) })),
  ];
}

/** The cells of texts, by the column of each. */
function textCells<Field extends string>(
  of: { readonly [field in NoInfer<Field>]?: Words | undefined },
  places: Readonly<Record<Field, WordColumn>>,
): Cells {
  const fields = Object.entries(places) as [Field, WordColumn][];
  return Object.assign({}, ...fields.map(([field, column]) => wordCells(column, of[field]))) as Cells;
}
