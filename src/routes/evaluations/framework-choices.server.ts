import type { Locale } from '#kernel/translate.ts';
import type { Choice } from '#kernel/ui/ui.ts';
import type { Context } from '#kernel/context.ts';
import { translators } from '#messages/index.ts';
import { listFrameworks } from '#modules/framework/index.server.ts';

/** The framework versions a session can be answered on, named in the language of the page. */
export async function frameworkChoices(context: Context, locale: Locale): Promise<Choice[]> {
  const t = translators[locale];
  const frameworks = await listFrameworks(context);
  return frameworks.map(({ version: { id, number, content } }) => ({
    value: id,
    label: t('evaluation.field.framework-choice', { title: content.title[locale], number }),
  }));
}
