import { storableText } from '../storable-text.ts';

const longest = 100;

/**
 * A name that a file from outside may keep: no path, no control or invisible character, nothing that a system or a
 * header would read otherwise, at most 100 characters with its ending. `fallback` when nothing is left of it.
 */
export function safeFileName(given: string, fallback: string): string {
  const name = storableText(given)
    .normalize('NFC')
    .replaceAll(/^.*[/\\]/gs, '')
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}"<>:|?*%;]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '');
  if (name === '') return fallback;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
  const stem = Array.from(name.slice(0, name.length - ending.length))
    .slice(0, longest - ending.length)
    .join('');
  return stem === '' ? fallback : stem.trimEnd() + ending;
}

/** `content-disposition` of a download (RFC 6266): the name in ASCII, then as it is. */
export function asDownload(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^\u{20}-\u{7e}]/gu, '')
    .replaceAll(/["\\]/g, '');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
