import { z } from 'zod';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError } from './import-codes.ts';
import { type ImportField, importFields } from './practice-draft.ts';

/** What someone decided for some columns: the field they hold, or null to leave them out. */
export type ExplicitMapping = Readonly<Record<string, ImportField | null>>;

const shape = z.record(z.string(), z.union([z.string(), z.null()]));

/**
 * Reads a mapping from JSON: `{ "Nom du lieu": "title", "Remarques internes": null }`. Columns it does not name are
 * recognised as usual.
 */
export function readMapping(json: string): Result<ExplicitMapping, ImportError> {
  const read = shape.safeParse(parseJson(json));
  if (!read.success) return err({ code: 'mapping-not-understood', params: {} });
  const entries = Object.entries(read.data);
  const wrong = entries.find(([, field]) => field !== null && !isField(field));
  if (wrong) {
    const params = { column: wrong[0], field: wrong[1] ?? '', fields: importFields.join(', ') };
    return err({ code: 'mapping-unknown-field', params });
  }
  return ok(
    Object.fromEntries(
      entries.map(([header, field]) => [header, field !== null && isField(field) ? field : null]),
    ),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isField(text: string): text is ImportField {
  return importFields.some((field) => field === text);
}
