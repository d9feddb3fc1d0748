import { z } from 'zod';
import { type Actor, hasRole } from '#kernel/context.ts';
import { limitedText } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import type { Locale } from '#kernel/translate.ts';
import { type RecordCore, languageShape } from '#modules/records/index.ts';

/** Ways to say how much things weigh; `budget` is the usual one. */
export const weighings = ['budget', 'ranking', 'swing', 'best-worst', 'pairwise'] as const;
export type Weighing = (typeof weighings)[number];

/** A text in one language or both. */
export type BranchWords = Partial<Record<Locale, string>>;

/** A part of what a consultation is about, and what hangs on it: a dimension with its criteria. */
export interface Branch {
  id: string;
  title: BranchWords;
  items: { id: string; title: BranchWords }[];
}

/** What a consultation has beside the core of every record; the title is the question, the text says why. */
export interface ConsultationDetails {
  /** The record it is about; null once that was purged. */
  subjectId: Id | null;
  /** People needed for what comes out to mean something: said from the start. */
  needed: number;
  /** `YYYY-MM-DD`, or empty: from the day it was made, and until it is closed. */
  opensOn: string;
  closesOn: string;
  /** What people may say they are: residents, elected people… */
  colleges: string[];
  /** How weights are asked for; null when they are not. */
  weighing: Weighing | null;
  /** Closed by hand, whatever its dates. */
  closed: boolean;
}

export interface Consultation {
  record: RecordCore;
  details: ConsultationDetails;
  /** What may be changed and weighed, as it was when the consultation was made. */
  branches: Branch[];
  /** Opens it to whoever is in a room; null while no room is open. */
  roomCode: string | null;
}

/** Before its first day, between its days, or after. */
export type ConsultationState = 'coming' | 'open' | 'closed';

/** @param today on the territory, `YYYY-MM-DD`; the closing day is still open */
export function stateOn(
  { opensOn, closesOn, closed }: Pick<ConsultationDetails, 'opensOn' | 'closesOn' | 'closed'>,
  today: string,
): ConsultationState {
  if (closed || (closesOn !== '' && closesOn < today)) return 'closed';
  return opensOn !== '' && today < opensOn ? 'coming' : 'open';
}

/** Facilitators run consultations, moderate proposals and decide; whoever was not removed takes part. */
export function can(actor: Actor, action: 'run' | 'take-part'): boolean {
  return hasRole(actor, action === 'run' ? 'facilitator' : 'contributor');
}

const line = (max: number) => limitedText(max, storableLine);
const paragraphs = (max: number) => limitedText(max, (text) => storableText(text).trim());
const dayShape = z.union([z.literal(''), z.iso.date()]);

/** Most colleges, and characters of the name of one. */
const collegeLimits = { count: 12, length: 80 };

const collegesShape = z
  .string()
  .transform((text) => [...new Set(storableText(text).split('\n').map(storableLine).filter(Boolean))])
  .pipe(z.array(z.string().max(collegeLimits.length)).max(collegeLimits.count));

/** A consultation as a form gives it. */
export const consultationShape = z
  .object({
    title: line(200).refine((text) => text !== ''),
    why: paragraphs(20_000),
    language: languageShape,
    needed: z
      .string()
      .regex(/^\s*\d+\s*$/)
      .transform(Number)
      .pipe(z.number().int().min(5).max(100_000)),
    opensOn: dayShape,
    closesOn: dayShape,
    colleges: collegesShape,
    weighing: z.union([z.literal('').transform(() => null), z.enum(weighings)]),
  })
  .superRefine(({ opensOn, closesOn }, context) => {
    if (opensOn !== '' && closesOn !== '' && closesOn < opensOn) {
      context.addIssue({ code: 'custom', path: ['closesOn'] });
    }
  });

/** The details as the journal keeps them. */
export function consultationState(details: ConsultationDetails): Record<string, Json> {
  return { ...details };
}
