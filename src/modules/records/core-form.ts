import { z } from 'zod';
import { licences } from '#kernel/content-terms.ts';
import { type FieldProblem, limitedText, problemsOf } from '#kernel/field-problems.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import type { Choice } from '#kernel/ui/ui.ts';
import type { RecordFields } from './record.ts';
import type { TopicKind } from './topic.ts';

/** The part that the forms of all kinds share, as it was typed. */
export interface CoreFormValues {
  /** Ids of the topics that were ticked. */
  topics: string[];
  chat: string;
  /** One name a line. */
  coAuthors: string;
  /** Empty when the form does not ask. */
  licence: string;
}

export type CoreField = keyof CoreFormValues;

/** What the shared part of a form offers. */
export interface CoreChoices {
  topics: Record<TopicKind, Choice[]>;
  /** Licences to choose from; none for those who may not change the licence of this record. */
  licences: string[];
}

/** The shared part of a form: what is offered and what it starts or comes back with. */
export interface CoreForm {
  choices: CoreChoices;
  values: CoreFormValues;
}

/** What a form sent in its shared part; undefined when it has none, so that nothing is taken for emptied. */
export function readCoreForm(form: FormData): CoreFormValues | undefined {
  if (!form.has('core')) return undefined;
  const typed = (name: CoreField) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
  return {
    topics: form.getAll('topics').map(String),
    chat: typed('chat'),
    coAuthors: typed('coAuthors'),
    licence: typed('licence'),
  };
}

const email = /[^\s@]+@[^\s@]+\.[^\s@]+/;

/** Most named co-authors, and longest name. */
const nameLimits = { count: 20, length: 100 };

const coreShape = z.object({
  topics: z.array(z.string()).max(1_000),
  chat: limitedText(500, storableLine).transform((text, context) => {
    const address = text === '' ? '' : httpsAddress(text);
    if (address === undefined) context.addIssue({ code: 'custom', input: text });
    return address ?? z.NEVER;
  }),
  coAuthors: z
    .string()
    .transform((text) => namesIn(storableText(text)))
    .pipe(
      z
        .array(
          z
            .string()
            .max(nameLimits.length)
            .refine((name) => !email.test(name)),
        )
        .max(nameLimits.count),
    ),
  licence: z.string(),
});

/** An address of an encrypted page, as browsers write it; undefined for anything else, and for one that holds a password. */
function httpsAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain = url.protocol === 'https:' && url.hostname.includes('.') && !url.username && !url.password;
  return isPlain ? url.href : undefined;
}

function namesIn(text: string): string[] {
  return [...new Set(text.split(/[\n;]/).map(storableLine).filter(Boolean))];
}

/** A name in a list is mended in the control of the list. */
function wholeField({ field, ...problem }: FieldProblem): FieldProblem {
  return { ...problem, field: field.replace(/-\d+$/, '') };
}

/**
 * Checks what was typed in the shared part and puts it over what was there. Topics that the form did not offer are left
 * out; a licence that it did not offer is the one that stands.
 *
 * @param standing the topics there are that these ids stand for, in the order of their lists
 */
export function checkCore(
  typed: CoreFormValues,
  base: RecordFields,
  standing: (ids: readonly string[]) => string[],
): Result<RecordFields, FieldProblem[]> {
  const read = coreShape.safeParse(typed);
  const isOffered = [...licences, base.licence, ''].includes(typed.licence);
  const problems = [
    ...(read.success ? [] : problemsOf(read.error).map(wholeField)),
    ...(isOffered ? [] : [{ field: 'licence' }]),
  ];
  if (!read.success || problems.length > 0) return err(problems);
  const { chat: chatUrl, coAuthors } = read.data;
  const topics = standing(read.data.topics);
  const before = standing(base.topicIds);
  // Left as it was, merged topics included, when nobody changed what it means.
  const isSame = topics.length === before.length && topics.every((id) => before.includes(id));
  return ok({
    ...base,
    topicIds: isSame ? base.topicIds : topics,
    chatUrl,
    coAuthors,
    licence: typed.licence || base.licence,
  });
}

/** The texts of the shared part of two forms, where they differ: what someone else saved while this one was typed. */
export function coreDifferences(
  { choices, values }: CoreForm,
  theirs: CoreFormValues,
): { field: CoreField; text: string }[] {
  const named = Object.values(choices.topics).flat();
  const textOf = (form: CoreFormValues, field: CoreField) => {
    if (field !== 'topics') return form[field].replaceAll('\n', ', ');
    return named.flatMap(({ value, label }) => (form.topics.includes(value) ? [label] : [])).join(', ');
  };
  return (['topics', 'chat', 'coAuthors', 'licence'] as const)
    .filter((field) => textOf(values, field) !== textOf(theirs, field))
    .map((field) => ({ field, text: textOf(theirs, field) || '—' }));
}
