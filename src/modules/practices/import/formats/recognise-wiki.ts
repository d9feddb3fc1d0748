import type { ImportFormat } from './source-table.ts';

/** Linked data in text: prefixes, or statements one a line. */
const turtle = /^\s*(#[^\n]*\n\s*)*(@prefix|@base|PREFIX|BASE)\s/i;
const triple = /^\s*(#[^\n]*\n\s*)*(<[^<>\s]+>|_:\w+)\s+(<[^<>\s]+>|a)\s+(<|"|_:)/;

/**
 * Finds whether the beginning of a file is one of a wiki or of linked data; null for anything else.
 */
export function recogniseWiki(head: string): ImportFormat | null {
  const start = head.replace('\uFEFF', '').trimStart();
  if (/^[[{]/.test(start)) return recogniseJson(start);
  if (/^<(\?xml|!doctype|rdf:)/i.test(start)) return /<rdf:RDF|22-rdf-syntax-ns#/i.test(start) ? 'rdf' : null;
  if (turtle.test(start) || triple.test(start)) return 'rdf';
  const [names = ''] = start.split(/\r?\n/, 1);
  return /\bdatetime_create\b/.test(names) && /\bdatetime_latest\b/.test(names) ? 'yeswiki-csv' : null;
}

function recogniseJson(start: string): ImportFormat | null {
  // Places of a wiki are its entries: only those say what is not for everyone.
  if (/"type"\s*:\s*"(FeatureCollection|Feature|umap)"/.test(start))
    return /"id_fiche"\s*:/.test(start) && /"id_typeannonce"\s*:/.test(start) ? 'yeswiki-json' : null;
  if (/"(printrequests|query-continue-offset)"\s*:/.test(start)) return 'smw';
  // Pages of an API that only borrows the words of linked data (Hydra): its context is of no use elsewhere.
  if (/"hydra:member"\s*:/.test(start)) return null;
  if (/"@(context|graph|id|type)"\s*:/.test(start)) return 'jsonld';
  return /"id_(fiche|typeannonce)"\s*:/.test(start) ? 'yeswiki-json' : null;
}
