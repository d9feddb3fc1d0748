export const mapThemes = ['light', 'dark'] as const;
export type MapTheme = (typeof mapThemes)[number];

export function isMapTheme(text: string): text is MapTheme {
  return mapThemes.some((theme) => theme === text);
}
