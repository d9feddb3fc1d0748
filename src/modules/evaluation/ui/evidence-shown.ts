import type { ShownEvidence } from '../evidence.ts';

/** The files beside the answers that a page shows, and where it finds them. */
export interface EvidenceShown {
  files: readonly ShownEvidence[];
  /** What their addresses begin with. */
  base: string;
  /** Where a facilitator asks to take one away. */
  removeAt?: string | undefined;
}
