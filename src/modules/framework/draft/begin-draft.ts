import type { FrameworkContent, Lineage } from '../framework-content.ts';
import { criteriaOf } from '../framework.ts';
import type { Words } from '../words.ts';

interface Begun {
  number: number;
  /** ISO day on which it is begun. */
  day: string;
}

/** The version it was made from, as the new one names it. */
function lineageOf(content: FrameworkContent, territory?: Lineage['territory']): Lineage {
  const { id: frameworkId, version, title } = content;
  return { frameworkId, version, title, ...(territory && { territory }) };
}

/** A draft of what follows a version: it says the same, and every criterion comes from itself until someone changes it. */
export function begunFrom(content: FrameworkContent, { number, day }: Begun): FrameworkContent {
  const { changeNote: _note, adopted: _adopted, dropped: _dropped, ...kept } = content;
  const ids = criteriaOf(content).map(({ criterion }) => criterion.id);
  return {
    ...kept,
    version: number,
    published: day,
    from: lineageOf(content),
    passage: Object.fromEntries(ids.map((id) => [id, { from: [id], how: 'kept' as const }])),
  };
}

/** A framework of one's own that begins as another one stands: it is no starting point any more. */
export function forkedFrom(
  content: FrameworkContent,
  own: Begun & { id: string; title: Words; authors: string[]; territory?: Lineage['territory'] },
): FrameworkContent {
  const { notice: _notice, ...begun } = begunFrom(content, own);
  const authors = [...new Set([...own.authors, ...content.authors])].slice(0, 100);
  const from = lineageOf(content, own.territory);
  return { ...begun, id: own.id, title: own.title, authors, from, startingPoint: false };
}

/** A framework in which everything is still to be written. */
export function emptyDraft(own: Begun & { id: string; title: Words; authors: string[] }): FrameworkContent {
  const { number, day, ...named } = own;
  return {
    ...named,
    version: number,
    published: day,
    startingPoint: false,
    licence: 'CC BY-SA 4.0',
    sources: [],
    dimensions: [],
  };
}
