import { readLicence } from '../choices.ts';

type About = ReadonlyMap<string, string>;

const names = ['name', 'title', 'titre', 'nom', 'properties.name', 'metadata.title', 'metadata.name'];
const credits = ['attribution', 'metadata.attribution', 'credits', 'credit', 'copyright'];
const licences = [
  'licence',
  'license',
  'licence.name',
  'license.name',
  'metadata.license',
  'metadata.licence',
];

/** What a file says of itself in its members outside of records: its name (else whom to credit) and its licence. */
export function saidOfItself(about: About): { sourceName: string; licence: string; credit: string } {
  const first = (keys: readonly string[]) => keys.map((key) => about.get(key)?.trim()).find(Boolean) ?? '';
  const credit = first(credits);
  return { sourceName: first(names) || credit, licence: first(licences) || licenceIn(credit), credit };
}

/** A sentence of credit names the licence, or does not. */
function licenceIn(credit: string): string {
  const licence = readLicence(credit);
  return licence === credit ? '' : licence;
}
