/** Languages that people write in. */
export const languages = ['fr', 'en', 'br'] as const;
export type Language = (typeof languages)[number];

/** Licences a form offers, by their SPDX identifiers; what comes from elsewhere keeps the one its source gives. */
export const licences = ['CC-BY-SA-4.0', 'CC-BY-4.0', 'CC0-1.0', 'etalab-2.0', 'ODbL-1.0'] as const;
