/** Who may open an address. `link`: whoever holds the signed link that a mail carries. */
export type Access = 'visitor' | 'contributor' | 'facilitator' | 'owner' | 'link';

/** One address of the product. A folder that holds both a page and an endpoint has two entries. */
export interface Route {
  /** The route as its folders spell it, without groups: `/pratiques/[slug]-[id]`. */
  path: string;
  kind: 'page' | 'endpoint';
  /** Whether the page loads JavaScript: false for what is read, true for what is a tool. Always false for an endpoint. */
  csr: boolean;
  /** The least trusted who may open it; what is shown there may still depend on the role. */
  access: Access;
  /** An address that exists in the demo territory, for a page whose path has parameters. */
  sample?: string;
}

/**
 * Every address of the product: what the browser journeys visit, and what a reviewer reads to know who may see
 * what. A page or endpoint that is missing here, or an entry without its page, fails `tooling/checks/routes.test.ts`.
 */
export const routes: readonly Route[] = [{ path: '/', kind: 'page', csr: false, access: 'visitor' }];
