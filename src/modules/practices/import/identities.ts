import { fingerprintOf, lookalikeKeys } from './fingerprint.ts';
import type { ImportWarning } from './import-codes.ts';
import type { PracticeDraft } from './practice-draft.ts';

export interface Identity {
  /** By what a later import of the same source finds the record again. */
  externalId: string | null;
  /** Given when there is no id; a second record with the same one ends with `#2`. */
  fingerprint: string | null;
  /** The id was already met in this file: the record counts once, the first time. */
  isRepeated: boolean;
  warnings: ImportWarning[];
}

/**
 * Gives each record of one file what it will be recognised by, in the order of the file, and tells which look like
 * an earlier one.
 */
export function createIdentities(): { identify(draft: PracticeDraft, record: number): Identity } {
  const ids = new Map<string, number>();
  const fingerprints = new Map<string, number>();
  const lookalikes = new Map<string, number>();

  function identify(draft: PracticeDraft, record: number): Identity {
    const { externalId } = draft;
    const first = externalId ? ids.get(externalId) : undefined;
    if (first !== undefined) {
      const warning: ImportWarning = {
        field: 'externalId',
        code: 'repeated-id',
        params: { id: externalId, record: first },
      };
      return { externalId, fingerprint: null, isRepeated: true, warnings: [warning] };
    }
    const warnings = findLookalike(draft, record);
    if (externalId) {
      ids.set(externalId, record);
      return { externalId, fingerprint: null, isRepeated: false, warnings };
    }
    const fingerprint = fingerprintOf(draft);
    const count = (fingerprints.get(fingerprint) ?? 0) + 1;
    fingerprints.set(fingerprint, count);
    const numbered = count === 1 ? fingerprint : `${fingerprint}#${count}`;
    return { externalId: null, fingerprint: numbered, isRepeated: false, warnings };
  }

  function findLookalike(draft: PracticeDraft, record: number): ImportWarning[] {
    const keys = lookalikeKeys(draft);
    const earlier = keys.map((key) => lookalikes.get(key)).find((found) => found !== undefined);
    for (const key of keys) if (!lookalikes.has(key)) lookalikes.set(key, record);
    return earlier === undefined ? [] : [{ field: null, code: 'lookalike', params: { record: earlier } }];
  }
  return { identify };
}
