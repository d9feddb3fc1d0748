import type { ImportFormat } from './source-table.ts';

/** Linked data in text: prefixes, or statements one a line. */
const turtle = /^\s*(#[^\n]*\n\s*)*(@prefix|@base|PREFIX|BASE)\s/i;
const triple = /^\s*(#[^\n]*\n\s*)*(<[^<>\s]+>|_:\w+)\s+(<[^<>\s]+>|a)\s+(<|"|_:)/;

/**
 * Finds whether the beginning of a file is one of a wiki or of linked data; null for anything else, such as the GeoJSON that
 * a wiki also gives.
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
  if (/"type"\s*:\s*"(FeatureCollection|Feature|umap)"/.test(start)) return null;
  if (/"(printrequests|query-continue-offset)"\s*:/.test(start)) return 'smw';
  if (/"@(context|graph|id|type)"\s*:/.test(start)) return 'jsonld';
  return /"id_(fiche|typeannonce)"\s*:/.test(start) ? 'yeswiki-json' : null;
}
