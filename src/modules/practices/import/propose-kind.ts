import { readLooseDate } from '#kernel/dates/loose-date.ts';
import { parsePartialDate } from '#kernel/dates/partial-date.ts';
import { readOwnValue } from '../fields/own-value.ts';
import { plainWords } from './clean-text.ts';
import { detectSeparator, isParted, splitValues } from './multiple-values.ts';
import type { NewKind } from './own-columns.ts';

/** Longest choice, and most of them, that people still choose among. */
const choiceLimits = { length: 60, count: 30 };

/**
 * The kind of field that a column looks like, from some of its cells: what all of them can be read as, and a choice when few
 * answers come again and again.
 *
 * @example proposeKind(['12', '1 250,5']) // 'number'
 */
export function proposeKind(cells: readonly string[]): NewKind {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean);
  if (filled.length === 0) return 'text';
  const all = (test: (cell: string) => boolean) => filled.every(test);
  if (all(isDate)) return 'date';
  if (all((cell) => canBe('number', cell))) return 'number';
  if (all((cell) => canBe('link', cell))) return 'link';
  return choiceAmong(filled) ?? 'text';
}

function canBe(kind: 'number' | 'link', cell: string): boolean {
  return readOwnValue({ kind }, undefined, [cell]).ok;
}

/** A number is a date only when it looks like a year. */
function isDate(cell: string): boolean {
  if (/^\d+$/.test(cell)) return /^(19|20)\d\d$/.test(cell);
  return (parsePartialDate(cell) ?? readLooseDate(cell)) !== null;
}

function choiceAmong(filled: readonly string[]): NewKind | undefined {
  const separator = detectSeparator(filled);
  const parts = filled.map((cell) => splitValues(cell, separator));
  const each = parts.flat();
  const distinct = new Set(each.map(plainWords)).size;
  const areShort = each.every((part) => part.length <= choiceLimits.length);
  if (!areShort || distinct > choiceLimits.count) return undefined;
  const isParting = parts.some((part) => part.length > 1);
  if (isParting && (filled.some(isParted) || distinct < each.length)) return 'choices';
  return distinct * 2 <= filled.length ? 'choice' : undefined;
}
