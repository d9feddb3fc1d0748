import type { Context } from '#kernel/context.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type RecordFields, newRecordFields } from '#modules/records/index.ts';
import { mayAddLinks, prepareCore } from '#modules/records/index.server.ts';
import { communesOfTerritory, findCommuneByCode, resolveCommune } from '#modules/territories/index.server.ts';
import {
  type PracticeDetails,
  type PracticeFields,
  type PracticeInput,
  emptyDetails,
  practiceShape,
} from './practice.ts';

/** The fields that were not understood, each with a message `practices.error.<field>`; and `links`: too many, for a newcomer. */
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
  if (!read.success || !core.ok) {
    const problems = [
      ...(read.success ? [] : read.error.issues.map((issue) => String(issue.path[0]))),
      ...(core.ok ? [] : core.error.map(({ field }) => field)),
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
  return ok({ fields, details: await prepareDetails(context, given, base.details) });
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
    place: given.place,
    since: given.since,
    carriers: given.carriers,
    website: given.website,
    count: given.count,
  };
  const moved = given.commune !== base.communeName;
  if (moved) Object.assign(details, await locate(context, given.commune));
  // A point that was not touched stays as it was, doubtful or not, unless the practice moved.
  const { lat = null, lng = null } = given.point ?? {};
  if (lat === base.lat && lng === base.lng) return details;
  if (given.point === null && moved) return details;
  return { ...details, lat, lng, pointIsDoubtful: false };
}

/** How near a commune's centre must be to its town to stand for a practice whose place nobody gave. */
const townWithinKm = 15;

/**
 * Where a commune typed by its name is. Its town stands for the practice until someone says better; a place that
 * is no commune ("partout"), or whose town we do not know, has no point.
 */
async function locate(context: Context, name: string): Promise<Partial<PracticeDetails>> {
  const preferred = await communesOfTerritory(context.db, context.territoryId);
  const found = await resolveCommune({ name, preferred });
  const nowhere = { lat: null, lng: null, pointIsDoubtful: false };
  if (found.certainty === 'unknown') return { ...nowhere, communeName: name, communeCode: null };
  const centre = (await findCommuneByCode(found.code))?.centre;
  const town = centre && centre.withinKm <= townWithinKm ? centre : undefined;
  return {
    ...nowhere,
    communeName: found.name,
    communeCode: found.code,
    ...(town && { lat: town.latitude, lng: town.longitude }),
  };
}
