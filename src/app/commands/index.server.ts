import type { ParseArgsOptionsConfig } from 'node:util';
import type { Result } from '#kernel/result.ts';
import type { Locale, MessageValues } from '#kernel/translate.ts';
import { backup } from './backup.server.ts';
import { evaluate } from './evaluate.server.ts';
import { exportCommand } from './export.server.ts';
import { importCommand } from './import.server.ts';
import { opinions } from './opinions.server.ts';
import { ownerLink } from './owner-link.server.ts';
import { restore } from './restore.server.ts';
import { start } from './start.server.ts';

/** What a command prints, or why it did nothing. */
export type CommandOutcome = Result<string, CommandRefusal>;

export interface CommandRefusal {
  /** Of a message `app.refused.…`; `wrong-usage` prints how the command is used. */
  code: string;
  values?: MessageValues;
  /** What goes to the output all the same, for programs that wait for it. */
  output?: string;
}

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
  backup,
  restore,
  evaluate,
  opinions,
  'owner-link': ownerLink,
};
