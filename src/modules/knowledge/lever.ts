import { type Actor, hasRole } from '#kernel/context.ts';
import type { Json } from '#kernel/json.ts';
import type { Id } from '#kernel/ids.ts';
import { excerpt } from '#kernel/rich-text/to-text.ts';
import { type Language, type RecordCore, addressOf } from '#modules/records/index.ts';

/** The moment a lever serves: déclencher, accompagner, pérenniser. */
export const phases = ['trigger', 'accompany', 'sustain'] as const;
export type Phase = (typeof phases)[number];

/** How a public body stands towards practices: laisser faire, encadrer, faciliter, accompagner. */
export const postures = ['let', 'frame', 'facilitate', 'accompany'] as const;
export type Posture = (typeof postures)[number];

/** Who can pull a lever. */
export const competentBodies = [
  'commune',
  'epci',
  'departement',
  'region',
  'etat',
  'association',
  'residents',
] as const;
export type CompetentBody = (typeof competentBodies)[number];

/** Where a fact comes from. `date` is partial, and empty when it is not known. */
export interface Source {
  title: string;
  publisher: string;
  date: string;
  url: string;
}

/** A real case that gives an idea of what is possible. */
export interface Inspiration {
  place: string;
  /** In words: “avril 2016”, “2010 à 2012”. */
  when: string;
  what: string;
  source: Source;
}

/** What a lever of public action has beside the core of every record; the text of the record says how to do it. */
export interface LeverDetails {
  /** Its id in the library we ship; null for a lever written here. */
  shippedId: string | null;
  phase: Phase;
  posture: Posture;
  competent: CompetentBody[];
  /** Ids of the knowledge base: the means it is built from, the brakes it answers, the cooperation levers it calls on. */
  means: string[];
  brakes: string[];
  callsOn: string[];
  /** Ids of the criteria it should move. */
  criteria: string[];
  inspirations: Inspiration[];
  /** Where the idea of the lever comes from, beside its inspirations. */
  sources: Source[];
}

export interface Lever {
  record: RecordCore;
  details: LeverDetails;
}

/** What a list shows of a lever. */
export interface LeverSummary {
  id: Id;
  title: string;
  language: Language;
  excerpt: string;
  phase: Phase;
  posture: Posture;
  address: string;
  shortId: string;
}

export function summaryOfLever({ record, details }: Lever): LeverSummary {
  const { id, title, language, shortId } = record;
  const { phase, posture } = details;
  return {
    id,
    title,
    language,
    shortId,
    phase,
    posture,
    excerpt: excerpt(record.body, 180),
    address: addressOf(record),
  };
}

/** A lever kept after an evaluation, and why. */
export interface ChosenLever {
  leverId: Id;
  evaluationId: Id;
  reason: string;
  /** Ids of the criteria it answers; empty when it was chosen for another reason. */
  criteria: string[];
  chosenBy: Id | null;
  chosenAt: Date;
}

/** Longest reason for a choice, in characters. */
export const longestReason = 2_000;

/** The details as the journal keeps them. */
export function leverState(details: LeverDetails): Record<string, Json> {
  return {
    ...details,
    inspirations: details.inspirations.map(inspirationState),
    sources: details.sources.map(copy),
  };
}

function inspirationState(inspiration: Inspiration): Json {
  return { ...inspiration, source: copy(inspiration.source) };
}

function copy(source: Source): { [key: string]: Json } {
  return { ...source };
}

export type LeverAction = 'choose-lever' | 'withdraw-choice' | 'write-lever' | 'publish-library';

/**
 * Choosing a lever commits a territory: it belongs to facilitators, and so does withdrawing a choice, whoever made it.
 * So does writing what one may choose from: a new lever, or another wording of one. Commenting is for whoever signed in.
 * Bringing the shipped library in is for whoever answers for the territory. Reading is for whoever may see the record.
 */
export function can(actor: Actor, action: LeverAction): boolean {
  return hasRole(actor, action === 'publish-library' ? 'owner' : 'facilitator');
}
