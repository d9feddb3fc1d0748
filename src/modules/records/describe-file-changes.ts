import type { Json } from '#kernel/json.ts';
import { type FileDescription, attachmentIn } from './attachment.ts';

type Changes = Record<string, { before: Json; after: Json }>;

/**
 * Changes of the journal, with those of pictures and documents told as their texts under one field, `file`: the name,
 * what is said of it, whom it is from, its licence.
 */
export function describeFileChanges(changes: Changes): Changes {
  return Object.fromEntries(
    Object.entries(changes).map(([field, { before, after }]) =>
      attachmentIn(field) === undefined
        ? [field, { before, after }]
        : ['file', { before: textsOf(before), after: textsOf(after) }],
    ),
  );
}

function textsOf(state: Json): string[] {
  if (state === null) return [];
  const { name, description, credit, licence } = state as unknown as FileDescription & { name: string };
  return [name, description, credit, licence].filter((text) => text !== '');
}
