import { z } from 'zod';
import { limitedText } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { type Hiding, type Language, languageShape } from '#modules/records/index.ts';
import type { Branch } from './consultation.ts';

/** What a proposal would do to what the consultation is about; `free` says it in its own words. */
export const proposalKinds = ['add', 'change', 'split', 'merge', 'drop', 'free'] as const;
export type ProposalKind = (typeof proposalKinds)[number];

/** `waiting`: for the button that its author's mail leads to; `merged`: into one that says nearly the same. */
export type ProposalState = 'waiting' | 'open' | 'merged' | 'adopted' | 'declined';

/** What is proposed: nobody's name stands with it, so that it is judged for what it says. */
export interface ProposedChange {
  kind: ProposalKind;
  /** Where: the branch to add to, or the items it is about, by id. */
  places: string[];
  /** In one line: what is read first on a card. */
  title: string;
  /** The questions in their new words: one for `add`, `change` and `merge`, two or more for `split`. */
  wordings: string[];
  reason: string;
}

export interface Proposal extends ProposedChange {
  id: Id;
  consultationId: Id;
  language: Language;
  state: ProposalState;
  mergedInto: Id | null;
  decisionId: Id | null;
  authorId: Id | null;
  /** What was shown of its votes where it came from; null for one that was voted on here. */
  tally: Tallies | null;
  /** Null until five people voted. */
  shown: ShownVotes | null;
  createdAt: Date;
  hiding: Hiding | null;
}

/** 1 agrees, −1 disagrees, 0 passes. */
export type Vote = 1 | 0 | -1;

/** How many said what. */
export interface Tally {
  agree: number;
  disagree: number;
  pass: number;
}

/** Those who came by mail or signed in, and those who came by the open link of a room; null below the threshold. */
export interface Tallies {
  verified: Tally | null;
  room: Tally | null;
}

/** Under this many voters nothing is shown: one could guess who said what (Sweeney 2002, k-anonymity, k = 5). */
export const fewestShown = 5;

/** Characters of a nuance. */
export const longestNuance = 500;

/**
 * Counts votes, those of a room apart; a part with fewer than five voters is not shown.
 *
 * @example talliesOf(five times { vote: 1, verified: true }) // { verified: { agree: 5, disagree: 0, pass: 0 }, room: null }
 */
export function talliesOf(votes: readonly { vote: Vote; verified: boolean }[]): Tallies {
  return {
    verified: tallyOf(votes.filter(({ verified }) => verified)),
    room: tallyOf(votes.filter(({ verified }) => !verified)),
  };
}

function tallyOf(votes: readonly { vote: Vote }[]): Tally | null {
  if (votes.length < fewestShown) return null;
  const count = (said: Vote) => votes.filter(({ vote }) => vote === said).length;
  return { agree: count(1), disagree: count(-1), pass: count(0) };
}

/** What is shown of the votes on a proposal while they are taken. */
export interface ShownVotes {
  tallies: Tallies;
  /** Ids of the nuances that were there. */
  nuances: Id[];
}

/**
 * Counts move by five voters at least, each part by itself: whoever looks before and after one vote learns nothing of it.
 *
 * @param before what is shown
 * @param now what the votes come to
 * @example steppedTallies({ verified: of(5), room: null }, { verified: of(9), room: null }) // the first one still
 */
export function steppedTallies(before: Tallies, now: Tallies): Tallies {
  return {
    verified: stepped(before.verified, now.verified),
    room: stepped(before.room, now.room),
  };
}

function stepped(before: Tally | null, now: Tally | null): Tally | null {
  if (!before || !now) return now;
  return Math.abs(votersIn(now) - votersIn(before)) < fewestShown ? before : now;
}

const votersIn = ({ agree, disagree, pass }: Tally) => agree + disagree + pass;

const line = (max: number) => limitedText(max, storableLine);
const paragraphs = (max: number) => limitedText(max, (text) => storableText(text).trim());

/** Fewest places and wordings of each kind, and most. */
const needs: Record<ProposalKind, { places: [number, number]; wordings: [number, number] }> = {
  add: { places: [1, 1], wordings: [1, 1] },
  change: { places: [1, 1], wordings: [1, 1] },
  split: { places: [1, 1], wordings: [2, 4] },
  merge: { places: [2, 10], wordings: [1, 1] },
  drop: { places: [1, 1], wordings: [0, 0] },
  free: { places: [0, 10], wordings: [0, 0] },
};

const isWithin = (count: number, [least, most]: [number, number]) => least <= count && count <= most;

/**
 * A proposal as a form gives it. `add` names a branch, the others items of what the consultation is about; wordings
 * are one a line.
 */
export function proposalShape(branches: readonly Branch[]) {
  const items = new Set(branches.flatMap((branch) => branch.items.map(({ id }) => id)));
  const ids = new Set(branches.map(({ id }) => id));
  return z
    .object({
      kind: z.enum(proposalKinds),
      places: z.array(z.string()).max(50),
      title: line(200).refine((text) => text !== ''),
      wordings: paragraphs(2000).transform((text) => text.split('\n').map(storableLine).filter(Boolean)),
      reason: paragraphs(2000).refine((text) => text !== ''),
      language: languageShape,
    })
    .transform((typed) => ({
      ...typed,
      places: [...new Set(typed.places)].filter((id) => (typed.kind === 'add' ? ids : items).has(id)),
      wordings: needs[typed.kind].wordings[1] === 0 ? [] : typed.wordings,
    }))
    .superRefine(({ kind, places, wordings }, context) => {
      const need = needs[kind];
      if (!isWithin(places.length, need.places)) context.addIssue({ code: 'custom', path: ['places'] });
      if (!isWithin(wordings.length, need.wordings)) context.addIssue({ code: 'custom', path: ['wordings'] });
    });
}

/** What the form holds, as it was typed. */
export interface ProposalInput {
  kind: string;
  places: string[];
  title: string;
  wordings: string;
  reason: string;
  language?: string;
}

/**
 * The order in which one person meets the cards: those with the fewest votes first, at random among equals, yet always
 * the same for that person, who finds their way again.
 *
 * @param seed of the person: what they answer under
 */
export function orderCards<Card extends { id: Id; voters: number }>(
  cards: readonly Card[],
  seed: string,
): Card[] {
  const placed = cards.map((card) => ({ card, draw: drawOf(seed + card.id) }));
  return placed
    .toSorted((one, other) => one.card.voters - other.card.voters || one.draw - other.draw)
    .map(({ card }) => card);
}

/** A number drawn from a text: FNV-1a, 32 bits (Fowler, Noll, Vo 1991). `drawOf('a') === 0xe40c292c`. */
export function drawOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
