import { distinct } from './clean-text.ts';
import type { PrivateContacts } from './practice-draft.ts';

const at = String.raw`(?:@|\s*[[(]\s*(?:at|arobase|@)\s*[\])]\s*)`;
const dot = String.raw`(?:\.|\s*[[(]\s*(?:dot|point)\s*[\])]\s*)`;
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;
/** Also as people disguise them: `contact [at] exemple (point) org`. */
const emailShape = String.raw`[\p{L}\p{N}._%+'’-]{1,64}${at}${label}(?:${dot}${label}){1,5}`;

const separator = String.raw`[\s.\-/]{0,2}`;
/** Ten digits that begin by 0, or their form after +33 or 0033. */
const frenchShape = String.raw`(?:(?:\+|00)33${separator}(?:\(0\)${separator})?|0)[1-9](?:${separator}\d{2}){4}`;
const foreignShape = String.raw`\+(?!33)(?=(?:[\s.\-/]{0,2}\d){8,15})\d{1,3}(?:[\s.\-/]{0,2}\d{1,4}){2,6}`;
const phoneShape = String.raw`(?<![\p{L}\p{N}/._=#-])(?:${frenchShape}|${foreignShape})(?![\p{L}\p{N}])`;

const email = new RegExp(emailShape, 'giu');
const phone = new RegExp(phoneShape, 'giu');

/** Takes e-mail addresses and telephone numbers out of a text that will be public; an ellipsis stands in their place. */
export function withoutContacts(text: string): { text: string; emails: string[]; phones: string[] } {
  const found = findContacts(text);
  if (found.emails.length + found.phones.length === 0) return { text, emails: [], phones: [] };
  return { ...found, text: text.replaceAll(email, '…').replaceAll(phone, '…') };
}

export function findContacts(text: string): Pick<PrivateContacts, 'emails' | 'phones'> {
  const emails = /[@[(]/.test(text) ? (text.match(email)?.map(tidyEmail) ?? []) : [];
  const rest = emails.length > 0 ? text.replaceAll(email, ' ') : text;
  const phones = /\d/.test(rest) ? (rest.match(phone)?.map(tidyPhone) ?? []) : [];
  return { emails: distinct(emails), phones: distinct(phones) };
}

function tidyEmail(text: string): string {
  return text
    .replaceAll(/\s*[[(]\s*(at|arobase|@)\s*[\])]\s*/gi, '@')
    .replaceAll(/\s*[[(]\s*(dot|point)\s*[\])]\s*/gi, '.')
    .toLowerCase();
}

/** `+33 (0)2.99.12.34.56` → `02 99 12 34 56` */
function tidyPhone(text: string): string {
  const digits = text.replaceAll(/[^\d+]/g, '').replace(/^(\+33|0033)0?/, '0');
  if (digits.startsWith('+')) return text.trim().replaceAll(/[\s.\-/]+/g, ' ');
  return digits.replaceAll(/(\d{2})(?=\d)/g, '$1 ');
}

/**
 * Numbers of a cell that holds telephone numbers: a spreadsheet may have taken the first zero, or written the number
 * with a decimal. Short numbers (`3949`) are ones too. Null when the cell holds something else.
 *
 * @example readPhones('299123456') // ['02 99 12 34 56']
 */
export function readPhones(cell: string): string[] | null {
  const { phones } = findContacts(cell);
  if (phones.length > 0) return phones;
  const digits = cell.replace(/[.,]0+$/, '').replaceAll(/[\s.\-/]/g, '');
  if (/^(1[578]|11[24589]|10\d{2}|3\d{3}|11[68]\d{3})$/.test(digits)) return [digits];
  return /^[1-9]\d{8}$/.test(digits) ? [tidyPhone(`0${digits}`)] : null;
}
