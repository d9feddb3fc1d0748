import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import type { CommandOutcome } from './index.server.ts';

/** With `--json`, programs get one object of a refusal too, beside the words on the error output. */
export function forPrograms(outcome: CommandOutcome, t: Translate<MessageKey>): CommandOutcome {
  if (outcome.ok) return outcome;
  const { code, values } = outcome.error;
  const message = t(`app.refused.${code}` as MessageKey, values);
  const output = JSON.stringify({ error: { code: String(values?.['code'] ?? code), message } });
  return { ok: false, error: { ...outcome.error, output } };
}
