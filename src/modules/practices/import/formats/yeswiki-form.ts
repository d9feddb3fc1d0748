import { type OwnVisibility, ownVisibilities } from '../../fields/own-field.ts';
import { isObject, itemsOf, own, textOf } from './json-values.ts';

/** One question of a form. */
export interface YesWikiField {
  type: string;
  /** Name of its value in an entry: `bf_titre`, `listeListeTypeLieu`, `imagebf_image`. */
  property: string;
  label: string;
  /** `tel`, `url`, `email`… of a field of one line; empty otherwise. */
  subtype: string;
  /** Name of the list that its values are keys of, or number of the form they are entries of; empty otherwise. */
  list: string;
  /** Labels by key, when the form itself gives them. */
  options: ReadonlyMap<string, string> | null;
  /** Who reads it in the wiki: whoever reads the wiki, its members, or fewer. */
  access: OwnVisibility;
}

export interface YesWikiForm {
  id: string;
  name: string;
  fields: readonly YesWikiField[];
  /** Whoever reads the wiki reads its entries. */
  isPublic: boolean;
}

/** More questions than that are no form: an export of records, or a mistake. */
const mostLines = 2_000;
/** Longest description of a form, in characters. */
const longestTemplate = 1_000_000;

/** Names of columns of a template, see `BazarField` and `EnumField` of YesWiki 4. */
const column = { type: 0, name: 1, label: 2, options: 6, subtype: 7, readAccess: 11 } as const;

/**
 * Reads the fields of a form from its template, as YesWiki does (`FormManager::parseTemplate`): one field a line, its
 * columns parted by `***`; lines that begin by `#` are comments, and those of less than four columns are passed over.
 * Null when there are too many to be the questions of a form.
 *
 * @example parseTemplate('texte***bf_titre***Nom du lieu***60') // { fields: [{ property: 'bf_titre', label: 'Nom du lieu', … }], isPublic: true }
 */
export function parseTemplate(template: string): Pick<YesWikiForm, 'fields' | 'isPublic'> | null {
  if (template.length > longestTemplate) return null;
  const lines = template
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  if (lines.length > mostLines) return null;
  const rows = lines
    .map((line) => line.split('***').map((part) => part.trim()))
    .filter((parts) => parts.length >= 4);
  // `acls***read***write***comment`: who may read the entries of the form.
  const isPublic = rows.every(([type, read = '']) => type !== 'acls' || isForAll(read));
  return { fields: rows.flatMap(fieldOf), isPublic };
}

/** Parts of a form that hold no answer. */
const shownOnly =
  /^(labelhtml|titre|acls|metadatas|inscriptionliste|conditionschecking|tabs|tabchange|bookmarklet|subscribe|reactions|utilisateur_wikini|yeswiki_user)$/;
const enumerated = /^(liste|checkbox|radio|listefiche|checkboxfiche|radiofiche|listefiches?)$/;

function fieldOf(parts: readonly string[]): YesWikiField[] {
  const part = (index: number) => parts[index] ?? '';
  const type = part(column.type);
  const name = part(column.name);
  if (shownOnly.test(type) || name === '') return [];
  const isEnumerated = enumerated.test(type);
  const property = isEnumerated ? `${type}${name}${part(column.options)}` : propertyOf(type, name);
  // A map has the name of a second value where others have their label.
  const label = type === 'map' || type === 'carte_google' ? '' : part(column.label);
  return [
    {
      type,
      property,
      label,
      subtype: isEnumerated ? '' : part(column.subtype),
      list: isEnumerated ? name : '',
      options: null,
      access: accessIn(part(column.readAccess)),
    },
  ];
}

/** Files are kept under the name of their kind and of the field. */
function propertyOf(type: string, name: string): string {
  return type === 'image' || type === 'fichier' ? `${type}${name}` : name;
}

function isForAll(access: string): boolean {
  return accessIn(access) === 'public';
}

/** Rights of YesWiki: `*` is everyone, `+` whoever has an account; `%`, `@admins` and names are fewer. */
function accessIn(access: string): OwnVisibility {
  const rights = access.split(/[\s,;]+/).filter(Boolean);
  if (rights.every((right) => right === '*')) return 'public';
  return rights.every((right) => right === '*' || right === '+') ? 'members' : 'facilitators';
}

/** A field as two forms have it: the fewer readers count. */
export function withAccessOf(field: YesWikiField, { access }: YesWikiField): YesWikiField {
  const order = ownVisibilities.indexOf(access) > ownVisibilities.indexOf(field.access);
  return order ? { ...field, access } : field;
}

/** Fields as the API gives them beside the template: with their names, and the labels of their options. */
function preparedFields(prepared: unknown): YesWikiField[] | null {
  const items = itemsOf(prepared).filter(({ value }) => textOf(own(value, 'propertyname')) !== '');
  if (items.length > mostLines) return null;
  return items.map(({ value }) => {
    const options = own(value, 'options');
    const given = itemsOf(options).map(({ key, value: label }) => [key, textOf(label)] as const);
    return {
      type: textOf(own(value, 'type')),
      property: textOf(own(value, 'propertyname')),
      label: textOf(own(value, 'label')),
      subtype: textOf(own(value, 'sub_type')),
      list: textOf(own(value, 'linkedObjectName')),
      options: isObject(options) && given.length > 0 ? new Map(given) : null,
      access: accessIn(accessOf(own(value, 'read_access'))),
    };
  });
}

function accessOf(value: unknown): string {
  return Array.isArray(value) ? value.map(textOf).join(' ') : textOf(value);
}

/** Whether a JSON value is a form of YesWiki, or holds some. */
export function holdsForms(value: unknown): boolean {
  return formsIn(value).length > 0;
}

function formsIn(value: unknown): unknown[] {
  const candidates = [value, ...itemsOf(value).map((item) => item.value)];
  return candidates.filter((one) => own(one, 'bn_id_nature') !== undefined);
}

/**
 * Reads the forms of a JSON file: one, a list, or an object by number, as the API of YesWiki gives them. Null when one
 * of them cannot be read: it says what of an entry is not public, so that no guess may stand in for it.
 */
export function readForms(value: unknown): YesWikiForm[] | null {
  const forms = formsIn(value).map((form): YesWikiForm | null => {
    const fromTemplate = templateFields(own(form, 'bn_template'));
    const prepared = preparedFields(own(form, 'prepared'));
    if (!fromTemplate || !prepared) return null;
    return {
      id: textOf(own(form, 'bn_id_nature')),
      name: textOf(own(form, 'bn_label_nature')),
      fields: merged(fromTemplate.fields, prepared),
      isPublic: fromTemplate.isPublic,
    };
  });
  return forms.every((form) => form !== null) ? forms : null;
}

/** The template is text in a file of the API, and a list of lists of columns in some exports. */
function templateFields(template: unknown): ReturnType<typeof parseTemplate> {
  if (!Array.isArray(template)) return parseTemplate(textOf(template));
  const rows: unknown[] = template;
  const lines = rows.map((row) => (Array.isArray(row) ? row.map(textOf).join('***') : textOf(row)));
  return parseTemplate(lines.join('\n'));
}

/** What either says of a field; it is public when both say so. */
function merged(first: readonly YesWikiField[], second: readonly YesWikiField[]): YesWikiField[] {
  const byProperty = new Map(first.map((field) => [field.property, field]));
  for (const field of second) {
    const known = byProperty.get(field.property);
    const both = known && { ...withAccessOf(known, field), options: field.options };
    byProperty.set(field.property, both ?? field);
  }
  return [...byProperty.values()];
}
