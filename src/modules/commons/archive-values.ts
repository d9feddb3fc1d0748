import { z } from 'zod';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { storableText } from '#kernel/storable-text.ts';
import { isWebAddress } from '#kernel/web-address.ts';
import { readArea } from '#modules/practices/index.ts';
import { goneFromSource, hidingReasons, kindPaths } from '#modules/records/index.ts';

/* What a single value of an archive must be. */

export const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const text = z.string().refine((given) => storableText(given) === given);
export const texts = z.array(text);
export const moment = z.iso.datetime({ offset: true });
export const day = z.iso.date();
export const count = z.int().nonnegative();
export const slug = z.string().regex(/^[a-z0-9-]*$/);
export const shortId = z.string().regex(/^[0-9a-z]{8}$/);
export const address = text.refine((given) => given === '' || isWebAddress(given));
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const richText = z.unknown().transform((given, check) => {
  const read = checkRichText(given);
  if (read.ok) return read.value;
  check.addIssue({ code: 'custom', message: read.error.code });
  return z.NEVER;
});
export const kind = z.enum(Object.keys(kindPaths) as [keyof typeof kindPaths]);
export const hiding = {
  hidden_at: moment.nullable(),
  hidden_reason: z.enum([...hidingReasons, goneFromSource]).nullable(),
  hidden_words: text,
};
/** A GeoJSON Polygon or MultiPolygon. */
export const area = z.json().refine((given) => given !== null && readArea(JSON.stringify(given)) !== null);
export const ownKey = z.string().regex(/^[a-z0-9-]{1,60}$/);
export const source = z.looseObject({ url: address.optional() });
