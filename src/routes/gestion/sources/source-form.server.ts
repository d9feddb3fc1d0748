import type { Locale } from '#kernel/translate.ts';
import { isMessageKey, translators } from '#messages/index.ts';
import type { SourceForm, SourceShown } from '#modules/practices/index.server.ts';

/** What the form of a source sends. */
export function readSourceForm(form: FormData): SourceForm {
  const text = (name: string) => String(form.get(name) ?? '');
  return {
    name: text('name'),
    address: text('address'),
    licence: text('licence'),
    attribution: text('attribution'),
    every: text('every'),
    mirror: text('mirror'),
  };
}

/** A source as its pages show it, in words. */
export function sourceShown({ job, mapping: _, failure, ...source }: SourceShown, locale: Locale) {
  const t = translators[locale];
  return {
    ...source,
    isWorking: job !== undefined && ['queued', 'running', 'retrying'].includes(job.state),
    hasStopped: job?.state === 'failed',
    why: failure && isMessageKey(failure.key) ? t(failure.key, failure.params) : null,
  };
}
