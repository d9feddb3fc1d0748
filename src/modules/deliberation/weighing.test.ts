import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Branch, ConsultationDetails } from './consultation.ts';
import { branchesToWeigh, wholeWeights } from './weighing.ts';

const branchOf = (id: string, count: number): Branch => ({
  id,
  title: { fr: id },
  items: Array.from({ length: count }, (_, item) => ({ id: `${id}-${item}`, title: { fr: `${item}` } })),
});

const asked = (weighing: ConsultationDetails['weighing'], branches: Branch[]) =>
  branchesToWeigh({ details: { weighing } as ConsultationDetails, branches }).map(
    ({ id, method }) => `${id}:${method}`,
  );

describe('what weights are asked of', () => {
  it('is the branches, then what hangs on each, where there is something to weigh', () => {
    expect(asked('swing', [branchOf('lien', 3), branchOf('sol', 1)])).toEqual([':swing', 'lien:swing']);
    expect(asked('budget', [branchOf('lien', 2)])).toEqual(['lien:budget']);
    expect(asked(null, [branchOf('lien', 3), branchOf('sol', 2)])).toEqual([]);
  });

  it('never asks to compare too many', () => {
    const branches = [branchOf('sept', 7), branchOf('huit', 8), branchOf('onze', 11)];
    expect(asked('pairwise', branches)).toEqual([':pairwise', 'sept:pairwise', 'huit:budget', 'onze:null']);
  });
});

describe('weights of everything that hangs', () => {
  const branches = [branchOf('lien', 2), branchOf('sol', 1), branchOf('vide', 0)];
  const top = { branch: '', weights: { lien: 0.3, sol: 0.2, vide: 0.5 } };
  const lien = { branch: 'lien', weights: { 'lien-0': 0.5, 'lien-1': 0.5 } };

  it('are the products down the tree', () => {
    const whole = wholeWeights(branches, [top, lien]);
    expect(whole?.alikeIn).toEqual([]);
    expect(whole?.weights['lien-0']).toBeCloseTo(0.3, 12);
    expect(whole?.weights['sol-0']).toBeCloseTo(0.4, 12);
  });

  it('count all alike where somebody said nothing, had no view or spoke of a former list, and say where', () => {
    const former = { branch: '', weights: { lien: 0.5, autre: 0.5 } };
    expect(wholeWeights(branches, [{ branch: '', weights: {} }, lien])?.alikeIn).toEqual(['']);
    expect(wholeWeights(branches, [former, lien])?.alikeIn).toEqual(['']);
    expect(wholeWeights(branches, [top])).toMatchObject({ alikeIn: ['lien'] });
    expect(wholeWeights(branches, [former])).toBeNull();
    expect(wholeWeights(branches, [])).toBeNull();
  });

  it('add up to 1, whatever was given', () => {
    const share = fc.integer({ min: 0, max: 100 });
    const counts = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(counts, fc.array(share, { minLength: 20, maxLength: 20 }), (sizes, shares) => {
        const tree = sizes.map((size, place) => branchOf(`b${place}`, size));
        const given = [{ id: '', items: tree }, ...tree].map(({ id, items }, row) => ({
          branch: id,
          weights: Object.fromEntries(items.map((item, i) => [item.id, shares[row * 4 + i] ?? 0])),
        }));
        const whole = wholeWeights(tree, given);
        if (!whole) return;
        const total = Object.values(whole.weights).reduce((sum, weight) => sum + weight, 0);
        expect(total).toBeCloseTo(1, 9);
      }),
      { numRuns: 100 },
    );
  });
});
