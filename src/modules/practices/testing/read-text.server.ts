import { loadCommunes } from '#modules/territories/index.server.ts';
import { openSource } from '../import/formats/open-source.server.ts';
import type { Companion, ImportFormat } from '../import/formats/source-table.ts';
import type { PracticeDraft } from '../import/practice-draft.ts';
import { readInventory } from '../import/read-inventory.ts';

export interface ReadFile {
  format: ImportFormat;
  sourceName: string;
  licence: string;
  drafts: PracticeDraft[];
  /** Codes of what was refused and remarked, of the file first. */
  refused: string[];
  remarks: string[];
}

interface Reading {
  fileName?: string;
  format?: ImportFormat;
  companions?: readonly Companion[];
}

/** Reads a file whole, as an import does before it compares; the code of the refusal when it cannot be read. */
export async function readWhole(
  content: string | Uint8Array,
  { fileName = 'fichier', format, companions = [] }: Reading = {},
): Promise<ReadFile | string> {
  async function* open() {
    yield Buffer.from(content);
  }
  const table = await openSource({ open, fileName, companions }, { maxBytes: 1e8, isPreview: false, format });
  if (!table.ok) return table.error.code;
  const inventory = readInventory(table.value, { surroundings: { communes: await loadCommunes() } });
  if (!inventory.ok) return inventory.error.code;
  const { format: found, sourceName, licence, header } = table.value;
  const read: ReadFile = { format: found, sourceName, licence, drafts: [], refused: [], remarks: [] };
  read.remarks.push(...header.warnings.map(({ code }) => code));
  for await (const { outcome } of inventory.value.records) {
    if (!outcome.ok) {
      read.refused.push(outcome.error.code);
      continue;
    }
    read.drafts.push(outcome.value.draft);
    read.remarks.push(...outcome.value.warnings.map(({ code }) => code));
  }
  return read;
}
