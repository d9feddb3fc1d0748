import { seededRandom } from '#mathematics/seeded-random.ts';

/** Practices for benchmarks: the same for the same number, of the size and variety that inventories have. */

const things = [
  'Jardin partagé',
  'Repair café',
  'Ressourcerie',
  'Tiers-lieu',
  'AMAP',
  'Grainothèque',
  'Covoiturage',
  'Épicerie coopérative',
  'Habitat participatif',
  'Monnaie locale',
  'Accorderie',
  'Atelier vélo',
  'Bricothèque',
  'Café associatif',
  'Composteur de quartier',
  'Crèche parentale',
  'Boîte à livres',
  'Cuisine commune',
  'Fournil solidaire',
  'Ludothèque',
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
const syllables =
  'ba bel bri cal cho cra dan del dou fal fli fron gar glu gri jal jon kel lam lin lour mal mir mon nal nis nor pal plu pré ral rin rou sal ser sol tal tir tra val ver vou zan zel'.split(
    ' ',
  );

/** How many different words the texts are made of. */
const vocabularySize = 6000;
/** Keeps the commonest word of a text from being every tenth one, as stop words are: those are never searched for. */
const flattening = 2.7;

/** The made-up words, the commonest first: three syllables each, so that their stems differ as their spelling does. */
export const vocabulary = madeUpWords();

function madeUpWords(): string[] {
  const next = seededRandom(7);
  const syllable = () => syllables[Math.floor(next() * syllables.length)] ?? '';
  const made = new Set<string>();
  while (made.size < vocabularySize) made.add(`${syllable()}${syllable()}${syllable()}`);
  return [...made];
}

/** Draws words as texts hold them: the one of rank r about 1/r as often as the first (Zipf and Mandelbrot's law). */
function wordDrawer(next: () => number): () => string {
  let total = 0;
  const upTo = vocabulary.map((_, rank) => (total += 1 / (rank + 1 + flattening)));
  return () => {
    const drawn = next() * total;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((upTo[middle] ?? total) < drawn) low = middle + 1;
      else high = middle;
    }
    return vocabulary[low] ?? '';
  };
}

const header = 'id,titre,description,commune,code_insee,latitude,longitude,mots_cles,site\n';

/** `count` rows of CSV with a header, as an inventory would be exported, a thousand at a time. */
export function* madeUpCsv(count: number): Generator<string> {
  const next = seededRandom(20_261_123);
  const word = wordDrawer(next);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  let rows = header;
  for (let index = 0; index < count; index += 1) {
    const [code, name, lat, lng] = pick(communes);
    const text = Array.from({ length: 20 + Math.floor(next() * 60) }, word).join(' ');
    const point = [lat + (next() - 0.5) * 0.05, lng + (next() - 0.5) * 0.05].map((value) => value.toFixed(6));
    const title = `${pick(things)} ${word()} ${pick(places)} ${index}`;
    rows += `p${index},${title},${text}.,${name},${code},${point.join(',')},"${word()}, ${word()}",https://exemple.org/${index}\n`;
    if (index % 1000 === 999) {
      yield rows;
      rows = '';
    }
  }
  yield rows;
}

/** The kinds of practices in the titles, each with a letter missing. */
export const mistypedTitles = things.map((thing) => thing.slice(0, 3) + thing.slice(4));
