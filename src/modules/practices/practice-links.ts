import { storableLine } from '#kernel/storable-text.ts';
import { isWebAddress } from '#kernel/web-address.ts';

/** A page elsewhere that tells more; the label is empty when nobody gave one. */
export type PracticeLink = { label: string; url: string };

/** Most links of a practice, and longest label and address. */
export const linkLimits = { count: 20, label: 100, url: 500 };

/**
 * Links as people type them, one a line: `Le journal du jardin : https://…`, or the address alone.
 *
 * @returns null when a line holds no address, or too much is said
 */
export function readLinks(text: string): PracticeLink[] | null {
  const lines = text.split('\n').map(storableLine).filter(Boolean);
  const links = lines.map(readLink);
  if (links.length > linkLimits.count || links.includes(null)) return null;
  return links.filter((link) => link !== null);
}

function readLink(line: string): PracticeLink | null {
  const parts = /^(?<label>.*?)\s*(?<url>https?:\/\/\S+)$/i.exec(line)?.groups;
  const url = parts?.['url'] ?? '';
  const label = (parts?.['label'] ?? '').replace(/\s*[:–—-]$/, '').trim();
  if (!isWebAddress(url) || url.length > linkLimits.url || label.length > linkLimits.label) return null;
  return { label, url: soundAddress(url) };
}

/** The text of which {@link readLinks} makes these links. */
export function linksText(links: readonly PracticeLink[]): string {
  return links.map(({ label, url }) => (label ? `${label} : ${url}` : url)).join('\n');
}

/** A web address as browsers write it, what may not stand in one encoded; else as it was typed. */
export function soundAddress(text: string): string {
  const { href } = new URL(text);
  return href === `${text}/` ? text : href;
}
