/** What a spreadsheet of any program gives. */
export interface Workbook {
  sheets: Sheet[];
}

export interface Sheet {
  name: string;
  isHidden: boolean;
  /** Its rows that hold something, in order; can be asked for several times. */
  rows(): AsyncGenerator<SheetRow>;
}

export interface SheetRow {
  /** Its number in the sheet, from 1. */
  row: number;
  /** Texts by column, empty ones between filled ones included. */
  cells: string[];
  /** Addresses of the web that cells lead to, by column; absent when there is none. */
  links?: ReadonlyMap<number, string>;
}

export type WorkbookFailure =
  | { code: 'damaged' }
  | { code: 'encrypted' }
  | { code: 'inflates-too-much' }
  | { code: 'not-a-workbook'; found: string };

/** Columns of the largest sheet there can be. */
export const mostColumns = 16_384;

/** The address that a formula makes a link to: `HYPERLINK("https://…","Site")`, after `of:=` in OpenDocument. */
export function linkOfFormula(formula: string): string | null {
  return webAddress(/^(?:of:=|=)?HYPERLINK\("([^"]*)"/i.exec(formula)?.[1]);
}

/** An address that a reader may follow; nothing else that a spreadsheet links to (mail, places in the file) is kept. */
export function webAddress(address: string | undefined): string | null {
  return address !== undefined && /^https?:\/\/\S+$/i.test(address) ? address : null;
}
