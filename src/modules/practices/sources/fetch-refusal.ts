import type { MessageParams } from '../import/import-codes.ts';

/** Why an address gave no inventory. Each code has a message `import.fetch.<code>`. */
export type FetchCode =
  | 'address-not-understood'
  | 'address-inside'
  | 'no-answer'
  | 'too-slow'
  | 'too-large'
  | 'too-many-redirects'
  | 'not-there'
  | 'closed-there'
  | 'busy-there'
  | 'trouble-there'
  | 'answer-not-understood'
  | 'empty'
  | 'too-many-fetches'
  | 'page'
  | 'page-yeswiki'
  | 'page-gogocarto'
  | 'page-umap'
  | 'page-smw';

export interface FetchRefusal {
  code: FetchCode;
  params: MessageParams;
  /** Addresses that may give the data instead: for a person to choose, never followed unasked. */
  proposals: string[];
}
