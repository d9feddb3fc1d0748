import type { OpinionPicture } from '#modules/deliberation/index.ts';
import OpinionsView from '#modules/deliberation/ui/OpinionsView.svelte';
import type { PageTools } from '../page-tools.ts';
import { type ShownComponent, breton, longWord, shown } from './sample.ts';

const titles = [
  { id: 'four', title: 'Dire qui chauffe le four à pain', language: 'fr' },
  { id: 'cles', title: longWord, language: 'fr' },
  { id: 'marc’had', title: breton, language: 'br' },
];

const proposals = [
  {
    id: 'four',
    everyone: { agree: 80, disagree: 10 },
    groups: [shares(85, 5), shares(75, 20), shares(80, 10)],
  },
  { id: 'cles', everyone: { agree: 50, disagree: 40 }, groups: [shares(90, 5), shares(5, 90), null] },
  { id: 'marc’had', everyone: { agree: 45, disagree: 40 }, groups: [shares(20, 70), shares(80, 15), null] },
] as OpinionPicture['proposals'];

const together = proposals.map((proposal) => ({ ...proposal, groups: [] }));

const clear = {
  state: 'clear',
  voters: 71,
  inRoom: 8,
  enough: 64,
  needed: 30,
  votesNeeded: 7,
  groups: [
    { people: 42, x: 0, y: 0, tells: [{ proposalId: 'cles', direction: 'agree' }] },
    { people: 17, x: 2, y: 0.4, tells: [{ proposalId: 'cles', direction: 'disagree' }] },
    { people: 5, x: 0.8, y: 1.4, tells: [] },
  ],
  unites: [{ proposalId: 'four', direction: 'agree' }],
  divides: ['cles', 'marc’had'],
  proposals,
} as unknown as OpinionPicture;

function shares(agree: number, disagree: number) {
  return { agree, disagree };
}

/** What pages show of what unites and divides the people of a consultation. */
export function opinionSamples({ t, langOf }: PageTools): ShownComponent[] {
  const opinions = {
    t,
    langOf,
    isHeldBack: false,
    isBehind: false,
    own: null,
    needed: 30,
    titles,
    takePartHref: '#',
  };
  return [
    shown('modules/deliberation/ui/OpinionsView', OpinionsView, {
      states: {
        clear: { ...opinions, picture: clear, isBehind: true, own: { group: 1, votes: 12 } },
        unclear: { ...opinions, picture: { ...clear, state: 'unclear', groups: [], proposals: together } },
        'too few': { ...opinions, picture: { ...clear, state: 'too-few', voters: 14, enough: 9 } },
        'held back': { ...opinions, picture: clear, isHeldBack: true },
        'not yet there': { ...opinions, picture: null },
      },
    }),
  ];
}
