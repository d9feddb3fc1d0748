import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameworkDraftShape } from '../framework-content.ts';
import { anyFramework } from '../testing/any-framework.ts';
import { importedDraft, importedInto } from './imported-draft.ts';

const own = { id: 'f-nouveau', day: '2026-11-24' };
const lineage = {
  frameworkId: 'general',
  version: 3,
  title: { fr: 'Ailleurs' },
  territory: { name: 'Pays voisin', url: 'https://voisin.exemple' },
};

describe('what a file gives', () => {
  test('as a framework of one’s own keeps all that was written, and says where it comes from', () => {
    fc.assert(
      fc.property(anyFramework, (content) => {
        const draft = importedDraft(content, lineage, own);
        expect(frameworkDraftShape.safeParse(draft).success).toBe(true);
        const { dimensions, sources, licence, authors, title } = draft;
        expect(content).toMatchObject({ dimensions, sources, licence, authors, title });
        expect(draft).toMatchObject({ id: 'f-nouveau', version: 1, startingPoint: false, from: lineage });
      }),
      { numRuns: 50 },
    );
  });

  test('of a file that says nothing of itself has the lineage it was written with, or none', () => {
    fc.assert(
      fc.property(anyFramework, (content) => {
        expect(importedDraft(content, undefined, own).from).toEqual(content.from);
      }),
      { numRuns: 20 },
    );
  });

  test('in the place of a draft is the same version of the same framework, with the words of the file', () => {
    fc.assert(
      fc.property(anyFramework, anyFramework, (draft, content) => {
        const after = importedInto(
          { ...draft, from: lineage, dropped: [{ id: 'parti', reason: 'Trop vague.' }] },
          content,
        );
        expect(frameworkDraftShape.safeParse(after).success).toBe(true);
        expect(after).toMatchObject({ id: draft.id, version: draft.version, from: lineage });
        expect(after.dimensions).toEqual(content.dimensions);
        expect(after.dropped).toEqual([{ id: 'parti', reason: 'Trop vague.' }]);
      }),
      { numRuns: 50 },
    );
  });
});
