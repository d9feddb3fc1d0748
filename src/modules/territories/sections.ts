/** Parts of the site that a territory may do without, in the order of the menu. */
export const sections = [
  'practices',
  'evaluations',
  'deliberations',
  'cooperation',
  'levers',
  'actions',
  'pages',
] as const;
export type Section = (typeof sections)[number];

/** What a part makes no sense without: one evaluates practices. */
const foundations: Partial<Record<Section, Section>> = { evaluations: 'practices' };

/** The first part that was kept although it leans on one that is off, with the latter; undefined when all is well. */
export function missingFoundation(off: readonly Section[]): { kept: Section; needs: Section } | undefined {
  for (const kept of sections) {
    const needs = foundations[kept];
    if (needs && !off.includes(kept) && off.includes(needs)) return { kept, needs };
  }
  return undefined;
}
