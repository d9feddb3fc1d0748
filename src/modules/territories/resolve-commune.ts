import { areAlike, isMistyped, isShortFor, normaliseCommuneName } from './commune-names.ts';
import { type Commune, type CommuneDirectory, departmentOf } from './communes.ts';

/** What a file or a form says of a commune. */
export interface CommuneQuery {
  /** INSEE code, perhaps without the zero a spreadsheet took from it. */
  code?: string | undefined;
  name?: string | undefined;
  postalCode?: string | undefined;
  /** INSEE codes that settle which commune is meant when several bear the name: those of the territory. */
  preferred?: readonly string[] | undefined;
}

type CertainReason =
  | 'code'
  | 'former-code'
  | 'name'
  | 'former-name'
  | 'name-and-postal-code'
  | 'similar-name-and-postal-code'
  | 'code-as-postal-code'
  | 'only-commune-of-postal-code'
  | 'preferred';
type DoubtfulReason = 'name-differs-from-code' | 'postal-code-differs' | 'name-not-found';
type UnknownReason = 'several-communes' | 'not-found' | 'nothing-given';

/**
 * `certain`: what was given agrees; `doubtful`: the best reading of what contradicts itself, for a person to check;
 * `unknown`: no commune can be named. `isFormer` tells that the commune given has since merged into this one.
 */
export type CommuneResolution =
  | { certainty: 'certain'; reason: CertainReason; code: string; name: string; isFormer: boolean }
  | { certainty: 'doubtful'; reason: DoubtfulReason; code: string; name: string; isFormer: boolean }
  | { certainty: 'unknown'; reason: UnknownReason; code: null; name: null; isFormer: false };

/** Finds today's commune from an INSEE code, a name and a postal code, as far as they are given and agree. */
export function resolveCommuneIn(directory: CommuneDirectory, query: CommuneQuery): CommuneResolution {
  const { name, postalCode, department } = tidy(query);
  const code = tidyCode(query.code);
  if (!name && !postalCode && !code) return unknown('nothing-given');
  const byCode = code ? resolveCode(directory, code, name) : null;
  if (byCode) return byCode;
  if (!name) return resolvePostalCode(directory, postalCode);
  const candidates = findNamed(directory, name);
  if (postalCode) return resolveNameAt(directory, candidates, { name, postalCode });
  const near = candidates.filter(({ commune }) => !department || commune.department === department);
  return choose(near, query.preferred) ?? unknown(near.length > 1 ? 'several-communes' : 'not-found');
}

interface Candidate {
  commune: Commune;
  isFormer: boolean;
}

/** Today's names come first: a delegated commune often keeps the name of a commune elsewhere. */
function findNamed(directory: CommuneDirectory, name: string): Candidate[] {
  const today = directory.findByName(name).map((commune) => ({ commune, isFormer: false }));
  const codes = new Set(today.map(({ commune }) => commune.code));
  const former = directory.findByFormerName(name).filter(({ code }) => !codes.has(code));
  const found = [...today, ...former.map((commune) => ({ commune, isFormer: true }))];
  const district = /^(.*\D) \d{1,2}( ?(er|e|eme))?( arrondissement)?$/.exec(name)?.[1];
  return found.length === 0 && district ? findNamed(directory, district) : found;
}

function resolveCode(directory: CommuneDirectory, code: string, name: string): CommuneResolution | null {
  const today = directory.findByCode(code);
  const commune = today ?? directory.findSuccessor(code);
  if (!commune) return null;
  const isFormer = today === undefined;
  if (name && !agrees(directory, commune, name) && !isFormerNameUnknown(directory, { isFormer, name })) {
    return doubtful('name-differs-from-code', { commune, isFormer });
  }
  return certain(isFormer ? 'former-code' : 'code', { commune, isFormer });
}

function agrees(directory: CommuneDirectory, commune: Commune, name: string): boolean {
  if (areAlike(name, normaliseCommuneName(commune.name))) return true;
  return directory.findByFormerName(name).some(({ code }) => code === commune.code);
}

/** Names of communes that disappeared long ago are not kept: nothing speaks against their code. */
function isFormerNameUnknown(
  directory: CommuneDirectory,
  { isFormer, name }: { isFormer: boolean; name: string },
): boolean {
  return isFormer && findNamed(directory, name).length === 0;
}

function resolveNameAt(
  directory: CommuneDirectory,
  candidates: readonly Candidate[],
  { name, postalCode }: { name: string; postalCode: string },
): CommuneResolution {
  const here = candidates.filter(({ commune }) => commune.postalCodes.includes(postalCode));
  const [exact] = here;
  if (exact && here.filter(({ isFormer }) => isFormer === exact.isFormer).length === 1) {
    return certain('name-and-postal-code', exact);
  }
  const coded = directory.findByCode(postalCode);
  if (coded && agrees(directory, coded, name))
    return certain('code-as-postal-code', { commune: coded, isFormer: false });
  const local = directory.findByPostalCode(postalCode);
  const similar = findSimilar(local, name);
  if (similar) return certain('similar-name-and-postal-code', { commune: similar, isFormer: false });
  return resolveElsewhere(candidates, { local, postalCode });
}

function findSimilar(communes: readonly Commune[], name: string): Commune | undefined {
  const named = communes.map((commune) => ({ commune, other: normaliseCommuneName(commune.name) }));
  const short = named.filter(({ other }) => isShortFor(name, other) || isShortFor(other, name));
  const found = short.length > 0 ? short : named.filter(({ other }) => isMistyped(name, other));
  return found.length === 1 ? found[0]?.commune : undefined;
}

/** The name is known, though not at that postal code: one of a business (Cedex), a mistake, or a homonym. */
function resolveElsewhere(
  candidates: readonly Candidate[],
  { local, postalCode }: { local: readonly Commune[]; postalCode: string },
): CommuneResolution {
  const department = departmentOf(postalCode);
  const near = candidates.filter(({ commune }) =>
    commune.postalCodes.some((one) => departmentOf(one) === department),
  );
  const [one] = near.length > 0 ? near : candidates;
  const isAlone = (near.length > 0 ? near : candidates).length === 1;
  if (one && isAlone) {
    const isBusinessCode = local.length === 0 && near.length === 1;
    return isBusinessCode
      ? certain(one.isFormer ? 'former-name' : 'name', one)
      : doubtful('postal-code-differs', one);
  }
  const [only] = local;
  if (only && local.length === 1) return doubtful('name-not-found', { commune: only, isFormer: false });
  return unknown(candidates.length > 1 ? 'several-communes' : 'not-found');
}

function resolvePostalCode(directory: CommuneDirectory, postalCode: string): CommuneResolution {
  const found = directory.findByPostalCode(postalCode);
  const [only] = found;
  if (only && found.length === 1)
    return certain('only-commune-of-postal-code', { commune: only, isFormer: false });
  return unknown(found.length > 1 ? 'several-communes' : 'not-found');
}

function choose(
  candidates: readonly Candidate[],
  preferred: readonly string[] = [],
): CommuneResolution | null {
  const today = candidates.filter(({ isFormer }) => !isFormer);
  const pool = today.length > 0 ? today : candidates;
  const [only] = pool;
  if (only && pool.length === 1) return certain(only.isFormer ? 'former-name' : 'name', only);
  const [close, ...others] = candidates.filter(({ commune }) => preferred.includes(commune.code));
  return close && others.length === 0 ? certain('preferred', close) : null;
}

function certain(reason: CertainReason, { commune, isFormer }: Candidate): CommuneResolution {
  return { certainty: 'certain', reason, code: commune.code, name: commune.name, isFormer };
}

function doubtful(reason: DoubtfulReason, { commune, isFormer }: Candidate): CommuneResolution {
  return { certainty: 'doubtful', reason, code: commune.code, name: commune.name, isFormer };
}

function unknown(reason: UnknownReason): CommuneResolution {
  return { certainty: 'unknown', reason, code: null, name: null, isFormer: false };
}

/** `35600 Redon` and `Redon (35)` hold more than a name. */
function tidy(query: CommuneQuery): { name: string; postalCode: string; department: string } {
  const given = query.name ?? '';
  const inside = /(?<!\d)\d{5}(?!\d)/.exec(given)?.[0] ?? '';
  const department = /\(\s*(\d{2,3}|2[abAB])\s*\)\s*$/.exec(given)?.[1] ?? '';
  const bare = given.replace(inside, ' ').replace(/\(\s*(\d{2,3}|2[abAB])\s*\)\s*$/, ' ');
  return {
    name: normaliseCommuneName(bare),
    postalCode: tidyPostalCode(query.postalCode) || inside,
    department: department.toUpperCase(),
  };
}

/** Five digits: spaces and decimals taken away, the zero that spreadsheets lose put back; empty when it is none. */
function tidyPostalCode(text = ''): string {
  const digits = text.replace(/[.,]0+$/, '').replaceAll(/^F-|\s/gi, '');
  return /^\d{4,5}$/.test(digits) ? digits.padStart(5, '0') : '';
}

function tidyCode(text = ''): string {
  const code = text
    .replace(/[.,]0+$/, '')
    .replaceAll(/\s/g, '')
    .toUpperCase();
  return /^(\d{4,5}|2[AB]\d{3})$/.test(code) ? code.padStart(5, '0') : '';
}
