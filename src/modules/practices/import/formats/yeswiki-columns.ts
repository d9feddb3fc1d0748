import { hasList } from '../../fields/own-field.ts';
import { shorten } from '../clean-text.ts';
import type { NewKind, SourceQuestion } from '../own-columns.ts';
import type { ImportField } from '../practice-draft.ts';
import { type YesWikiField, type YesWikiForm, withAccessOf } from './yeswiki-form.ts';
import type { YesWikiLists } from './yeswiki-lists.ts';

type Use = ImportField | 'extra' | 'ignored';

/** A property of the entries, as a column. */
export interface YesWikiColumn {
  property: string;
  header: string;
  /** What it holds for certain; left to the recogniser when undefined. */
  use: Use | undefined;
  /** It is the key of a choice, or several. */
  isChoice: boolean;
  /** Labels by key of its choices; null when they are not known. */
  labels: ReadonlyMap<string, string> | null;
  /** Name of the list that its choices are of, empty when they are entries of another form. */
  list: string;
  /** Several lines, in the writing of the wiki. */
  isLong: boolean;
  /** The question of the form that it answers, if it is one that people answer with words or choices. */
  question: SourceQuestion | null;
}

/** What every YesWiki writes beside the answers, see `EntryManager`. */
const ownProperties: Readonly<Record<string, Use>> = {
  id_fiche: 'externalId',
  bf_titre: 'title',
  bf_latitude: 'latitude',
  bf_longitude: 'longitude',
  date_creation_fiche: 'createdOn',
  date_maj_fiche: 'updatedOn',
  statut_fiche: 'publication',
  url: 'sourceUrl',
  // A name of an account of the wiki: nobody is reached by it.
  owner: 'ignored',
  createur: 'ignored',
  user: 'ignored',
  id_typeannonce: 'ignored',
  html_output: 'ignored',
  semantic: 'ignored',
  external_data: 'ignored',
};

/** Where the position stands; read apart, since it may be in any of them. */
export const placeProperties: ReadonlySet<string> = new Set(['geolocation', 'carte_google']);

export interface YesWikiSchema {
  forms: readonly YesWikiForm[];
  lists: YesWikiLists;
}

/**
 * The columns of a table of entries: their headers are the questions of the form, or the title of the list, so that
 * people recognise them. A question that not everyone may read stays private, whatever it is called.
 *
 * @param properties names found in the entries
 */
export function columnsOf(properties: Iterable<string>, { forms, lists }: YesWikiSchema): YesWikiColumn[] {
  const fields = fieldsByProperty(forms);
  const taken = new Set<string>();
  let hasSite = false;
  return [...properties].map((property): YesWikiColumn => {
    const field = fields.get(property);
    const list = field?.list || listIn(property, lists);
    let use = useOf(property, field);
    // The first address of the web is the site of the practice; others keep the name of their question.
    if (use === 'website' && hasSite) use = 'extra';
    hasSite ||= use === 'website';
    return {
      property,
      header: headerOf({ property, label: field?.label ?? '' }, taken),
      use,
      isChoice: list !== '',
      labels: field?.options ?? lists.get(list) ?? null,
      list: /^\d*$/.test(list) ? '' : list,
      isLong: field?.type === 'textelong' || property === 'bf_description',
      question: field ? questionOf(field, { list, lists }) : null,
    };
  });
}

/** Kinds of questions of which nothing is asked here: people to reach, files, places, and what the wiki itself keeps. */
const noQuestion =
  /^(champs_mail|email|image|fichier|map|carte_google|listefiches?|checkboxfiche|radiofiche|tags|hidden|champs_cache|mot_de_passe|calc)$/;

/** A question of a form as one of a territory's own form; null when it is none that people answer here. */
function questionOf(
  { property, label, type, subtype, list: named, options, access }: YesWikiField,
  { list, lists }: { list: string; lists: YesWikiLists },
): SourceQuestion | null {
  const text = tidyLabel(label);
  const isOwn = Object.hasOwn(ownProperties, property);
  if (isOwn || text === '' || noQuestion.test(type) || /^(email|tel)$/.test(subtype)) return null;
  const kind = kindOf(type, subtype);
  const labels = options ?? lists.get(list);
  const choices = [...(labels ?? [])].map(([key, choice]) => ({ key, label: choice }));
  return {
    key: property,
    label: shorten(text, 100),
    kind,
    visibility: access,
    list: hasList(kind) && labels ? { key: named || property, name: named || text, options: choices } : null,
  };
}

function kindOf(type: string, subtype: string): NewKind {
  if (/^(liste|radio)$/.test(type)) return 'choice';
  if (type === 'checkbox') return 'choices';
  if (/^(jour|date|listedatedeb|listedatefin)$/.test(type)) return 'date';
  if (/^(lien_internet|url)$/.test(type) || subtype === 'url') return 'link';
  return /^(number|range)$/.test(subtype) ? 'number' : 'text';
}

/** A question that two forms ask is public when both say so. */
export function fieldsByProperty(forms: readonly YesWikiForm[]): ReadonlyMap<string, YesWikiField> {
  const found = new Map<string, YesWikiField>();
  for (const field of forms.flatMap((form) => form.fields)) {
    const known = found.get(field.property);
    found.set(field.property, known ? withAccessOf(known, field) : field);
  }
  return found;
}

/** Longest header, in characters: some questions are a page of explanations. */
const longestHeader = 200;

function tidyLabel(label: string): string {
  return label
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, longestHeader);
}

function headerOf({ property, label }: { property: string; label: string }, taken: Set<string>): string {
  const isOwn = Object.hasOwn(ownProperties, property) && property !== 'bf_titre';
  const text = tidyLabel(label);
  const header = isOwn || text === '' || taken.has(text) ? property : text;
  taken.add(header);
  return header;
}

/** `listeListeTypeLieubf_type` holds keys of `ListeTypeLieu`; without its list, of whatever follows its kind. */
function listIn(property: string, lists: YesWikiLists): string {
  const [, rest = ''] = /^(?:liste|checkbox|radio)(Liste\w+)$/.exec(property) ?? [];
  const known = [...lists.keys()].filter((name) => name !== '' && rest.startsWith(name));
  return known.toSorted((one, other) => other.length - one.length)[0] ?? rest.replace(/(?<=.)bf_.*$/, '');
}

function useOf(property: string, field: YesWikiField | undefined): Use | undefined {
  const kind = field ? `${field.type} ${field.subtype}` : '';
  if (/^(champs_mail|email)|\bemail$/.test(kind)) return 'email';
  if (/\btel$/.test(kind)) return 'phone';
  const isOwn = Object.hasOwn(ownProperties, property);
  if (field && field.access !== 'public' && property !== 'bf_titre') return 'extra';
  if (isOwn) return ownProperties[property];
  if (/^(image|fichier)/.test(field?.type ?? '') || /^(image|fichier)bf_/.test(property)) return 'files';
  return /^(lien_internet|url)\b|\burl$/.test(kind) ? 'website' : undefined;
}
