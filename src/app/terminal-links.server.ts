import type { UnsentLink } from '#kernel/mail-sender.server.ts';
import { storableLine } from '#kernel/storable-text.ts';
import type { Locale } from '#kernel/translate.ts';
import { translators } from '#messages/index.ts';
import type { Configuration } from './configuration.server.ts';
import { isLoopback } from './loopback.ts';

/**
 * Writes links that no mail can carry in the terminal, for someone who tries the site on their own machine. Undefined
 * wherever the reader of the terminal may not be the person at the keyboard: with a mail server, a site that others
 * reach, or an output that is kept (a file, a journal).
 */
export function linkPrinter(options: {
  configuration: Pick<Configuration, 'host' | 'origin' | 'smtpUrl'>;
  output: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
  locale: Locale;
}): ((link: UnsentLink) => void) | undefined {
  const { configuration, output, locale } = options;
  const { host, origin, smtpUrl } = configuration;
  const isOwnMachine = isLoopback(host) && isLoopback(new URL(origin).hostname);
  if (smtpUrl !== undefined || !isOwnMachine || !output.isTTY) return undefined;
  const t = translators[locale];
  return ({ recipient, subject, link }) => {
    // A title that someone typed stands in the subject: it must not move the cursor of the terminal.
    output.write(`\n${t('app.mail.link', { recipient, subject: storableLine(subject), link })}\n`);
  };
}
