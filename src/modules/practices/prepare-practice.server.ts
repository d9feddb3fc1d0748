import type { Context } from '#kernel/context.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { sameJson } from '#kernel/json.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type RecordFields, newRecordFields } from '#modules/records/index.ts';
import { mayAddLinks, prepareCore } from '#modules/records/index.server.ts';
import { communesOfTerritory, findCommuneByCode, loadCommunes } from '#modules/territories/index.server.ts';
import { prepareOwnValues } from './fields/own-values.server.ts';
import { middleOf } from './practice-area.ts';
import { namesIn, placesText, readPlaces } from './practice-place.ts';
import {
  type PracticeDetails,
  type PracticeFields,
  type PracticeInput,
  type Reach,
  emptyDetails,
  practiceShape,
} from './practice.ts';

/**
 * The fields that were not understood, each with a message `practices.error.<field>`; the territory's own, by their names
 * (`field.<key>`); and `links`: too many, for a newcomer.
 */
export interface InvalidPractice {
  code: 'invalid';
  fields: string[];
}

/** A practice ready to be written. */
export interface PreparedPractice {
  fields: RecordFields;
  details: PracticeDetails;
}

/** The practice as it stands before anyone filled it in. */
export const newPractice: PreparedPractice = {
  fields: newRecordFields,
  details: emptyDetails,
};

/** Checks what was typed and puts it over what was there. */
export async function preparePractice(
  context: Context,
  input: PracticeInput,
  base: PreparedPractice,
): Promise<Result<PreparedPractice, InvalidPractice>> {
  const read = practiceShape.safeParse(input);
  const core = await prepareCore(context, input.core, base.fields);
  const own = await prepareOwnValues(context, input.own, base.details.fields);
  if (!read.success || !core.ok || !own.ok) {
    const problems = [
      ...(read.success ? [] : read.error.issues.map((issue) => String(issue.path[0]))),
      ...(core.ok ? [] : core.error.map(({ field }) => field)),
      ...(own.ok ? [] : own.error),
    ];
    return err({ code: 'invalid', fields: [...new Set(problems)] });
  }
  const given = read.data;
  const body = checkRichText(parseMarkdown(given.description));
  if (!body.ok) return err({ code: 'invalid', fields: ['description'] });
  if (!(await mayAddLinks(context, body.value, base.fields.body))) {
    return err({ code: 'invalid', fields: ['links'] });
  }
  const fields: RecordFields = {
    ...core.value,
    title: given.title,
    pitch: given.pitch,
    body: body.value,
    language: given.language ?? base.fields.language,
    tags: given.tags,
  };
  const details = await prepareDetails(context, given, base.details);
  return ok({ fields, details: { ...details, fields: own.value } });
}

async function prepareDetails(
  context: Context,
  given: PracticeFields,
  base: PracticeDetails,
): Promise<PracticeDetails> {
  const details: PracticeDetails = {
    ...base,
    purpose: given.purpose,
    status: given.status,
    sector: given.sector,
    legalStatus: given.legalStatus,
    milieu: given.milieu,
    digital: given.digital,
    place: given.place,
    area: given.area,
    since: given.since,
    carriers: given.carriers,
    partners: given.partners,
    website: given.website,
    links: given.links,
    count: given.count,
  };
  const moved = given.commune !== placesText(base);
  if (moved) Object.assign(details, await locate(context, given.commune, base));
  details.reach = given.area ? 'area' : details.reach === 'area' ? reachWithoutArea(details) : details.reach;
  return withPoint({ details, base, given, moved });
}

/** How far a practice reaches whose drawing was taken away. */
function reachWithoutArea({ epciCode, alsoIn }: PracticeDetails): Reach {
  if (epciCode !== null) return 'epci';
  return alsoIn.length > 0 ? 'communes' : 'place';
}

/** A point that was not touched stays as it was, doubtful or not, unless the practice moved. */
function withPoint({
  details,
  base,
  given,
  moved,
}: {
  details: PracticeDetails;
  base: PracticeDetails;
  given: PracticeFields;
  moved: boolean;
}): PracticeDetails {
  const { lat = null, lng = null } = given.point ?? {};
  const untouched = lat === base.lat && lng === base.lng;
  const redrawn = given.area !== null && !sameJson(given.area, base.area);
  // A drawing stands on the map by its middle, unless someone says where exactly.
  if (given.area && redrawn && (given.point === null || untouched))
    return { ...details, ...middleOf(given.area), pointIsDoubtful: false };
  if (untouched || (given.point === null && moved)) return details;
  return { ...details, lat, lng, pointIsDoubtful: false };
}

/** How near a commune's centre must be to its town to stand for a practice whose place nobody gave. */
const townWithinKm = 15;

/**
 * Where the places typed by their names are. The town of the first stands for the practice until someone says better; a
 * place that is no commune ("partout"), or whose town we do not know, has no point.
 */
async function locate(
  context: Context,
  text: string,
  base: PracticeDetails,
): Promise<Partial<PracticeDetails>> {
  const preferred = await communesOfTerritory(context.db, context.territoryId);
  const known = [{ code: base.communeCode, name: base.communeName }, ...base.alsoIn].filter(
    ({ code }) => code !== null,
  );
  const directory = await loadCommunes();
  const places = readPlaces(namesIn(text), { directory, preferred }, known);
  if (places.communeCode !== null && places.communeCode === base.communeCode) return places;
  const centre = places.communeCode === null ? null : (await findCommuneByCode(places.communeCode))?.centre;
  const town = centre && centre.withinKm <= townWithinKm ? centre : undefined;
  return {
    ...places,
    lat: town?.latitude ?? null,
    lng: town?.longitude ?? null,
    pointIsDoubtful: false,
  };
}
