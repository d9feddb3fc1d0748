import tokens from '#kernel/ui/styles/tokens.css?raw';

export const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

export function isTheme(text: string | null): text is Theme {
  return themes.some((theme) => theme === text);
}

/** The sheet that shows a theme on screen, whatever the system of the reader asks for; its tokens are those of the kit. */
export function themeSheet(theme: Theme): string {
  const [light = '', dark = ''] = tokens.split('@media');
  const declarations = (theme === 'light' ? light : dark).match(/--[\w-]+:[^;]+;/g) ?? [];
  // As heavy as the sheet of a territory's colour, and after it: the colours of the kit are those shown.
  return `@media screen{:root:root{color-scheme:${theme};${declarations.join('')}}}\n`;
}
