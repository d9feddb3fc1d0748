import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FrameworkContent, frameworkDraftShape } from '../framework-content.ts';
import { criteriaOf, findCriterion } from '../framework.ts';
import { anyFramework } from '../testing/any-framework.ts';
import { type FrameworkChange, applyChange } from './apply-change.ts';
import { begunFrom } from './begin-draft.ts';
import { contentOf, stateOfDetails } from './draft-state.ts';
import {
  addDimension,
  addSource,
  changeDimension,
  moveCriterion,
  moveDimension,
  newId,
  removeCriterion,
  removeDimension,
  removeSource,
} from './edit-content.ts';

const runs = { numRuns: 80 };
const scale = [1, 2].map((level) => ({ level, fr: `Phrase ${level}` }));
const idsOf = (content: FrameworkContent) => criteriaOf(content).map(({ criterion }) => criterion.id);
/** A draft begun from any version that has criteria. */
const anyDraft = anyFramework
  .filter((content) => idsOf(content).length > 1)
  .map((content) => begunFrom(content, { number: content.version + 1, day: '2026-11-24' }));

test('the flat state of a draft tells it whole, and of no draft nothing', () => {
  fc.assert(
    fc.property(anyFramework, (draft) => {
      expect(contentOf(stateOfDetails({ draft, retired: false }))).toEqual(draft);
    }),
    runs,
  );
  expect(contentOf(stateOfDetails({ draft: null, retired: true }))).toBeNull();
});

test('a criterion that comes back no longer cites what was taken away meanwhile', () => {
  fc.assert(
    fc.property(anyFramework, (draft) => {
      const without = { ...stateOfDetails({ draft, retired: false }), 'field.framework.sources': [] };
      expect(frameworkDraftShape.safeParse(contentOf(without)).error).toBeUndefined();
    }),
    runs,
  );
});

describe('a change that a decision makes', () => {
  const anyKind = fc.constantFrom('add', 'change', 'split', 'merge', 'drop');
  const anyChange = fc.tuple(anyDraft, fc.nat(), anyKind);
  const into = { question: { fr: 'Et demain ?' } };
  const changeOf = (content: FrameworkContent, seed: number, kind: string): FrameworkChange => {
    const ids = idsOf(content);
    const [criterion = '', other = ''] = [ids[seed % ids.length], ids[(seed + 1) % ids.length]];
    const dimension = content.dimensions[seed % content.dimensions.length]?.id ?? '';
    if (kind === 'add') return { kind, dimension, into };
    if (kind === 'change') return { kind, criterion, into };
    if (kind === 'split') return { kind, criterion, into: [into, into] };
    if (kind === 'merge') return { kind, criteria: [criterion, other], into };
    return { kind: 'drop', criterion, reason: 'Personne ne sait y répondre.' };
  };

  test('keeps ids unique and changes nothing else', () => {
    fc.assert(
      fc.property(anyChange, ([content, seed, kind]) => {
        const change = changeOf(content, seed, kind);
        const applied = applyChange(content, change, scale);
        if (!applied.ok) throw new Error(applied.error.code);
        const after = applied.value.content;
        expect(frameworkDraftShape.safeParse(after).error).toBeUndefined();
        const named =
          'criterion' in change ? [change.criterion] : 'criteria' in change ? change.criteria : [];
        const touched = new Set([...named, ...applied.value.criteria]);
        for (const { criterion, dimension } of criteriaOf(content)) {
          if (touched.has(criterion.id)) continue;
          expect(findCriterion(after, criterion.id)?.criterion).toEqual(criterion);
          expect(findCriterion(after, criterion.id)?.dimension.id).toBe(dimension.id);
        }
        expect(idsOf(after).filter((id) => !touched.has(id))).toEqual(
          idsOf(content).filter((id) => !touched.has(id)),
        );
      }),
      runs,
    );
  });

  test('leaves no criterion of the version before without a fate', () => {
    fc.assert(
      fc.property(
        anyChange,
        fc.array(fc.tuple(fc.nat(), anyKind), { maxLength: 3 }),
        ([begun, ...first], more) => {
          const old = idsOf(begun);
          const end = [first, ...more].reduce((content, [seed, kind]) => {
            if (idsOf(content).length < 2) return content;
            const applied = applyChange(content, changeOf(content, seed, kind), scale);
            return applied.ok ? applied.value.content : content;
          }, begun);
          const used = new Set(Object.values(end.passage ?? {}).flatMap(({ from }) => from));
          const dropped = new Set((end.dropped ?? []).map(({ id }) => id));
          expect(old.filter((id) => used.has(id) === dropped.has(id))).toEqual([]);
          expect(Object.keys(end.passage ?? {}).toSorted()).toEqual(idsOf(end).toSorted());
        },
      ),
      runs,
    );
  });

  test('of what is not there is refused', () => {
    const [content] = fc.sample(anyDraft, { numRuns: 1, seed: 1 });
    if (!content) throw new Error('no sample');
    const nowhere = [
      { kind: 'add', dimension: 'nowhere', into },
      { kind: 'change', criterion: 'nowhere', into },
      { kind: 'split', criterion: 'nowhere', into: [into, into] },
      { kind: 'merge', criteria: [idsOf(content)[0] ?? '', 'nowhere'], into },
      { kind: 'drop', criterion: 'nowhere', reason: 'Non' },
    ] as const;
    for (const change of nowhere) {
      const refused = applyChange(content, change as FrameworkChange, scale);
      expect(refused).toEqual({ ok: false, error: { code: 'not-there' } });
    }
  });
});

describe('editing by hand', () => {
  test('moving up and down again changes nothing in the middle of a list; the first goes no higher', () => {
    fc.assert(
      fc.property(anyDraft, (content) => {
        for (const { criteria } of content.dimensions) {
          const first = criteria[0]?.id ?? '';
          if (criteria.length < 2) continue;
          expect(moveCriterion(content, first, 'up')).toEqual({ ok: true, value: content });
          const down = moveCriterion(content, first, 'down');
          expect(down).not.toEqual({ ok: true, value: content });
          expect(down.ok && moveCriterion(down.value, first, 'up')).toEqual({ ok: true, value: content });
        }
      }),
      runs,
    );
  });

  test('removing needs a reason for what a published version holds, none for what was only ever drafted', () => {
    const [content] = fc.sample(anyDraft, { numRuns: 1, seed: 2 });
    if (!content) throw new Error('no sample');
    const id = idsOf(content)[0] ?? '';
    expect(removeCriterion(content, { id, reason: ' ' })).toEqual({
      ok: false,
      error: { code: 'no-reason' },
    });
    const removed = removeCriterion(content, { id, reason: 'Trop long.' });
    expect(removed).toMatchObject({ ok: true, value: { dropped: [{ id, reason: 'Trop long.' }] } });
    const { dimensions } = content;
    const change: FrameworkChange = {
      kind: 'add',
      dimension: dimensions[0]?.id ?? '',
      into: { question: { fr: 'Neuf ?' } },
    };
    const added = applyChange(content, change, scale);
    if (!added.ok) throw new Error(added.error.code);
    const again = removeCriterion(added.value.content, { id: added.value.criteria[0] ?? '', reason: '' });
    expect(again.ok && idsOf(again.value)).toEqual(idsOf(content));
  });

  test('a dimension goes only once it is empty; a source goes from the criteria that cite it', () => {
    const [content] = fc.sample(
      anyDraft.filter(({ sources }) => sources.length > 0),
      { numRuns: 1, seed: 3 },
    );
    if (!content) throw new Error('no sample');
    const full = content.dimensions.find(({ criteria }) => criteria.length > 0)?.id ?? '';
    expect(removeDimension(content, full)).toEqual({ ok: false, error: { code: 'not-empty' } });
    const added = addDimension(content, { fr: 'Climat' });
    expect(added.ok && removeDimension(added.value, 'climat')).toEqual({ ok: true, value: content });
    const cut = removeSource(content, content.sources[0]?.id ?? '');
    expect(frameworkDraftShape.safeParse(cut.ok && cut.value).success).toBe(true);
  });

  test('dimensions are renamed and change places, and a source is added under an id of its own', () => {
    const [content] = fc.sample(
      anyDraft.filter(({ dimensions }) => dimensions.length > 1),
      { numRuns: 1, seed: 4 },
    );
    const [first, second] = content?.dimensions ?? [];
    if (!content || !first || !second) throw new Error('no sample');
    const renamed = changeDimension(content, { id: first.id, title: { fr: 'Autre' } });
    expect(renamed.ok && renamed.value.dimensions[0]).toMatchObject({
      title: { fr: 'Autre' },
      criteria: first.criteria,
    });
    const moved = moveDimension(content, first.id, 'down');
    expect(moved.ok && moved.value.dimensions.slice(0, 2)).toEqual([second, first]);
    expect(moveDimension(content, 'nowhere', 'up')).toEqual({ ok: false, error: { code: 'not-there' } });
    const source = { title: { fr: 'Étude' }, publisher: 'ADEME', url: 'https://exemple.org' };
    const cited = addSource({ ...content, sources: [{ id: 'etude', ...source }] }, source);
    expect(cited.ok && cited.value.sources.map(({ id }) => id)).toEqual(['etude', 'etude-2']);
  });

  test('what is new gets an id of its words that nothing bore', () => {
    expect(newId({ fr: 'Écouter & décider' }, new Set())).toBe('ecouter-decider');
    expect(newId({ fr: 'Lien' }, new Set(['lien', 'lien-2']))).toBe('lien-3');
  });
});
