/** Practices for benchmarks: the same for the same number, of the size and variety that inventories have. */

const things = [
  'Jardin partagé',
  'Repair café',
  'Ressourcerie',
  'Tiers-lieu',
  'AMAP',
  'Grainothèque',
  'Covoiturage',
];
const places = [
  'du bourg',
  'de la gare',
  'des halles',
  'du moulin',
  'du canal',
  'de la prairie',
  'de l’étang',
];
const communes = [
  ['35236', 'Redon', 47.6524, -2.0844],
  ['56001', 'Allaire', 47.6372, -2.1633],
  ['35219', 'Pipriac', 47.8094, -1.9436],
  ['44128', 'Plessé', 47.5419, -1.8867],
  ['44067', 'Guémené-Penfao', 47.6297, -1.8325],
  ['56154', 'Peillac', 47.7125, -2.2194],
] as const;
const words =
  'atelier collectif habitants réparation partage local bénévoles outils légumes saison entraide quartier accueil producteurs objets seconde main rencontre transmission savoirs jardin compost mobilité trajet village commun gouvernance convivialité'.split(
    ' ',
  );

/** A small generator of numbers in [0, 1), the same at every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `count` rows of CSV with a header, as an inventory would be exported. */
export function madeUpCsv(count: number): string {
  const next = numbers(20_261_123);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const rows = ['id,titre,description,commune,code_insee,latitude,longitude,mots_cles,site'];
  for (let index = 0; index < count; index += 1) {
    const [code, name, lat, lng] = pick(communes);
    const text = Array.from({ length: 20 + Math.floor(next() * 60) }, () => pick(words)).join(' ');
    const point = [lat + (next() - 0.5) * 0.05, lng + (next() - 0.5) * 0.05].map((value) => value.toFixed(6));
    rows.push(
      `p${index},${pick(things)} ${pick(places)} ${index},${text}.,${name},${code},${point.join(',')},"${pick(words)}, ${pick(words)}",https://exemple.org/${index}`,
    );
  }
  return `${rows.join('\n')}\n`;
}
