/** What is told of a record that was kept. Each code has a message `import.warning.<code>`. */
export const importWarningCodes = [
  'repeated-column',
  'title-made-up',
  'title-guessed',
  'row-repaired',
  'signs-not-understood',
  'row-too-short',
  'text-shortened',
  'too-many-values',
  'contact-made-private',
  'email-not-understood',
  'phone-not-understood',
  'website-not-understood',
  'date-not-understood',
  'date-from-number',
  'choice-not-understood',
  'count-not-understood',
  'no-place',
  'postal-code-not-understood',
  'postal-code-differs',
  'commune-merged',
  'commune-name-differs',
  'commune-name-not-found',
  'commune-not-found',
  'several-communes',
  'reach-not-understood',
  'coordinates-not-understood',
  'coordinates-incomplete',
  'coordinates-zero',
  'coordinates-swapped',
  'longitude-sign-restored',
  'longitude-sign-doubtful',
  'point-outside-france',
  'point-far-from-commune',
  'area-not-understood',
  'line-as-point',
  'shared-point',
  'lookalike',
  'repeated-id',
  'kept-unpublished',
  'file-not-taken',
  'form-missing',
  'list-missing',
  'more-pages-at-source',
  'people-left-out',
  'context-not-known',
  'distant-layer',
  'taxonomy-missing',
  'other-sheets',
  'own-field-missing',
  'own-field-off',
  'own-field-not-made',
  'own-answer-not-understood',
  'own-practices-unknown',
] as const;
export type ImportWarningCode = (typeof importWarningCodes)[number];

/** Why a row was left out, or a whole file refused. Each code has a message `import.error.<code>`. */
export const importErrorCodes = [
  'missing-title',
  'total-row',
  'broken-quotes',
  'too-many-cells',
  'cell-too-long',
  'line-too-long',
  'file-too-large',
  'too-many-records',
  'empty',
  'not-text',
  'format-not-read',
  'other-spreadsheet',
  'encrypted',
  'not-a-table',
  'compressed',
  'web-page',
  'geographic-file',
  'archive-damaged',
  'xml-damaged',
  'too-many-columns',
  'no-records',
  'only-distant-layers',
  'companion-alone',
  'workbook-damaged',
  'inflates-too-much',
  'json-damaged',
  'json-cut',
  'record-too-large',
  'record-too-deep',
  'record-not-understood',
  'no-title-column',
  'mapping-not-understood',
  'mapping-unknown-column',
  'mapping-unknown-field',
  'json-too-deep',
  'not-of-format',
  'no-records',
  'form-not-read',
  'xml-entities-refused',
  'rdf-not-read',
  'jsonld-not-read',
  'too-many-statements',
] as const;
export type ImportErrorCode = (typeof importErrorCodes)[number];

/** Codes of a row after which no other comes: the file is refused whole, for what was read of it is not all. */
export const endOfFileCodes: ReadonlySet<ImportErrorCode> = new Set<ImportErrorCode>([
  'file-too-large',
  'workbook-damaged',
]);

/** Values for the words of the message. */
export type MessageParams = Record<string, string | number>;

export interface ImportWarning {
  /** The field it is about, as `ImportField`; null when it is about the whole record. */
  field: string | null;
  code: ImportWarningCode;
  params: MessageParams;
}

export interface ImportError {
  code: ImportErrorCode;
  params: MessageParams;
}
