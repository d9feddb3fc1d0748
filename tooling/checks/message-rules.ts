import { IntlMessageFormat } from 'intl-messageformat';

/** A part of a parsed message (ICU MessageFormat), as far as the checks look at it. */
interface Part {
  value?: string;
  options?: Record<string, { value: Part[] }>;
  type: number;
}

/** Kinds of parts as the parser numbers them; the package publishes them as types only. */
const kinds = { literal: 0, number: 2, date: 3, time: 4, select: 5, plural: 6, pound: 7 } as const;
const kindNames = new Map<number, string>(Object.entries(kinds).map(([name, kind]) => [kind, name]));

function parse(message: string, locale: string): Part[] {
  // Tags are text for the product too (see translate.ts): a message never holds markup.
  return new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst() as Part[];
}

/**
 * The placeholders of a message with their kind and, for a choice, its cases: what two languages must share.
 * Plural cases are left out, since languages count differently.
 *
 * @throws when the message is not valid ICU MessageFormat.
 */
export function placeholdersOf(message: string, locale: string): string[] {
  return [...new Set(parse(message, locale).flatMap(describePart))].toSorted();
}

function describePart(part: Part): string[] {
  if (part.type === kinds.literal || part.type === kinds.pound) return [];
  const options = Object.entries(part.options ?? {});
  const cases =
    part.type === kinds.select
      ? options
          .map(([name]) => name)
          .toSorted()
          .join('|')
      : '';
  const kind = kindNames.get(part.type) ?? 'text';
  return [
    `${part.value ?? ''}: ${kind} ${cases}`.trim(),
    ...options.flatMap(([, option]) => option.value.flatMap(describePart)),
  ];
}

/** The texts a reader may see: the message with X for each value, and each case of a choice for itself. */
function textsOf(parts: readonly Part[]): string[] {
  const whole = parts.map((part) => (part.type === kinds.literal ? (part.value ?? '') : 'X')).join('');
  const cases = parts.flatMap((part) =>
    Object.values(part.options ?? {}).flatMap((option) => textsOf(option.value)),
  );
  return [whole, ...cases];
}

const addresses = /\b(?:https?:\/\/|mailto:|www\.)\S*|\S*\/\S*\?\S+/g;
const hours = /\b\d{1,2}:\d{2}\b/g;

/**
 * What a French text does against French typography: a straight apostrophe in a word, or no non-breaking space
 * (U+00A0 or the narrow U+202F) before ; : ! ? » and after «. Source: Lexique des règles typographiques en usage
 * à l’Imprimerie nationale.
 */
export function frenchProblems(message: string): string[] {
  const apostrophe = /\p{L}'[\p{L}{«]/u.exec(message);
  const texts = textsOf(parse(message, 'fr')).map((text) => text.replace(addresses, 'X').replace(hours, 'X'));
  const spaces = texts.flatMap((text) => [
    ...text.matchAll(/.?(?<![\u00A0\u202F]|^|[!?](?=[!?]))[;:!?»]/gmu),
    ...text.matchAll(/«(?![\u00A0\u202F]).?/gmu),
  ]);
  return [
    ...(apostrophe ? [`write ’ instead of ' in "${apostrophe[0]}"`] : []),
    ...spaces.map(([found]) => `put a non-breaking space (U+00A0) in "${found}"`),
  ];
}

/** Texts in quotes that look like keys, and the beginnings of keys whose end is computed. */
export interface KeyUses {
  keys: Set<string>;
  prefixes: string[];
}

/**
 * The message keys a source text names: whole in quotes, or begun, as in `t(`records.kind.${kind}`)` or the
 * declaration `'records.error.'`. A beginning names at least a module and a screen: less would excuse everything.
 */
export function keyUsesIn(source: string): KeyUses {
  const keys = [...source.matchAll(/['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g)].map(([, key = '']) => key);
  const declared = source.matchAll(/['"`]([\w-]+\.[\w.-]*\.)['"`]/g);
  const computed = source.matchAll(/`([\w-]+\.[\w.-]*[.-])\$\{/g);
  return { keys: new Set(keys), prefixes: [...declared, ...computed].map(([, prefix = '']) => prefix) };
}

export function isUsed(key: string, { keys, prefixes }: KeyUses): boolean {
  return keys.has(key) || prefixes.some((prefix) => key.startsWith(prefix) && key !== prefix);
}
