import type { ParseArgsOptionsConfig } from 'node:util';
import type { Result } from '#kernel/result.ts';
import type { Locale, MessageValues } from '#kernel/translate.ts';
import { evaluate } from './evaluate.server.ts';
import { exportCommand } from './export.server.ts';
import { importCommand } from './import.server.ts';
import { ownerLink } from './owner-link.server.ts';
import { start } from './start.server.ts';

/** What a command prints, or the code (of a message `app.refused.…`) that says why it did nothing. */
export type CommandOutcome = Result<string, { code: string; values?: MessageValues }>;

export interface Command {
  options: ParseArgsOptionsConfig;
  positionals: number;
  run(input: {
    values: Record<string, string | boolean | (string | boolean)[] | undefined>;
    positionals: string[];
    locale: Locale;
  }): Promise<CommandOutcome>;
}

export const commands: Record<string, Command> = {
  start,
  import: importCommand,
  export: exportCommand,
  evaluate,
  'owner-link': ownerLink,
};
