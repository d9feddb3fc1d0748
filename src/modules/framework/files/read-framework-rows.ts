import { type Result, err, ok } from '#kernel/result.ts';
import { slugify } from '#kernel/slug.ts';
import { frameworkDraftShape } from '../framework-content.ts';
import { type Cells, criterionColumns, frameworkColumns, wordsOf } from './framework-columns.ts';
import {
  type FileDefaults,
  type FileNote,
  type FileProblem,
  type FrameworkInFile,
  mostProblems,
  problemsOfShape,
} from './framework-file.ts';
import { lineageOf } from './lineage.ts';
import { type Placed, type Row, treeOf } from './row-nodes.ts';

/** A part of the content, with the line it was read from: fields are checked later, all at once. */
type Raw = Record<string, unknown>;

/** Reads lines, in the order of the file, as one framework; or says line by line what is wrong. */
export function readFrameworkRows(
  rows: readonly Row[],
  defaults: FileDefaults,
): Result<FrameworkInFile, FileProblem[]> {
  const crowd = tooMany(rows);
  if (crowd.length > 0) return err(crowd);
  const { tree, problems } = treeOf(rows);
  const held = Map.groupBy(tree.details, ({ under }) => under);
  const lines = new Map<string, number>();
  const notes: FileNote[] = [];
  const dimensions = tree.dimensions.map(({ id, line, cells }, at) => {
    const path = ['dimensions', at];
    lines.set(path.join('.'), line);
    const inside = tree.criteria.filter(({ under }) => under === id);
    const criteria = inside.map((row, place) => {
      const here = [...path, 'criteria', place].join('.');
      lines.set(here, row.line);
      const read = readCriterion(row, held.get(row.id) ?? [], defaults);
      problems.push(...read.problems);
      notes.push(...read.notes);
      for (const [name, list] of Object.entries(read.lines)) {
        list.forEach((line, index) => lines.set(`${here}.${name}.${index}`, line));
      }
      return read.raw;
    });
    return {
      id,
      ...filled({ title: wordsOf(cells, 'title'), description: wordsOf(cells, 'description') }),
      criteria,
    };
  });
  const raw = { ...readWhole(rows, defaults, lines), dimensions };
  const read = frameworkDraftShape.safeParse(raw, { reportInput: true });
  if (!read.success) problems.push(...problemsOfShape(read.error, placesIn(raw, lines)));
  if (!read.success || problems.length > 0) return err(inOrder(problems));
  const whole = rows.find(({ type }) => type === 'framework')?.cells;
  const territory = { name: whole?.['name'] ?? '', url: whole?.['url'] };
  const isTold = (whole?.['id'] ?? '') !== '' && (whole?.['version'] ?? '') !== '';
  return ok({
    content: read.data,
    lineage: isTold ? lineageOf(read.data, territory.name ? { territory } : undefined) : undefined,
    notes,
  });
}

/** More than a framework may hold is not read further. */
function tooMany(rows: readonly Row[]): FileProblem[] {
  return (['dimension', 'criterion'] as const).flatMap((type): FileProblem[] => {
    const max = most[type];
    const beyond = rows.filter((row) => row.type === type)[max];
    return beyond ? [{ line: beyond.line, place: type, code: 'too-many', max }] : [];
  });
}

const most = { dimension: 20, criterion: 1000 };

function inOrder(problems: readonly FileProblem[]): FileProblem[] {
  return problems.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)).slice(0, mostProblems);
}

function readWhole(rows: readonly Row[], defaults: FileDefaults, lines: Map<string, number>): Raw {
  const of = (type: Row['type']) => rows.filter((row) => row.type === type);
  const [whole] = of('framework');
  const cells = whole?.cells ?? {};
  lines.set('', whole?.line ?? 1);
  const title = wordsOf(cells, 'title') ?? { [defaults.language]: defaults.title };
  const authors = of('author').map(({ cells: { name = '' } }) => name);
  of('source').forEach(({ line }, at) => lines.set(`sources.${at}`, line));
  of('author').forEach(({ line }, at) => lines.set(`authors.${at}`, line));
  const [from] = of('from');
  if (from) lines.set('from', from.line);
  return filled({
    ...textsOf(cells, frameworkColumns),
    id: cells['id'] || slugify(title.fr ?? title.en ?? '', 'referentiel'),
    version: cells['version'] ? Number(cells['version']) : 1,
    published: cells['date'] || defaults.today,
    startingPoint: isYes(cells['starting_point'] ?? ''),
    licence: cells['licence'] || defaults.licence,
    authors: authors.length > 0 ? authors : [defaults.author],
    title,
    from: from && readFrom(from.cells),
    sources: of('source').map(({ cells: { id, name, date, url, ...rest } }) =>
      filled({ id, publisher: name, date: date || undefined, url, title: wordsOf(rest, 'title') }),
    ),
  });
}

function readFrom(cells: Cells): Raw {
  const { id: frameworkId, version, name, url } = cells;
  return filled({
    frameworkId,
    version: Number(version),
    title: wordsOf(cells, 'title'),
    territory: name ? filled({ name, url: url || undefined }) : undefined,
  });
}

const isYes = (cell: string) => /^(1|x|o|y|oui|yes|vrai|true)$/i.test(cell);

function textsOf(cells: Cells, places: Readonly<Record<string, Parameters<typeof wordsOf>[1]>>): Raw {
  return Object.fromEntries(Object.entries(places).map(([field, column]) => [field, wordsOf(cells, column)]));
}

function readCriterion(
  { id, cells }: Placed & { id: string },
  details: readonly Placed[],
  defaults: FileDefaults,
): { raw: Raw; lines: Record<string, number[]>; problems: FileProblem[]; notes: FileNote[] } {
  const of = (type: Row['type']) => details.filter((row) => row.type === type);
  const levels = of('level').toSorted((one, other) => levelIn(one) - levelIn(other));
  const scale = levels.map((row) => ({ level: levelIn(row), ...wordsOf(row.cells, 'title') }));
  const unit = wordsOf(cells, 'unit');
  const bounds = levels.slice(1).map(({ cells: { bound = '' } }) => numberIn(bound));
  const better = cells['better'] || 'higher';
  const list = (column: string) => (cells[column] ?? '').split(/[\s,;]+/).filter(Boolean);
  const indicators = of('indicator').map((row, at) => ({
    id: row.cells['id'] || `${id}-${at + 1}`.slice(-80),
    ...filled({
      title: wordsOf(row.cells, 'title'),
      unit: wordsOf(row.cells, 'unit'),
      how: wordsOf(row.cells, 'description'),
    }),
  }));
  const stakes = of('stake').map((row) => wordsOf(row.cells, 'title'));
  const sdgs = list('sdgs').map(Number);
  const problems = problemsOfLevels(levels, id);
  const isScale = scale.length > 0 && problems.length === 0;
  const raw = filled({
    id,
    ...textsOf(cells, criterionColumns),
    scale: isScale ? scale : defaults.scale.map((words, at) => ({ level: at + 1, ...words })),
    measure: unit && problems.length === 0 ? { unit, better, bounds } : undefined,
    answeredBy: cells['answered_by'] || undefined,
    indicators: indicators.length > 0 ? indicators : undefined,
    stakes: stakes.length > 0 ? stakes : undefined,
    sdgs: sdgs.length > 0 ? sdgs : undefined,
    sources: list('sources'),
  });
  return {
    raw,
    lines: {
      scale: levels.map((row) => row.line),
      indicators: of('indicator').map((row) => row.line),
      stakes: of('stake').map((row) => row.line),
    },
    problems,
    notes: scale.length > 0 ? [] : [{ code: 'scale-added', place: id }],
  };
}

/** Levels go 1, 2, 3… without a gap: the first line that breaks this is named. */
function problemsOfLevels(levels: readonly Placed[], criterion: string): FileProblem[] {
  for (const [at, row] of levels.entries()) {
    const level = levelIn(row);
    if (level === at + 1) continue;
    if (!Number.isInteger(level)) return [{ line: row.line, place: 'level', code: 'wrong-form' }];
    const code = level === at ? 'level-twice' : 'scale-gap';
    return [{ line: row.line, place: criterion, code }];
  }
  return [];
}

function levelIn({ cells }: Row): number {
  return Number(cells['level'] || Number.NaN);
}

function numberIn(cell: string): number {
  return cell === '' ? Number.NaN : Number(cell.replaceAll(/\s/g, '').replace(',', '.'));
}

function filled(raw: Raw): Raw {
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));
}

const columnNames: Readonly<Record<string, string>> = {
  ...criterionColumns,
  ...frameworkColumns,
  answeredBy: 'answered_by',
  startingPoint: 'starting_point',
  published: 'date',
  publisher: 'name',
  bounds: 'bound',
  how: 'description',
};

/** Where a person finds what the shape refused: the line it was read from, its id, and the column. */
function placesIn(raw: Raw, lines: ReadonlyMap<string, number>) {
  const nearest = (path: readonly PropertyKey[]): number | null => {
    for (let length = path.length; length >= 0; length -= 1) {
      const line = lines.get(path.slice(0, length).join('.'));
      if (line !== undefined) return line;
    }
    return null;
  };
  function nameOf(path: readonly PropertyKey[]): string {
    const names = path.filter((part) => typeof part === 'string');
    const last = names.at(-1) ?? '';
    const isLanguage = last === 'fr' || last === 'en';
    const field = (isLanguage ? names.at(-2) : last) ?? '';
    const column = `${columnNames[field] ?? field}${isLanguage ? `_${last}` : ''}`;
    const id = path[0] === 'dimensions' ? idAt(raw, path) : '';
    if (field === 'id') return id || column;
    return id ? `${id}, ${column}` : column;
  }
  return { lineOf: nearest, nameOf };
}

/** The id of the dimension or criterion that a path leads into. */
function idAt(raw: Raw, path: readonly PropertyKey[]): string {
  const deep = path.slice(0, path[2] === 'criteria' && path.length > 3 ? 4 : 2);
  const found = deep.reduce<unknown>((node, key) => Reflect.get(Object(node), key), raw);
  return String(Reflect.get(Object(found), 'id') ?? '');
}
