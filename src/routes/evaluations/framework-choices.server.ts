import type { Locale } from '#kernel/translate.ts';
import type { Choice } from '#kernel/ui/ui.ts';
import type { Context } from '#kernel/context.ts';
import { translators } from '#messages/index.ts';
import { listFrameworks } from '#modules/framework/index.server.ts';
import { wordsIn } from '#modules/framework/index.ts';

/**
 * The framework versions a session can be answered on, named in the language of the page.
 *
 * @param chosen the version that the session already has: offered even when its framework was retired since
 */
export async function frameworkChoices(context: Context, locale: Locale, chosen?: string): Promise<Choice[]> {
  const t = translators[locale];
  const frameworks = await listFrameworks(context);
  const offered = frameworks.filter(({ version }) => version.retiredAt === null || version.id === chosen);
  return offered.map(({ version: { id, number, content } }) => ({
    value: id,
    label: t('evaluation.field.framework-choice', { title: wordsIn(content.title, locale), number }),
  }));
}
