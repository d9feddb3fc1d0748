/** Colours that are proposed by name: plants, earths and stones of the west of France. */
export const palettes = [
  // Those of the product, as its sheets have them.
  { name: 'woad', colour: '' },
  { name: 'fern', colour: '#2f6b3a' },
  { name: 'heather', colour: '#7a3b6d' },
  { name: 'madder', colour: '#a5331f' },
  { name: 'ochre', colour: '#8a5a00' },
  { name: 'slate', colour: '#44546a' },
] as const;
export type Palette = (typeof palettes)[number];
