import { z } from 'zod';

export const embedViews = ['list', 'cards', 'map'] as const;

export const embedColours = ['auto', 'light', 'dark'] as const;

/** What someone chose for the frame: whatever is not understood is as if it had not been said. */
const embedShape = z.object({
  title: z.string().trim().max(100).catch(''),
  show: z.enum(embedViews).catch('map'),
  colours: z.enum(embedColours).catch('auto'),
  /** In pixels. */
  height: z.coerce.number().int().min(200).max(2000).catch(600),
  language: z.enum(['fr', 'en']).optional().catch(undefined),
});
export type Embed = z.output<typeof embedShape>;

/** Splits an address into what it says of the frame and what it says of the practices. */
export function readEmbed(query: URLSearchParams): { embed: Embed; filters: URLSearchParams } {
  const names = Object.keys(embedShape.shape);
  const said = [...query].filter(([name]) => names.includes(name));
  const others = [...query].filter(([name, value]) => !names.includes(name) && value.trim() !== '');
  const embed = embedShape.parse({ title: '', ...Object.fromEntries(said) });
  return { embed, filters: new URLSearchParams(others) };
}

/**
 * The one line that another site puts in its page.
 *
 * @param origin public address of the site, without a trailing slash
 * @param prefix before the addresses in the language of the frame: '' or `/en`
 */
export function frameLine(
  { title, show, colours, height }: Embed,
  { origin, prefix, filters }: { origin: string; prefix: string; filters: URLSearchParams },
): string {
  const src = `${origin}${framePath({ show, colours }, { prefix, filters })}`;
  return (
    `<iframe title="${escaped(title)}" src="${escaped(src)}" width="100%" height="${height}" ` +
    `loading="lazy" style="border:0"></iframe>`
  );
}

/** Where the page in the frame is. */
export function framePath(
  { show, colours }: Pick<Embed, 'show' | 'colours'>,
  { prefix, filters }: { prefix: string; filters: URLSearchParams },
): string {
  const query = new URLSearchParams(filters);
  if (show === 'cards') query.set('show', show);
  if (colours !== 'auto') query.set('colours', colours);
  const path = `${prefix}/integrer/${show === 'map' ? 'carte' : 'liste'}`;
  return query.size > 0 ? `${path}?${query}` : path;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
