/**
 * Name of a page as Semantic MediaWiki writes it in addresses: `-C3-A9` for the bytes of a letter, `_` for a space.
 * An encoding that is none is left as it is.
 *
 * @example decodeWikiName('Gu-C3-A9rande') // 'Guérande'
 */
function decodeWikiName(name: string): string {
  const encoded = name.replaceAll('%', '%25').replaceAll(/-([0-9A-F]{2})/g, '%$1');
  return (tryDecoding(encoded) ?? name).replaceAll('_', ' ').trim();
}

/** The same for addresses of other origins, where `%C3%A9` stands for a letter. */
export function decodeAddressName(name: string): string {
  return (tryDecoding(name) ?? name).replaceAll('_', ' ').trim();
}

function tryDecoding(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const resolver = /URIResolver\/(.+)$/;

/** The page that an address of a semantic wiki names, with its namespace (`Catégorie`); null for other addresses. */
export function wikiPageOf(address: string): { namespace: string; name: string } | null {
  const found = resolver.exec(tryDecoding(address) ?? address)?.[1];
  if (found === undefined) return null;
  const whole = decodeWikiName(found);
  // The colon of a namespace is encoded; one that people wrote after a space is part of the title.
  const [, namespace = '', name = ''] = /^([^\s:]{2,30}):(\S.*)$/.exec(whole) ?? [];
  return name === '' ? { namespace: '', name: whole } : { namespace, name };
}
