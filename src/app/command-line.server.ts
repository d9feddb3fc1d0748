import { parseArgs } from 'node:util';
import { isMessageKey, translators } from '#messages/index.ts';
import { type CommandOutcome, commands } from './commands/index.server.ts';

const locale = /^en/i.test(process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG'] ?? '')
  ? 'en'
  : 'fr';
const t = translators[locale];

/** Exit codes of the contract: 0 done, 1 refused with a message on stderr, 2 wrong usage. */
async function main(args: string[]): Promise<number> {
  const [name = '', ...rest] = args;
  const command = commands[name];
  if (!command) {
    process.stderr.write(`${t('app.usage')}\n`);
    return name === '' || name === '--help' || name === 'help' ? 0 : 2;
  }
  let parsed;
  try {
    parsed = parseArgs({
      args: rest,
      options: command.options,
      allowPositionals: command.positionals > 0,
      strict: true,
    });
  } catch {
    process.stderr.write(`${t('app.usage')}\n`);
    return 2;
  }
  if (parsed.positionals.length !== command.positionals) {
    process.stderr.write(`${t('app.usage')}\n`);
    return 2;
  }
  const outcome = await command.run({ values: parsed.values, positionals: parsed.positionals, locale });
  return report(outcome);
}

function report(outcome: CommandOutcome): number {
  if (outcome.ok) {
    if (outcome.value) process.stdout.write(`${outcome.value}\n`);
    return 0;
  }
  const { code, values, output } = outcome.error;
  if (code === 'wrong-usage') {
    process.stderr.write(`${t('app.usage')}\n`);
    return 2;
  }
  if (output) process.stdout.write(`${output}\n`);
  const key = `app.refused.${code}`;
  process.stderr.write(`${isMessageKey(key) ? t(key, values) : code}\n`);
  return 1;
}

// A reader that has seen enough, such as `head`, closes the pipe: nothing is wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2));
