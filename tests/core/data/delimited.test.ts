import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { quoteCell } from '../../../src/lib/core/data/csv.js';
import { isUtf8 } from '../../../src/lib/core/data/decode.js';
import { readTable } from '../../../src/lib/core/data/delimited.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { LikelyError } from '../../../src/lib/core/errors.js';
import { silent } from '../../../src/lib/core/progress.js';
import { encoded } from './encoded.js';
import { cellsOf, inPieces, latin1, read, utf16 } from './tables.js';

const simple = 'Customer,Product,Sales\nAda,Pen,1.50\nBo,"Ink, black",2\n';
const simpleCells = {
	names: ['Customer', 'Product', 'Sales'],
	rows: [
		['Ada', 'Pen', '1.50'],
		['Bo', 'Ink, black', '2']
	]
};

async function refusal(content: string | Uint8Array): Promise<string> {
	const error: unknown = await read(content).then(
		() => undefined,
		(thrown: unknown) => thrown
	);
	if (!(error instanceof LikelyError)) throw error ?? new Error('nothing was thrown');
	return [error.code, error.facts['what']].filter(Boolean).join(' ');
}

describe('a table', () => {
	it('is read into columns with the lines its rows begin on', async () => {
		const table = await read('Customer,Product\n\nAda,"Pen\nred"\nBo,Ink\n');
		expect(cellsOf(table).rows).toEqual([
			['Ada', 'Pen\nred'],
			['Bo', 'Ink']
		]);
		expect([...table.line]).toEqual([3, 5]);
	});

	it.each([
		['comma', ','],
		['semicolon', ';'],
		['tab', '\t'],
		['bar', '|']
	])('is cut at a %s', async (_, delimiter) => {
		const rows = [simpleCells.names, ...simpleCells.rows].map((row) => row.map(quoteCell).join(delimiter));
		expect(cellsOf(await read(rows.join('\r\n')))).toEqual(simpleCells);
	});

	it('takes the semicolon where commas are decimal marks', async () => {
		const table = await read('Kunde;Artikel;Betrag\nAda;Stift;1,50\nBo;Tinte;2,25\n');
		expect(cellsOf(table).rows[1]).toEqual(['Bo', 'Tinte', '2,25']);
	});

	it('takes the semicolon where it cuts fewer rows alike but the header too', async () => {
		const rows = ['Kunde;Artikel;Betrag', 'Ada;Stift;1,50', 'Bo;Tinte;2,25', 'Bo;Tinte;x;2,25', 'Cy;2,25', 'Di;Stift;3,75'];
		expect(cellsOf(await read(rows.join('\n'))).names).toEqual(['Kunde', 'Artikel', 'Betrag']);
	});

	it('takes the delimiter with more columns where two cut alike', async () => {
		const table = await read('Customer;Product, kind;Sales\nAda;Pen, red;1\nBo;Ink, black;2\n');
		expect(cellsOf(table).names).toEqual(['Customer', 'Product, kind', 'Sales']);
	});

	it('keeps a carriage return inside a line for white space', async () => {
		expect(cellsOf(await read('Customer,Product\nAda\rB,Pen\r\nBo\r,Ink\n')).rows).toEqual([
			['Ada\rB', 'Pen'],
			['Bo', 'Ink']
		]);
	});

	it('obeys a first line that names the delimiter', async () => {
		const table = await read('sep=;\r\nCustomer;Note\r\nAda;a,b\r\nBo;c,d\r\n');
		expect(cellsOf(table)).toEqual({ names: ['Customer', 'Note'], rows: [['Ada', 'a,b'], ['Bo', 'c,d']] });
	});

	it.each([
		['LF', '\n'],
		['CRLF', '\r\n'],
		['CR', '\r']
	])('has lines that end in %s', async (_, newline) => {
		const table = await read(simple.replaceAll('\n', newline));
		expect(cellsOf(table)).toEqual(simpleCells);
		expect([...table.line]).toEqual([2, 3]);
	});

	it('may mix line ends and lack the last one', async () => {
		expect(cellsOf(await read('Customer,Product\r\nAda,"Pen"\nBo,Ink\r\nCy,Pad')).rows).toEqual([
			['Ada', 'Pen'],
			['Bo', 'Ink'],
			['Cy', 'Pad']
		]);
	});

	it('is trimmed, of non-breaking spaces too, and empty cells are missing', async () => {
		const table = await read('Customer,Product\n Ada\u00a0,"  Pen "\n\u00a0,Ink\nAda,Pen\n');
		expect(table.columns[0].cells.values).toEqual(['Ada']);
		expect([...table.columns[0].cells.codes]).toEqual([0, -1, 0]);
		expect(table.columns[1].cells.values).toEqual(['Pen', 'Ink']);
	});

	it('gets column names that are there and differ', async () => {
		const table = await read('Name,,Name, Name ,Column 2\n1,2,3,4,5\n');
		expect(cellsOf(table).names).toEqual(['Name', 'Column 2 (2)', 'Name (2)', 'Name (3)', 'Column 2']);
	});

	it('may have no header', async () => {
		const table = await read('1000,27-05-2015,soda\n1001,24-07-2015,beer\n1000,1/2/2015,soda\n');
		expect(cellsOf(table).names).toEqual(['Column 1', 'Column 2', 'Column 3']);
		expect(table.rows).toBe(3);
		expect(table.line[0]).toBe(1);
		expect(table.format?.header).toBe(false);
	});

	it('may have text above its header', async () => {
		const table = await read('Sales report 2016\n\nCustomer,Product,Sales\nAda,Pen,1\nBo,Ink,2\n');
		expect(cellsOf(table).names).toEqual(['Customer', 'Product', 'Sales']);
		expect([...table.line]).toEqual([4, 5]);
		expect(table.format?.skipped).toBe(1);
	});

	it('may have text above its header that fills up with delimiters', async () => {
		const table = await read('Bericht;;;\nErstellt am 1.1.2022;;;\nKunde;Artikel;Menge;Betrag\nAda;Stift;1;2\nBo;Tinte;2;4\n');
		expect(cellsOf(table).names).toEqual(['Kunde', 'Artikel', 'Menge', 'Betrag']);
		expect(table.format?.skipped).toBe(2);
	});

	it.each([['UTF-8', (text: string) => new TextEncoder().encode(text)], ['UTF-16', (text: string) => utf16(text)]])(
		'may have spaces between delimiters and quotes, in %s',
		async (_, encode) => {
			const table = await read(encode('"Customer", "Product", "Sales"\n"Ada", "Pen, red", "1"\n"Bo", "Ink, blue", "2"\n'));
			expect(cellsOf(table)).toEqual({ names: ['Customer', 'Product', 'Sales'], rows: [['Ada', 'Pen, red', '1'], ['Bo', 'Ink, blue', '2']] });
		}
	);

	it('with a product code in its first row has no header for that', async () => {
		const table = await read('0|a@example.com|1546300800|SKU-003|2.50\n1|b@example.com|1546387200|SKU-004|3.50\n');
		expect(table.format?.header).toBe(false);
	});

	it('may have row names without a heading', async () => {
		const table = await read('Customer,Product\n1,Ada,Pen\n2,Bo,Ink\n');
		expect(cellsOf(table)).toEqual({ names: ['Column 1', 'Customer', 'Product'], rows: [['1', 'Ada', 'Pen'], ['2', 'Bo', 'Ink']] });
	});

	it('keeps rows with too few or too many cells, and says which', async () => {
		const table = await read('Customer,Product,Sales\nAda,Pen\nBo,Ink,2\nCy,Pad,3,surplus\nDi,Cup,4,,\n');
		expect(cellsOf(table).rows).toEqual([
			['Ada', 'Pen', ''],
			['Bo', 'Ink', '2'],
			['Cy', 'Pad', '3'],
			['Di', 'Cup', '4']
		]);
		expect([...(table.uneven?.rows ?? [])]).toEqual([0, 2]);
		expect([...(table.uneven?.cells ?? [])]).toEqual([2, 4]);
	});

	it('loses no row below a quote that was left open', async () => {
		const table = await read('Customer,Product,Sales\nAda,"Pen,1\nBo,Ink,2\nCy,"Pad",3\nDi,"Cup,4\n');
		expect(cellsOf(table).rows).toEqual([
			['Ada', '"Pen', '1'],
			['Bo', 'Ink', '2'],
			['Cy', 'Pad', '3'],
			['Di', '"Cup', '4']
		]);
		expect([...table.line]).toEqual([2, 3, 4, 5]);
	});

	it('takes a quote inside a cell as it is', async () => {
		const table = await read('Customer,Product\nAda,5" pipe\nBo,"the ""best"" pen"\nCy,"a "bad" one"\n');
		expect(table.columns[1].cells.values).toEqual(['5" pipe', 'the "best" pen', 'a "bad" one']);
	});

	it('takes a backslash before a quote where that is the style', async () => {
		const table = await read('Customer,Product\nAda,"the \\"best\\" pen, red"\nBo,"the \\"worst\\" ink, blue"\n');
		expect(cellsOf(table).rows[0][1]).toContain('best');
		expect(table.rows).toBe(2);
		expect(table.uneven).toBeUndefined();
	});

	it('has names like those of object members', async () => {
		const table = await read('__proto__,constructor,Sales\n__proto__,toString,1\nhasOwnProperty,__proto__,2\n');
		expect(cellsOf(table)).toEqual({
			names: ['__proto__', 'constructor', 'Sales'],
			rows: [
				['__proto__', 'toString', '1'],
				['hasOwnProperty', '__proto__', '2']
			]
		});
	});

	it('takes a vertical tab, which some exports have in place of a line break, for white space', async () => {
		expect(cellsOf(await read('Customer,Product\nAda,\v\n')).rows).toEqual([['Ada', '']]);
	});

	it('has a cell of 10 MB', async () => {
		const long = 'x'.repeat(10_000_000);
		const table = await read(`Customer,Product\nAda,"${long}"\nBo,Ink\n`);
		expect(table.rows).toBe(2);
		expect(table.columns[1].cells.values[0].length).toBe(10_000_000);
	});
});

describe('bytes', () => {
	const text = 'Kunde;Artikel\nJosé;Füller\nZoë;Größe 5\n';
	const expected = [
		['José', 'Füller'],
		['Zoë', 'Größe 5']
	];

	it.each([
		['UTF-8', new TextEncoder().encode(text), 'utf-8'],
		['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${text}`), 'utf-8'],
		['Windows-1252', latin1(text), 'windows-1252'],
		['UTF-16 with a mark', utf16(text), 'utf-16le'],
		['UTF-16 without', utf16(text, false, false), 'utf-16le'],
		['UTF-16, big end first', utf16(text, true), 'utf-16be'],
		['UTF-16, big end first, without', utf16(text, true, false), 'utf-16be'],
		['gzip', gzipSync(new TextEncoder().encode(text)), 'utf-8']
	])('in %s are text', async (_, bytes, encoding) => {
		const table = await read(bytes);
		expect(cellsOf(table)).toEqual({ names: ['Kunde', 'Artikel'], rows: expected });
		expect(table.format?.encoding).toBe(encoding);
	});

	it('in Windows-1252 have its own characters between 80 and 9F', async () => {
		const table = await read(latin1('Kunde;Preis\nAda;5 \u0080\nBo;\u0093x\u0094 \u0096 \u0092\n'));
		expect(cellsOf(table).rows).toEqual([
			['Ada', '5 €'],
			['Bo', '“x” – ’']
		]);
	});

	it('that turn out not to be UTF-8 late in a large file are read as Windows-1252 throughout', async () => {
		const lines = Array.from({ length: 40_000 }, (_, i) => `customer ${i},pen ${i % 7}\n`).join('');
		const table = await read(latin1(`Customer,Product\n${lines}José,Füller\n`));
		expect(table.format?.encoding).toBe('windows-1252');
		expect(cellsOf(table).rows.at(-1)).toEqual(['José', 'Füller']);
	});

	it.each([
		['Windows-1250', 'Klient;Produkt\nŁucja;Żółty długopis\nGrażyna;Świeży chleb\n', 'windows-1250'],
		['KOI8-R', 'Клиент;Товар\nМаша;Ручка синяя\nПётр;Бумага белая\n', 'koi8-r'],
		['GBK', '客户;商品名称\n张伟;签字笔\n王芳;复印纸\n', 'gb18030'],
		['GBK with bars', '客户|商品名称\n张伟|签字笔\n王芳|复印纸\n', 'gb18030'],
		['Shift_JIS with bars in its characters', '顧客|商品\n山田|ポテト\n鈴木|ソース\n', 'shift_jis'],
		['Big5', '客戶,商品\n"陳, 先生",原子筆\n林小姐,影印紙\n', 'big5']
	] as const)('in %s are text, names of the columns too', async (_, text, encoding) => {
		const table = await read(encoded(text, encoding));
		const { names, rows } = cellsOf(table);
		expect(table.format?.encoding).toBe(encoding);
		expect([names, ...rows]).toEqual(text.trim().split('\n').map((line) => line.split(/[;|]|,(?! )/).map((cell) => cell.replaceAll('"', ''))));
	});

	it('are read in the encoding that a person said', async () => {
		const bytes = encoded('Клиент;Товар\nМаша;Ручка\nПётр;Бумага\n', 'windows-1251');
		const table = await readTable(memorySource('orders.csv', bytes), silent, undefined, 'koi8-r');
		expect(table.format?.encoding).toBe('koi8-r');
		expect(table.columns[0].name).toBe(new TextDecoder('koi8-r').decode(encoded('Клиент', 'windows-1251')));
		expect(cellsOf(table).rows[0][1]).toBe(new TextDecoder('koi8-r').decode(encoded('Ручка', 'windows-1251')));
	});

	it('that show their encoding late have their columns named in it', async () => {
		const lines = Array.from({ length: 30_000 }, (_, i) => `customer ${i};pen ${i % 7}\n`).join('');
		const bytes = encoded(`Kund;Größe\n${lines}${'Łucja;Żółty długopis\nGrażyna;Świeży chleb\nŚwięty;Gąbka\n'.replaceAll(';', ' ś;ą ')}`.replace('Größe', 'Żółty'), 'windows-1250');
		expect((await read(bytes)).columns[1].name).toBe('Żółty');
	});

	it('that are UTF-8 but for one cell lose only that cell, and no name of a column', async () => {
		const utf8 = new TextEncoder().encode('Kundë,Größe\nJosé,Füller\n');
		const table = await read(Uint8Array.from([...utf8, 0x42, 0xe9, 0x2c, 0x50, 0x0a]));
		expect(cellsOf(table)).toEqual({ names: ['Kundë', 'Größe'], rows: [['José', 'Füller'], ['Bé', 'P']] });
	});

	it('that are UTF-8 but for one cell lose only that cell', async () => {
		const utf8 = new TextEncoder().encode('Customer,Product\nJosé,Füller\nZoë,Größe\n');
		const table = await read(Uint8Array.from([...utf8, 0x42, 0xe9, 0x2c, 0x50, 0x0a]));
		expect(cellsOf(table).rows).toEqual([
			['José', 'Füller'],
			['Zoë', 'Größe'],
			['Bé', 'P']
		]);
	});

	it.each([
		['nothing', '', 'file.empty'],
		['white space', ' \n\n \r\n', 'file.empty'],
		['a header alone', 'Customer,Product,Sales\n', 'file.header_only'],
		['one column', 'Customer\nAda\nBo\n', 'file.not_a_table one_column'],
		['a web page', '<!DOCTYPE html><html><body>a,b</body></html>', 'file.not_a_table html'],
		['JSON', '[{"customer": "Ada", "product": "Pen"}]', 'file.not_a_table json'],
		['XML', '<?xml version="1.0"?><orders/>', 'file.not_a_table xml'],
		['a PDF', '%PDF-1.4 a,b\n', 'file.not_a_table pdf'],
		['a zip', latin1('PK\u0003\u0004aaaaaa'), 'file.not_a_table zip'],
		['a spreadsheet', latin1('PK\u0003\u0004aaaaaa[Content_Types].xml'), 'file.not_a_table xlsx'],
		['binary data', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256), 'file.not_a_table binary'],
		['prose', `${'It was a dark night, it was.\nThe rain fell.\nA door, a light, a cry, and nothing, nothing.\nNo.\n'.repeat(5)}`, 'file.not_a_table no_columns'],
		['10,000 columns', `${'a,'.repeat(9999)}a\n${'1,'.repeat(9999)}1\n`, 'file.too_many_columns'],
		['a gzip in a gzip', gzipSync(gzipSync(new TextEncoder().encode(simple))), 'file.not_a_table zip'],
		['half a gzip', gzipSync(new TextEncoder().encode(simple)).subarray(0, 30), 'file.bad_gzip']
	])('with %s are refused', async (_, content, code) => {
		expect(await refusal(content)).toBe(code);
	});

	it('without an end of line for too long are refused', async () => {
		const error = await refusal(`Customer,Product\nAda,Pen\n${'x'.repeat(17_000_000)}`);
		expect(error).toBe('file.not_a_table no_rows');
	});
});

describe('UTF-8', () => {
	const strict = (bytes: Uint8Array): boolean => {
		try {
			new TextDecoder('utf-8', { fatal: true }).decode(bytes);
			return true;
		} catch {
			return false;
		}
	};

	it('is told from other bytes as a strict decoder does', () => {
		const bytes = fc.oneof(
			fc.uint8Array({ maxLength: 6 }),
			fc.array(fc.constantFrom(0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff), { maxLength: 5 }).map((list) => Uint8Array.from(list)),
			fc.string({ unit: 'binary', maxLength: 4 }).map((text) => new TextEncoder().encode(text))
		);
		fc.assert(
			fc.property(bytes, (some) => {
				expect(isUtf8(some)).toBe(strict(some));
			}),
			{ numRuns: 5000 }
		);
	});

	it('may be cut in its last character, if that is allowed', () => {
		const bytes = new TextEncoder().encode('a€');
		expect([2, 3, 4].map((length) => isUtf8(bytes.subarray(0, length)))).toEqual([false, false, true]);
		expect([2, 3, 4].map((length) => isUtf8(bytes.subarray(0, length), true))).toEqual([true, true, true]);
	});
});

describe('reading', () => {
	it('reports bytes, and stops at once when cancelled', async () => {
		const bytes = new TextEncoder().encode(`Customer,Product\n${'Ada,Pen\nBo,Ink\n'.repeat(400_000)}`);
		const seen: number[] = [];
		const controller = new AbortController();
		const reading = readTable(inPieces(bytes, [1 << 16]), {
			signal: controller.signal,
			report: ({ stage, done, total }) => {
				expect([stage, total]).toEqual(['reading', bytes.length]);
				seen.push(done);
				if (done > bytes.length / 10) controller.abort();
			}
		});
		await expect(reading).rejects.toThrow(/abort/i);
		expect(seen.every((done, i) => i === 0 || done >= seen[i - 1])).toBe(true);
		expect(seen.at(-1)).toBeLessThan(bytes.length / 5);
	});

	it.each([['the fast way', ''], ['PapaParse', 'Ada,"a "bad" one"\n']])('lets a cancel in that comes from outside, with %s', async (_, odd) => {
		const controller = new AbortController();
		const content = `Customer,Product\n${odd}${'Ada,Pen\nBo,Ink\n'.repeat(3_000_000)}`;
		setTimeout(() => controller.abort(), 0);
		await expect(readTable(memorySource('orders.csv', content), { signal: controller.signal, report: () => {} })).rejects.toThrow(/abort/i);
	});

	it('tells a mark and gzip even if bytes come one by one', async () => {
		const marked = new TextEncoder().encode(`\ufeff${simple}`);
		for (const bytes of [marked, gzipSync(marked), utf16(simple)]) expect(cellsOf(await readTable(inPieces(bytes, [1])))).toEqual(simpleCells);
	});

	const cell = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 8 }),
		fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', '|', '\n', '\r\n', ' ', 'é', '0'), maxLength: 8 }),
		fc.constantFrom('Ada', 'Pen', '12.5', '2016-11-08')
	);
	const rowsOfCells = fc.integer({ min: 2, max: 6 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }));
	const names = ['Customer ID', 'Order Date', 'Product', 'Sales', 'Quantity', 'Region'];
	const dialect = fc.record({
		delimiter: fc.constantFrom(',', ';', '\t', '|'),
		newline: fc.constantFrom('\n', '\r\n', '\r'),
		quoteAll: fc.boolean(),
		lastNewline: fc.boolean()
	});

	function write(rows: readonly (readonly string[])[], how: { delimiter: string; newline: string; quoteAll: boolean; lastNewline: boolean }): string {
		const text = (value: string): string => (how.quoteAll ? `"${value.replaceAll('"', '""')}"` : quoteCell(value));
		const lines = [names.slice(0, rows[0].length), ...rows].map((row) => row.map(text).join(how.delimiter));
		return lines.join(how.newline) + (how.lastNewline ? how.newline : '');
	}

	const kept = (value: string): string => value.trim().replaceAll('\0', '').trim();
	const isText = (rows: readonly (readonly string[])[]): boolean =>
		rows.flat().every((value) => value.isWellFormed() && !/[\0-\x08\x0e-\x1f\ufffd]/.test(value));

	it('gives back any table in any dialect', async () => {
		await fc.assert(
			fc.asyncProperty(rowsOfCells.filter(isText), dialect, async (rows, how) => {
				const table = await read(write(rows, how));
				expect(cellsOf(table)).toEqual({ names: names.slice(0, rows[0].length), rows: rows.map((row) => row.map(kept)) });
				expect(table.uneven).toBeUndefined();
			}),
			{ numRuns: 400 }
		);
	});

	it('gives the same from UTF-16, which PapaParse reads, as from UTF-8', async () => {
		const regular = Array.from({ length: 9 }, (_, i) => ['Ada', `2016-11-0${i + 1}`, 'Pen']);
		const ragged = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 10 }).filter(isText);
		await fc.assert(
			fc.asyncProperty(ragged, dialect, async (rows, how) => {
				const text = write([...regular, ...rows], how);
				const { format, ...fast } = await read(text);
				const { format: wide, ...general } = await read(utf16(text));
				expect(general).toEqual(fast);
				expect([format?.encoding, wide?.encoding]).toEqual(['utf-8', 'utf-16le']);
			}),
			{ numRuns: 300 }
		);
	});

	it('does not depend on how the bytes are cut', async () => {
		await fc.assert(
			fc.asyncProperty(
				rowsOfCells.filter(isText),
				dialect,
				fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
				fc.constantFrom('utf-8', 'utf-16', 'gzip'),
				async (rows, how, sizes, packing) => {
					const text = write(rows, how);
					const utf8 = new TextEncoder().encode(text);
					const bytes = packing === 'utf-16' ? utf16(text) : packing === 'gzip' ? gzipSync(utf8) : utf8;
					expect(await readTable(inPieces(bytes, sizes))).toEqual(await readTable(memorySource('orders.csv', bytes)));
				}
			),
			{ numRuns: 200 }
		);
	});
});
