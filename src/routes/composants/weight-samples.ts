import type { BranchWeights } from '#modules/deliberation/index.ts';
import WeightsForm from '#modules/deliberation/ui/WeightsForm.svelte';
import WeightsView from '#modules/deliberation/ui/WeightsView.svelte';
import type { PageTools } from '../page-tools.ts';
import { type ShownComponent, breton, longWord, shown } from './sample.ts';

const labels = { lien: 'Lien', eau: 'Eau', sol: longWord, air: breton };
const ids = ['eau', 'sol', 'air'];

const ranges = (...medians: number[]) =>
  medians.map((median) => ({ lower: Math.max(0, median - 12), median, upper: Math.min(100, median + 9) }));

const told: BranchWeights = {
  id: 'lien',
  items: ids,
  everyone: { people: 31, ranges: ranges(50, 30, 20) },
  room: { people: 9, ranges: ranges(34, 33, 33) },
  colleges: [
    { kind: 'college', name: 'Habitantes', people: 18, ranges: ranges(62, 25, 13) },
    { kind: 'others', name: '', people: 13, ranges: ranges(22, 40, 38) },
  ],
  groups: [
    { kind: 'group', name: '0', people: 16, ranges: ranges(48, 30, 22) },
    { kind: 'unsaid', name: '', people: 15, ranges: ranges(52, 31, 17) },
  ],
  gap: { by: 'colleges', item: 'eau', low: { part: 1, median: 22 }, high: { part: 0, median: 62 } },
  former: 6,
};
const few = { ...told, id: '', everyone: null, room: null, colleges: [], groups: [], gap: null, former: 0 };

/** How people say what matters most, and what comes of it. */
export function weightSamples({ t }: PageTools): ShownComponent[] {
  const form = { t, ids, labels, typed: {}, refused: null, here: '#' };
  return [
    shown('modules/deliberation/ui/WeightsForm', WeightsForm, {
      states: {
        budget: { ...form, method: 'budget', typed: { 'w-eau': '50', 'w-sol': '30' } },
        pairwise: { ...form, method: 'pairwise' },
      },
    }),
    shown('modules/deliberation/ui/WeightsView', WeightsView, {
      states: {
        filled: {
          t,
          people: 40,
          branches: [few, told],
          heldBack: ['eau'],
          unasked: ['sol'],
          labels,
        },
      },
    }),
  ];
}
