import { strToU8, zipSync } from 'fflate';
import { openOrders } from '../../../../src/lib/core/data/formats/open.js';
import { memorySource } from '../../../../src/lib/core/data/source.js';
import { cellsOf } from '../tables.js';

/** What is in files, as names and cells. */
export async function opened(...files: readonly (readonly [name: string, content: string | Uint8Array])[]) {
	const { table, returns, parts } = await openOrders(files.map(([name, content]) => memorySource(name, content)));
	return { ...cellsOf(table), line: [...table.line], returns: returns && cellsOf(returns), parts, table };
}

export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
	return zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? strToU8(content) : content])));
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const letters = (column: number): string => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

/** A cell of a sheet: text, a number, a day as a serial number, raw XML attributes and content, or nothing. */
export type SheetCell = string | number | { readonly day: number } | { readonly xml: string } | null;

/** A workbook as spreadsheet programs write it. Even texts are shared, odd ones inline. */
export function xlsxOf(sheets: Readonly<Record<string, readonly (readonly SheetCell[])[]>>, options: { epoch1904?: boolean; hidden?: string } = {}): Uint8Array {
	const shared: string[] = [];
	const cell = (value: SheetCell, row: number, column: number): string => {
		const at = `r="${letters(column)}${row + 1}"`;
		if (value === null) return '';
		if (typeof value === 'number') return `<c ${at}><v>${value}</v></c>`;
		if (typeof value === 'object' && 'day' in value) return `<c ${at} s="1"><v>${value.day}</v></c>`;
		if (typeof value === 'object') return value.xml.replace('<c', `<c ${at}`);
		if (shared.length % 2) return `<c ${at} t="s"><v>${shared.push(value) - 1}</v></c>`;
		shared.push('');
		return `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
	};
	const names = Object.keys(sheets);
	const files: Record<string, string> = {
		'[Content_Types].xml': '<?xml version="1.0"?><Types/>',
		'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns:r="r"><workbookPr${options.epoch1904 ? ' date1904="1"' : ''}/><sheets>${names
			.map((name, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}"${options.hidden === name ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`)
			.join('')}</sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="t" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
		'xl/styles.xml':
			'<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
	};
	names.forEach((name, i) => {
		const rows = sheets[name].map((row, r) => (row.length ? `<row r="${r + 1}">${row.map((value, c) => cell(value, r, c)).join('')}</row>` : ''));
		files[`xl/worksheets/sheet${i + 1}.xml`] = `<?xml version="1.0"?><worksheet><!-- rows > here --><sheetData>${rows.join('\n')}</sheetData></worksheet>`;
	});
	files['xl/sharedStrings.xml'] = `<sst>${shared.map((text) => `<si><r><t>${escaped(text.slice(0, 1))}</t></r><r><t xml:space="preserve">${escaped(text.slice(1))}</t></r><rPh><t>x</t></rPh></si>`).join('')}</sst>`;
	return zipOf(files);
}
