import ProposalText from '#modules/deliberation/ui/ProposalText.svelte';
import TallyList from '#modules/deliberation/ui/TallyList.svelte';
import QrCode from '#modules/evaluation/ui/QrCode.svelte';
import type { PageTools } from '../page-tools.ts';
import { type ShownComponent, breton, longText, longWord, shown } from './sample.ts';

/** What pages show of a proposal and of its votes. */
export function deliberationSamples({ t }: PageTools): ShownComponent[] {
  const proposed = {
    kind: 'split' as const,
    places: ['key'],
    title: 'Qui garde les clés ?',
    wordings: ['Qui garde les clés l’été ?', longWord],
    reason: longText.slice(0, 600),
  };
  const free = { ...proposed, kind: 'free' as const, places: [], wordings: [], reason: breton };
  const tally = { agree: 7, disagree: 0, pass: 2 };
  return [
    shown('modules/deliberation/ui/ProposalText', ProposalText, {
      states: {
        split: { t, proposed, places: { key: 'Accès aux lieux' } },
        'in words of its own': { t, proposed: free, places: {}, lang: 'br' },
      },
    }),
    shown('modules/evaluation/ui/QrCode', QrCode, {
      states: { filled: { text: 'https://exemple.test/r/BCDFGHJKMN', label: 'Adresse à photographier' } },
    }),
    shown('modules/deliberation/ui/TallyList', TallyList, {
      states: {
        'before voting': { t, tallies: null, id: 'tally-none' },
        'too few': { t, tallies: { verified: null, room: null }, id: 'tally-few' },
        filled: { t, tallies: { verified: tally, room: tally }, id: 'tally-filled' },
      },
    }),
  ];
}
