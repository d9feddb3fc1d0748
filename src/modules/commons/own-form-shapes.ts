import { z } from 'zod';
import { ownKinds, ownVisibilities } from '#modules/practices/index.ts';
import { id, ownKey, text, texts } from './archive-values.ts';

/* What a territory added to the form of its practices. */

export const ownListShape = z.strictObject({
  id,
  key: ownKey,
  name: text.min(1).max(100),
  options: z.array(
    z.strictObject({ key: ownKey, label: text, removed: z.boolean(), mergedInto: ownKey.nullable() }),
  ),
});

export const ownFieldShape = z.strictObject({
  id,
  key: ownKey,
  label: text.min(1).max(100),
  help: text.max(300),
  kind: z.enum(ownKinds),
  list_id: id.nullable(),
  visibility: z.enum(ownVisibilities),
  required: z.boolean(),
  in_list: z.boolean(),
  is_filter: z.boolean(),
  removed: z.boolean(),
  position: z.int(),
});

/** What a practice says in the fields of its territory. What does not fit the kind of its field is shown nowhere. */
export const ownValuesShape = z.record(ownKey, z.union([text, z.number(), texts]));
