import { z } from 'zod';
import { limitedText } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import { storableText } from '#kernel/storable-text.ts';
import type { Language, RecordCore } from '#modules/records/index.ts';
import { type ProposedChange, type Tallies, fewestShown } from './proposal.ts';

/** What becomes of a proposal. */
export const outcomes = ['adopted', 'declined'] as const;
export type Decided = (typeof outcomes)[number];

/** Who took part in a consultation, as it may be told. */
export interface TookPart {
  /** People who came by mail or signed in, and said something. */
  people: number;
  /** Those who came by the open link of a room: nobody knows whether someone came twice. */
  inRoom: number;
  /** How many of each college; null under five. */
  colleges: { name: string; people: number | null }[];
  /** What was said of the proposal. */
  tallies: Tallies;
}

/** What a decision has beside the core of every record; its text says what it changes. */
export interface DecisionDetails {
  consultationId: Id | null;
  /** What the consultation was about. */
  subjectId: Id | null;
  proposalId: Id | null;
  outcome: Decided;
  reason: string;
  /** What was proposed, as it read that day. */
  proposed: ProposedChange & { language: Language };
  tookPart: TookPart;
  /** `YYYY-MM-DD` */
  decidedOn: string;
  /** Taken back since: it stays, and says so. */
  undone: boolean;
}

export interface Decision {
  record: RecordCore;
  details: DecisionDetails;
}

/** A decision as a form gives it: a reason is always said. */
export const decisionShape = z.object({
  outcome: z.enum(outcomes),
  reason: limitedText(2000, (text) => storableText(text).trim()).pipe(z.string().min(1)),
});

/** The details as the journal keeps them. */
export function decisionState({ proposed, tookPart, ...details }: DecisionDetails): Record<string, Json> {
  return { ...details, proposed: proposed.title, tookPart: tookPart.people + tookPart.inRoom };
}

/**
 * Counts who took part: whoever voted at least once.
 *
 * @param voters keys of those who said something
 */
export function tookPartOf(
  participants: readonly { key: string; verified: boolean; college: string | null }[],
  voters: ReadonlySet<string>,
  { colleges, tallies }: { colleges: readonly string[]; tallies: Tallies },
): TookPart {
  const present = participants.filter(({ key }) => voters.has(key));
  const people = present.filter(({ verified }) => verified).length;
  return {
    people,
    inRoom: present.length - people,
    colleges: colleges.flatMap((name) => {
      const count = present.filter(({ college }) => college === name).length;
      return count === 0 ? [] : [{ name, people: count < fewestShown ? null : count }];
    }),
    tallies,
  };
}
