/** A tool of inventories that is known by its pages, and where its data may be. */
export interface KnownTool {
  tool: 'yeswiki' | 'gogocarto' | 'umap' | 'smw';
  /** Addresses of data to try, best first; none when the page does not tell enough. */
  addresses: string[];
}

/**
 * Of a web page that someone took for an inventory: which tool made it, and where this tool gives its data. Nothing is asked:
 * what is found is proposed to whoever gave the address.
 *
 * @param html the beginning of the page
 */
export function dataAddresses(address: string, html: string): KnownTool | null {
  const url = new URL(address);
  const umap = umapOf(url);
  if (umap) return { tool: 'umap', addresses: [umap] };
  const api = wikiApi(url, html);
  if (api) return { tool: 'smw', addresses: [askAddress(api, url)] };
  if (isYesWiki(url, html)) return { tool: 'yeswiki', addresses: yeswikiAddresses(url, html) };
  if (/gogocarto/i.test(`${url.host} ${html}`)) return { tool: 'gogocarto', addresses: [elementsOf(url)] };
  return null;
}

/** `/fr/map/lieux_123` and `/m/123/`: the whole map is under `/map/123/download/`. */
function umapOf({ origin, pathname }: URL): string | null {
  const [, folder, id] =
    /^(.*?)(?:\/[a-z]{2}(?:-[a-z]{2,4})?)?\/(?:map\/(?:[^/]*_)?|m\/)(\d+)\/?$/i.exec(pathname) ?? [];
  return id === undefined ? null : `${origin}${folder}/map/${id}/download/`;
}

function isYesWiki({ search }: URL, html: string): boolean {
  return /\byeswiki\b/i.test(html) || /^\?(wiki=|BazaR\b)/i.test(search);
}

/** The entries of each form that the page names; its API answers after the `?` of the wiki's own page. */
function yeswikiAddresses({ origin, pathname, search }: URL, html: string): string[] {
  const base = `${origin}${pathname.replace(/[^/]*\.php$/, '')}`;
  const named = [
    ...search.matchAll(/[?&](?:id|id_typeannonce|idtypeannonce)=(\d+)/g),
    ...html.matchAll(/api\/forms\/(\d+)/g),
    ...html.matchAll(/id_?typeannonce\W{1,12}(\d+)/g),
  ];
  const forms = [...new Set(named.map(([, id]) => id))].slice(0, mostForms);
  return forms.map((id) => `${base}?api/forms/${id}/entries`);
}

const mostForms = 5;

/** GoGoCarto gives everything at the root of its site. */
function elementsOf({ origin }: URL): string {
  return `${origin}/api/elements.json?ontology=gogofull`;
}

/** MediaWiki says in each page where its API is. */
function wikiApi(url: URL, html: string): string | null {
  if (!/\bMediaWiki\b/.test(html)) return null;
  const link = /<link[^>]*rel="EditURI"[^>]*href="([^"?]+api\.php)/.exec(html)?.[1];
  return link && URL.canParse(link, url) ? new URL(link, url).href : null;
}

/** Every page of the category shown; of a category to be named, when the page shows none. */
function askAddress(api: string, { pathname, searchParams }: URL): string {
  const title = searchParams.get('title') ?? decoded(pathname.split('/').at(-1) ?? '');
  const category = /^(?:Category|Catégorie):(.+)$/i.exec(title.replaceAll('_', ' '))?.[1];
  const query = `[[Category:${category ?? '…'}]]|limit=500`;
  return `${api}?${new URLSearchParams({ action: 'ask', format: 'json', api_version: '3', query })}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
