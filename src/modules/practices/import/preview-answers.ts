import type { Actor } from '#kernel/context.ts';
import { type OwnFact, factsOf } from '../fields/own-answers.ts';
import { describedForm } from '../fields/describe-form.ts';
import { type OwnForm, type OwnName, fieldNamed } from '../fields/own-field.ts';
import type { OwnValue } from '../fields/own-value.ts';
import { type OwnTarget, describedBy, keyOf, readOwnCell } from './own-columns.ts';

/** What the first rows of a file say in fields of the territory's own, as it would be read; what is not understood is left out. */
export function previewAnswers(
  rows: readonly Readonly<Record<OwnName, readonly string[]>>[],
  { form, targets, actor }: { form: OwnForm; targets: readonly OwnTarget[]; actor: Actor },
): OwnFact[][] {
  const said = new Map(
    targets.map(({ name }) => [name, [...new Set(rows.flatMap((row) => row[name] ?? []))]] as const),
  );
  let made = 0;
  const description = describedBy(targets, form, said);
  const described = describedForm(form, description, () => `new-${(made += 1)}`);
  return rows.map((row) => {
    const values: Record<string, OwnValue> = {};
    for (const { name } of targets) {
      const field = fieldNamed(described.form, name);
      const read = field && readOwnCell(described.form, field, row[name] ?? []);
      if (read?.ok && read.value.value !== null) values[keyOf(name)] = read.value.value;
    }
    return factsOf(described.form, actor, { values, named: new Map() });
  });
}
