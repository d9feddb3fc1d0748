import { makeZip, xmlOf } from './make-workbook.server.ts';

/** A spreadsheet of LibreOffice around tables that are written in XML. */
export function makeOds(tables: string, others: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const styles = ['shown', 'hidden'].map(
    (name) =>
      `<style:style style:name="${name}" style:family="table"><style:table-properties table:display="${name === 'shown'}"/></style:style>`,
  );
  return makeZip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': xmlOf(
      'office:document-content',
      xmlOf('office:automatic-styles', styles.join('')) +
        xmlOf('office:body', xmlOf('office:spreadsheet', tables)),
    ),
    ...others,
  });
}

/** A table of rows; a cell is its text, or the text with its attributes. */
export function odsTable(name: string, rows: readonly (readonly OdsCell[])[], style = 'shown'): string {
  const inside = rows.map((cells) => xmlOf('table:table-row', cells.map(cellXml).join('')));
  return xmlOf('table:table', inside.join(''), ` table:name="${name}" table:style-name="${style}"`);
}

export type OdsCell = string | { text: string; attributes: string } | { xml: string };

function cellXml(cell: OdsCell): string {
  if (typeof cell === 'object' && 'xml' in cell) return cell.xml;
  const { text, attributes } = typeof cell === 'string' ? { text: cell, attributes: '' } : cell;
  return xmlOf('table:table-cell', text === '' ? '' : xmlOf('text:p', text), ` ${attributes}`);
}
