import type { Section } from '#modules/territories/index.ts';
import type { Kind } from '#modules/records/index.ts';

/** Where each part of the site stands, and the kinds of records that are its own; `entry`: those of the knowledge base. */
const places: Record<Section, { paths: readonly string[]; kinds: readonly (Kind | 'entry')[] }> = {
  practices: { paths: ['/pratiques', '/integrer', '/api/v1/practices'], kinds: ['practice'] },
  evaluations: { paths: ['/evaluations', '/referentiels', '/r'], kinds: ['evaluation', 'framework'] },
  deliberations: { paths: ['/deliberations', '/decisions'], kinds: ['deliberation', 'decision'] },
  cooperation: { paths: ['/cooperation'], kinds: ['entry'] },
  levers: { paths: ['/leviers'], kinds: ['lever'] },
  actions: { paths: ['/actions'], kinds: ['action'] },
  pages: { paths: ['/connaissances'], kinds: ['page'] },
};

/** Whether an address, without its language, stands in one of these parts. */
export function isInSections(path: string, sections: readonly Section[]): boolean {
  return sections
    .flatMap((section) => places[section].paths)
    .some((start) => path === start || (path.startsWith(start) && /[/.]/.test(path.charAt(start.length))));
}

/** The kinds of records that these parts hold. */
export function kindsIn(sections: readonly Section[]): (Kind | 'entry')[] {
  return sections.flatMap((section) => places[section].kinds);
}
