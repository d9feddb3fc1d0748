import { describe, expect, it } from 'vitest';
import { dataAddresses } from './data-address.ts';

const page = (inside: string) => `<!doctype html><html><head>${inside}</head><body></body></html>`;

describe('the data behind a page', () => {
  it.each([
    [
      'https://umap.openstreetmap.fr/fr/map/lieux-du-pays_123456',
      'https://umap.openstreetmap.fr/map/123456/download/',
    ],
    ['https://umap.openstreetmap.fr/fr/map/_7#10/47.6/-2.1', 'https://umap.openstreetmap.fr/map/7/download/'],
    ['https://umap.openstreetmap.fr/m/7/', 'https://umap.openstreetmap.fr/map/7/download/'],
    ['https://cartes.test/umap/pt-br/map/x_7?scale=1', 'https://cartes.test/umap/map/7/download/'],
  ])('of the uMap %s are at %s', (address, data) => {
    expect(dataAddresses(address, page(''))).toEqual({ tool: 'umap', addresses: [data] });
  });

  it.each<[string, string, string[]]>([
    ['https://lieux.test/?BazaR&vue=consulter&id=5', '', ['https://lieux.test/?api/forms/5/entries']],
    [
      'https://lieux.test/wiki/?Carte',
      '<link href="?api/forms/12/entries">',
      ['https://lieux.test/wiki/?api/forms/12/entries'],
    ],
    [
      'https://lieux.test/wiki/index.php?wiki=Carte',
      '"idtypeannonce":["3"] {"id_typeannonce": "4"}',
      ['https://lieux.test/wiki/?api/forms/3/entries', 'https://lieux.test/wiki/?api/forms/4/entries'],
    ],
    ['https://lieux.test/?PagePrincipale', '', []],
  ])('of the YesWiki page %s are those of its forms', (address, inside, addresses) => {
    const html = page(`<meta name="generator" content="YesWiki">${inside}`);
    expect(dataAddresses(address, html)).toEqual({ tool: 'yeswiki', addresses });
  });

  it('of a GoGoCarto are at the root of its site', () => {
    const addresses = ['https://presdecheznous.test/api/elements.json?ontology=gogofull'];
    const html = page('<script src="/js/gogocarto.js"></script>');
    expect(dataAddresses('https://presdecheznous.test/map#/carte/x', html)).toEqual({
      tool: 'gogocarto',
      addresses,
    });
  });

  it('of a category of a MediaWiki are asked of the API that the page names', () => {
    const html = page(
      '<meta name="generator" content="MediaWiki 1.39"><link rel="EditURI" type="application/rsd+xml" href="//wiki.test/w/api.php?action=rsd">',
    );
    const found = dataAddresses('https://wiki.test/wiki/Cat%C3%A9gorie:Tiers_lieux', html);
    const [address = ''] = found?.addresses ?? [];
    expect(found?.tool).toBe('smw');
    expect(new URL(address).pathname).toBe('/w/api.php');
    expect(new URL(address).searchParams.get('query')).toBe('[[Category:Tiers lieux]]|limit=500');
    expect(dataAddresses('https://wiki.test/wiki/%E0%A4%A', html)?.tool).toBe('smw');
  });

  it('are not guessed where the tool is not known', () => {
    expect(dataAddresses('https://exemple.test/carte/5', page('<title>Une carte</title>'))).toBeNull();
  });
});
