import {
  type NamedPlace,
  type PracticeDetails,
  meansEverywhere,
  middleOf,
} from '#modules/practices/index.ts';
import { findCommuneByCode, loadCommunes } from '#modules/territories/index.server.ts';
import type { DemoPractice } from './demo-shapes.ts';

type Where = Pick<
  PracticeDetails,
  'reach' | 'communeCode' | 'communeName' | 'alsoIn' | 'epciCode' | 'epciName' | 'lat' | 'lng' | 'area'
>;

/** Where a practice of the demonstration is: its communes or its EPCI, else in words, or everywhere; and what it covers. */
export async function placesOf(practice: DemoPractice): Promise<Where> {
  const { where, commune, also, epci, area, point } = practice;
  const [first, ...alsoIn] = await Promise.all([commune ?? [], also].flat().map(communeOf));
  const group = epci === undefined ? undefined : await epciOf(epci);
  const communeName = first?.name ?? group?.name ?? where;
  return {
    communeCode: first?.code ?? null,
    communeName,
    alsoIn,
    epciCode: group?.code ?? null,
    epciName: group?.name ?? '',
    reach: reachOf(practice, communeName),
    area: area ?? null,
    ...(point ?? (area ? middleOf(area) : { lat: null, lng: null })),
  };
}

function reachOf({ area, epci, also }: DemoPractice, communeName: string): Where['reach'] {
  if (area) return 'area';
  if (epci !== undefined) return 'epci';
  if (also.length > 0) return 'communes';
  return meansEverywhere(communeName) ? 'everywhere' : 'place';
}

async function communeOf(code: string): Promise<NamedPlace> {
  const commune = await findCommuneByCode(code);
  if (!commune) throw new Error(`The demonstration names a commune that there is not: ${code}`);
  return { code, name: commune.name };
}

async function epciOf(code: string) {
  const epci = (await loadCommunes()).findEpci(code);
  if (!epci) throw new Error(`The demonstration names an EPCI that there is not: ${code}`);
  return epci;
}
