import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** Files of an archive, by name; nothing else is in it. */
export async function makeZip(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
}

/** A cell as Excel writes it: a text is shared, a number may have a format, `xml` stands as it is. */
export type MadeCell = string | number | null | { number: number; style: number } | { xml: string };

interface MadeSheet {
  name: string;
  rows: readonly (readonly MadeCell[])[];
  isHidden?: boolean;
}

/** Numbers of formats of the cells made: plain, a date, a postal code, a date with its hour in the French way. */
const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/>
  <numFmt numFmtId="165" formatCode="[$-40C]d\\ mmm\\ yyyy;@"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>
  <xf numFmtId="165"/></cellXfs></styleSheet>`;

/** An element of XML with what stands inside. */
export function xmlOf(name: string, inside: string, attributes = ''): string {
  return `<${name}${attributes}>${inside}</${name}>`;
}

/** A workbook of the parts that every one has. */
export async function makeWorkbook(
  sheets: readonly MadeSheet[],
  others: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const texts: string[] = [];
  const parts = sheets.map(({ rows }) => sheetXml(rows, texts));
  const named = sheets.map(
    ({ name, isHidden }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"${isHidden ? ' state="hidden"' : ''}/>`,
  );
  const targets = sheets.map(
    (_, index) => `<Relationship Id="rId${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  return makeZip({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': xmlOf('workbook', xmlOf('sheets', named.join('')), ' xmlns:r="r"'),
    'xl/_rels/workbook.xml.rels': `<Relationships>${targets.join('')}</Relationships>`,
    'xl/styles.xml': styles,
    ...Object.fromEntries(parts.map((part, index) => [`xl/worksheets/sheet${index + 1}.xml`, part])),
    'xl/sharedStrings.xml': `<sst>${texts.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    ...others,
  });
}

function sheetXml(rows: readonly (readonly MadeCell[])[], texts: string[]): string {
  const cellXml = (cell: MadeCell, reference: string) => {
    if (cell === null) return '';
    if (typeof cell === 'string') return `<c r="${reference}" t="s"><v>${texts.push(cell) - 1}</v></c>`;
    if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
    if ('xml' in cell) return cell.xml.replace('<c', `<c r="${reference}"`);
    return `<c r="${reference}" s="${cell.style}"><v>${cell.number}</v></c>`;
  };
  const lines = rows.map((cells, row) => {
    const inside = cells.map((cell, column) =>
      cellXml(cell, `${String.fromCharCode(65 + column)}${row + 1}`),
    );
    return `<row r="${row + 1}">${inside.join('')}</row>`;
  });
  return xmlOf('worksheet', xmlOf('sheetData', lines.join('')));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
