import type { Locale } from '#kernel/translate.ts';
import { translators } from '#messages/index.ts';
import { barePolicy } from './page-policy.ts';

/** Explains, to a visitor and to the host, why a form sent from another address was not accepted. */
export function refusedOriginPage(options: { locale: Locale; expected: string; sender: string }): Response {
  const t = translators[options.locale];
  const values = { expected: options.expected, sender: options.sender || t('app.origin.none') };
  const page = `<!doctype html>
<html lang="${options.locale}"><head><meta charset="utf-8"><title>${escape(t('app.origin.title'))}</title></head>
<body><main><h1>${escape(t('app.origin.title'))}</h1>
<p>${escape(t('app.origin.visitor', values))}</p>
<p>${escape(t('app.origin.host', values))}</p></main></body></html>`;
  return new Response(page, {
    status: 403,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': barePolicy,
    },
  });
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
