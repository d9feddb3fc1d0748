import { type FieldProblem, tooLongFor } from '#kernel/field-problems.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableText } from '#kernel/storable-text.ts';
import type { Locale } from '#kernel/translate.ts';
import type { FrameworkContent, FrameworkSource } from '../framework-content.ts';
import { reworded } from './criterion-form.ts';

const longest = 2000;

/** What presents a framework, as it was typed in one language: itself, then each of its dimensions by its id. */
export interface PresentationForm {
  title: string;
  description: string;
  howToAnswer: string;
  dimensions: { id: string; title: string; description: string }[];
  keepOthers: boolean;
}

export function presentationFormOf(content: FrameworkContent, locale: Locale): PresentationForm {
  return {
    title: content.title[locale] ?? '',
    description: content.description?.[locale] ?? '',
    howToAnswer: content.howToAnswer?.[locale] ?? '',
    dimensions: content.dimensions.map(({ id, title, description }) => ({
      id,
      title: title[locale] ?? '',
      description: description?.[locale] ?? '',
    })),
    keepOthers: false,
  };
}

/** What a form sent, of the dimensions that stand there. */
export function readPresentationForm(form: FormData, content: FrameworkContent): PresentationForm {
  const typed = (name: string) => storableText(String(form.get(name) ?? '').replaceAll('\r\n', '\n'));
  return {
    title: typed('title'),
    description: typed('description'),
    howToAnswer: typed('howToAnswer'),
    dimensions: content.dimensions.map(({ id }) => ({
      id,
      title: typed(`title-${id}`),
      description: typed(`description-${id}`),
    })),
    keepOthers: form.has('keepOthers'),
  };
}

/** The content with what was typed over what stands there; what is not understood is named by its control. */
export function presented(
  content: FrameworkContent,
  form: PresentationForm,
  locale: Locale,
): Result<FrameworkContent, FieldProblem[]> {
  const problems: FieldProblem[] = [];
  const how = { locale, keepOthers: form.keepOthers };
  const text = (field: string, typed: string, words: FrameworkContent['description']) => {
    const trimmed = typed.trim();
    const tooLong = tooLongFor(trimmed, longest);
    if (tooLong) problems.push({ field, tooLong });
    return reworded(words, trimmed, how);
  };
  const required = (field: string, typed: string, words: FrameworkContent['title']) => {
    const said = text(field, typed, words);
    if (!said) problems.push({ field });
    return said ?? words;
  };
  const { description: _description, howToAnswer: _howToAnswer, ...rest } = content;
  const [description, howToAnswer] = [
    text('description', form.description, content.description),
    text('howToAnswer', form.howToAnswer, content.howToAnswer),
  ];
  const after: FrameworkContent = {
    ...rest,
    title: required('title', form.title, content.title),
    ...(description && { description }),
    ...(howToAnswer && { howToAnswer }),
    dimensions: content.dimensions.map((dimension) => {
      const row = form.dimensions.find(({ id }) => id === dimension.id);
      if (!row) return dimension;
      const { description: old, ...kept } = dimension;
      const said = text(`description-${row.id}`, row.description, old);
      return {
        ...kept,
        title: required(`title-${row.id}`, row.title, dimension.title),
        ...(said && { description: said }),
      };
    }),
  };
  return problems.length > 0 ? err(problems) : ok(after);
}

/** A source as a form gives it; undefined when its title, publisher or address is not understood. */
export function sourceFrom(form: FormData, locale: Locale): Omit<FrameworkSource, 'id'> | undefined {
  const typed = (name: string) =>
    storableText(String(form.get(name) ?? ''))
      .trim()
      .slice(0, longest);
  const [title, publisher, date] = [typed('source-title'), typed('source-publisher'), typed('source-date')];
  const url = URL.parse(typed('source-url'));
  const isDated = date === '' || /^\d{4}(-\d{2}(-\d{2})?)?$/.test(date);
  if (title === '' || publisher === '' || !url || !/^https?:$/.test(url.protocol) || !isDated)
    return undefined;
  return { title: { [locale]: title }, publisher, url: url.href, ...(date !== '' && { date }) };
}
