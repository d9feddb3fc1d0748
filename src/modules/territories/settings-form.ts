import { z } from 'zod';
import { languages, licences } from '#kernel/content-terms.ts';
import { limitedText } from '#kernel/field-problems.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { isColour } from '#kernel/ui/palette.ts';
import { sections } from './sections.ts';
import { confirmAfterChoices, timeZones } from './settings-choices.ts';

const line = (max: number) => limitedText(max, storableLine);
const lines = (max: number) => limitedText(max, (text) => storableText(text).replaceAll('\r\n', '\n').trim());

/** A text written in Markdown, as the rich text it is kept as. */
const richText = (max: number) =>
  lines(max).transform((text, context) => {
    const read = checkRichText(parseMarkdown(text));
    if (!read.ok) context.addIssue({ code: 'custom', input: text });
    return read.ok ? read.value : z.NEVER;
  });

/** Who the territory is: its name and what it says of itself. */
export const identityShape = z.object({
  name: line(100).refine((name) => name !== ''),
  welcome: richText(5_000),
  publisher: lines(500),
  timeZone: z.enum(timeZones),
  language: z.enum(languages),
  licence: z.enum(licences),
});

/** Empty for the colours of the product. */
export const coloursShape = z.object({
  colour: z
    .string()
    .transform((text) => text.trim().toLowerCase())
    .refine((colour) => colour === '' || isColour(colour))
    .transform((colour) => colour || null),
});

/** Empty for never. */
export const confirmationShape = z.object({
  confirmAfterMonths: z
    .enum(['', ...confirmAfterChoices.map(String)])
    .transform((months) => (months === '' ? null : Number(months))),
});

export const sectionsShape = z.object({ on: z.array(z.enum(sections)) });

export const noticeShape = z.object({
  publisher: lines(500),
  director: line(200),
  hosting: lines(500),
  legal: richText(20_000),
  privacy: richText(20_000),
});
