import type { Id } from '#kernel/ids.ts';
import type { ExplicitMapping } from '../import/explicit-mapping.ts';
import type { MessageParams } from '../import/import-codes.ts';

/** How often a source is asked by itself; `hand`: only when someone says so. */
export const rhythms = ['day', 'week', 'month', 'hand'] as const;
export type Rhythm = (typeof rhythms)[number];

/**
 * `on`: asked when its day comes; `paused`: someone stopped that; `held`: its last answer lacks so many records that a person
 * decides first; `removing`: it goes, and its records with it.
 */
export type SourceState = 'on' | 'paused' | 'held' | 'removing';

/** What a change of a source did here. */
export interface SourceFigures {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** Of a mirror: no more at the source; there again. */
  gone: number;
  back: number;
}

/** An inventory at an address that is asked again and again. */
export interface Source {
  id: Id;
  /** What its records say of where they come from. */
  name: string;
  address: string;
  mapping: ExplicitMapping;
  licence: string;
  /** Whom to credit, in the words that the source asks for. */
  attribution: string;
  every: Rhythm;
  mirror: boolean;
  state: SourceState;
  etag: string;
  lastModified: string;
  /** SHA-256 of the last answer. */
  digest: string;
  askedAt: Date | null;
  answeredAt: Date | null;
  changedAt: Date | null;
  /** `2026-11-24`; null when by hand. */
  nextOn: string | null;
  /** In a row. */
  failures: number;
  /** The words of the last failure, as the key of a message; of `held`, what is held. */
  failure: { key: string; params: MessageParams } | null;
  figures: SourceFigures | null;
  lastImport: Id | null;
  heldImport: Id | null;
  jobId: Id | null;
}

/** What the page of a record says of the source that brought it. */
export interface FollowedSource {
  name: string;
  attribution: string;
  mirror: boolean;
  /** When it last answered. */
  lookedAt: Date | null;
  /** Where the record is corrected: its own page there, else the site. */
  link: string;
}

/** After that many failures in a row the facilitators get a mail. */
export const tellAfter = 3;

/** A mirror that loses more than this share of its records, and more than a few, waits for a person's yes. */
const lossShare = 0.2;
const fewRecords = 3;

/** Days between two askings. */
const days: Record<Exclude<Rhythm, 'hand'>, number> = { day: 1, week: 7, month: 30 };
const longestWait = 60;

/**
 * The day from which a source is asked again: one turn of its rhythm, and twice as long after each failure in a row but the
 * first, two months at most.
 *
 * @param today `2026-11-23`
 * @returns null for a source that is asked by hand
 * @example nextDay('day', 3, '2026-11-23') // '2026-11-27'
 */
export function nextDay(every: Rhythm, failures: number, today: string): string | null {
  if (every === 'hand') return null;
  const turn = days[every];
  const wait = Math.min(turn * 2 ** Math.max(0, failures - 1), Math.max(turn, longestWait));
  return new Date(Date.parse(today) + wait * 86_400_000).toISOString().slice(0, 10);
}

/** Whether so many records went at once that the source may be broken rather than smaller. */
export function losesTooMuch({ before, gone }: { before: number; gone: number }): boolean {
  return gone > fewRecords && gone > before * lossShare;
}
