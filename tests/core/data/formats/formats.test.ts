import { gzipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { guessMapping } from '../../../../src/lib/core/data/mapping.js';
import { returnedOrders } from '../../../../src/lib/core/data/returns.js';
import { toTransactions } from '../../../../src/lib/core/data/transactions.js';
import { utf16 } from '../tables.js';
import { opened, xlsxOf, zipOf } from './files.js';

const header = 'Customer ID,Order ID,Order Date,Product,Sales';
const first = 'C1,O1,2016-01-05,Pen,1.50\nC2,O2,2016-02-05,Ink,2.50\nC1,O3,2016-03-05,Pad,3\n';
const second = 'C3,O4,2016-04-05,Pen,1.50\nC2,O5,2016-05-05,Cup,7\n';
const rowsOf = (text: string) => text.trim().split('\n').map((line) => line.split(','));

describe('a zip', () => {
	it('of one file is that file', async () => {
		expect(await opened(['a.zip', zipOf({ 'orders.csv': `${header}\n${first}` })])).toMatchObject({ names: header.split(','), rows: rowsOf(first), line: [2, 3, 4] });
	});

	it('of several with one header, in whatever order of columns, is one table', async () => {
		const turned = `Sales,Product,Order Date,Order ID,customer id\n${rowsOf(second).map((row) => row.toReversed().join(',')).join('\n')}\n`;
		const { names, rows, parts } = await opened(['a.zip', zipOf({ '2016/a.csv': `${header}\n${first}`, '2017/b.csv': turned, 'README.txt': 'Exported.', '__MACOSX/._a.csv': '\0\x05\x16\x07' })]);
		expect(names).toEqual(header.split(','));
		expect(rows).toEqual([...rowsOf(first), ...rowsOf(second)]);
		expect(parts.map(({ name, use }) => [name, use])).toEqual([['a.csv', 'orders'], ['b.csv', 'orders']]);
	});

	it('of zips, of nothing, of pictures, encrypted or cut short says so', async () => {
		const good = zipOf({ 'orders.csv': `${header}\n${first}` });
		await expect(opened(['a.zip', zipOf({ 'b.zip': good })])).rejects.toMatchObject({ code: 'file.not_a_table', facts: { what: 'zip' } });
		await expect(opened(['a.zip', zipOf({})])).rejects.toMatchObject({ code: 'file.empty' });
		await expect(opened(['a.zip', zipOf({ 'a.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2) })])).rejects.toMatchObject({ code: 'file.not_a_table', facts: { what: 'image' } });
		await expect(opened(['a.zip', good.slice(0, -30)])).rejects.toMatchObject({ code: 'file.damaged' });
		const flipped = good.slice();
		flipped[60] ^= 0x10;
		await expect(opened(['a.zip', flipped])).rejects.toMatchObject({ code: 'file.damaged' });
		const locked = good.slice();
		const directory = locked.length - 22 - 46 - 'orders.csv'.length;
		expect(locked[directory + 1]).toBe(0x4b);
		locked[directory + 8] |= 1;
		await expect(opened(['a.zip', locked])).rejects.toMatchObject({ code: 'file.encrypted' });
	});

	it('that would become far larger than any table does is refused before it does', async () => {
		const zip = zipOf({ 'a.csv': new Uint8Array(1 << 20) });
		const declaring = (size: number): Uint8Array => {
			const changed = zip.slice();
			new DataView(changed.buffer).setUint32(changed.length - 22 - 46 - 'a.csv'.length + 24, size, true);
			return changed;
		};
		await expect(opened(['a.zip', declaring(70 << 20)])).rejects.toMatchObject({ code: 'file.bomb' });
		await expect(opened(['a.zip', declaring(1000)])).rejects.toMatchObject({ code: 'file.damaged' });
	});
});

describe('a large archive', () => {
	/** A zip with one entry, whose numbers are all in the extension for large archives. */
	function zip64(name: string, content: Uint8Array): Uint8Array {
		const plain = zipOf({ [name]: content });
		const view = new DataView(plain.buffer);
		const end = plain.length - 22;
		const directory = view.getUint32(end + 16, true);
		const extra = new DataView(new ArrayBuffer(28));
		extra.setUint16(0, 1, true);
		extra.setUint16(2, 24, true);
		[view.getUint32(directory + 24, true), view.getUint32(directory + 20, true), view.getUint32(directory + 42, true)].forEach((number, i) => extra.setBigUint64(4 + 8 * i, BigInt(number), true));
		for (const field of [24, 20, 42]) view.setUint32(directory + field, 0xffffffff, true);
		view.setUint16(directory + 30, 28, true);
		const record = new DataView(new ArrayBuffer(56 + 20));
		record.setUint32(0, 0x06064b50, true);
		record.setBigUint64(4, 44n, true);
		record.setBigUint64(24, 1n, true);
		record.setBigUint64(32, 1n, true);
		record.setBigUint64(40, BigInt(end - directory + 28), true);
		record.setBigUint64(48, BigInt(directory), true);
		record.setUint32(56, 0x07064b50, true);
		record.setBigUint64(64, BigInt(end + 28), true);
		record.setUint32(72, 1, true);
		view.setUint16(end + 8, 0xffff, true);
		view.setUint16(end + 10, 0xffff, true);
		view.setUint32(end + 16, 0xffffffff, true);
		const named = directory + 46 + name.length;
		return Uint8Array.from([...plain.subarray(0, named), ...new Uint8Array(extra.buffer), ...plain.subarray(named, end), ...new Uint8Array(record.buffer), ...plain.subarray(end)]);
	}

	it('with numbers of 64 bits is read', async () => {
		const read = await opened(['a.zip', zip64('orders.csv', strToU8('Customer,Product\nAda,Pen\nBo,Ink\n'))]);
		expect(read.rows).toEqual([['Ada', 'Pen'], ['Bo', 'Ink']]);
	});

	it.each([['a number is missing', 20, 0], ['the directory lies elsewhere', -76 + 48, 1]])('is refused where %s', async (_, at, byte) => {
		const zip = zip64('orders.csv', strToU8('Customer,Product\nAda,Pen\nBo,Ink\n'));
		const directory = new DataView(zip.buffer).getUint32(zip.length - 22 - 76 + 48, true);
		const place = at < 0 ? zip.length - 22 + at : directory + 46 + 'orders.csv'.length + 2;
		zip[place] = byte;
		await expect(opened(['a.zip', zip])).rejects.toMatchObject({ code: 'file.damaged' });
	});
});

describe('a gzip file', () => {
	it('that would become far larger than any table does is refused before it does', async () => {
		const member = gzipSync(strToU8(`Customer,Product\n${'Ada,Pen\n'.repeat(1 << 18)}`));
		const bomb = Uint8Array.from({ length: 40 * member.length }, (_, i) => member[i % member.length]);
		await expect(opened(['orders.csv.gz', bomb])).rejects.toMatchObject({ code: 'file.bomb' });
	});
});

describe('a workbook', () => {
	const names = header.split(',');

	it('gives text, numbers and dates, with the numbers of its rows', async () => {
		const sheet = xlsxOf({
			Orders: [
				['Orders of the shop'],
				[],
				[...names, 'Done', 'Note'],
				['C1', 'O1', { day: 42374 }, 'Pen, "red" & <new>', 1.1, { xml: '<c t="b"><v>1</v></c>' }, { xml: '<c t="str"><f>A1&amp;B1</f><v>a_x000D_b</v></c>' }],
				[],
				['C2', 'O2', { day: 42374.5 }, 'Ink', { xml: '<c><v>0.30000000000000004</v></c>' }, null, { xml: '<c t="e"><v>#N/A</v></c>' }],
				['C3', 'O3', { day: 42375 }, 'Ink', -1234567, null, 'two\nlines']
			]
		});
		const read = await opened(['orders.xlsx', sheet]);
		expect(read.names).toEqual([...names, 'Done', 'Note']);
		expect(read.rows).toEqual([
			['C1', 'O1', '2016-01-05', 'Pen, "red" & <new>', '1.1', 'TRUE', 'a b'],
			['C2', 'O2', '2016-01-05 12:00:00', 'Ink', '0.3', '', '#N/A'],
			['C3', 'O3', '2016-01-06', 'Ink', '-1234567', '', 'two lines']
		]);
		expect(read.line).toEqual([4, 6, 7]);
		expect(read.table.uneven).toBeUndefined();
	});

	it('reads the calendar that begins in 1904, passes over hidden sheets, and finds the sheet of returns', async () => {
		const orders = [names, ...rowsOf(first).map((row, i) => [row[0], row[1], { day: 40912 + i }, row[3], Number(row[4])])];
		const book = xlsxOf({ Notes: [['nothing here']], Orders: orders, Returns: [['Returned', 'Order ID'], ['Yes', 'O3'], ['Yes', 'O3']], Old: orders }, { epoch1904: true, hidden: 'Old' });
		const { rows, parts, table, returns } = await opened(['shop.xlsx', book]);
		expect(rows.map((row) => row[2])).toEqual(['2016-01-05', '2016-01-06', '2016-01-07']);
		expect(parts.map(({ name, use }) => [name, use])).toEqual([['shop.xlsx: Orders', 'orders'], ['shop.xlsx: Returns', 'returns']]);
		expect(returns?.rows).toEqual([['Yes', 'O3'], ['Yes', 'O3']]);
		expect(guessMapping(table).mapping.columns).toMatchObject({ customer: 'Customer ID', order: 'Order ID', date: 'Order Date' });
	});

	it('may leave out where its rows and cells are', async () => {
		const cells = (row: readonly string[]) => row.map((cell) => `<x:c t="inlineStr"><x:is><x:t>${cell}</x:t></x:is></x:c>`).join('');
		const book = zipOf({
			'[Content_Types].xml': '',
			'xl/workbook.xml': '<x:workbook><x:sheets><x:sheet name="A" r:id="a"/></x:sheets></x:workbook>',
			'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="a" Target="worksheets/a.xml"/></Relationships>',
			'xl/worksheets/a.xml': `<x:worksheet><x:sheetData>${[names, ...rowsOf(first)].map((row) => `<x:row>${cells(row)}</x:row>`).join('')}</x:sheetData></x:worksheet>`
		});
		expect(await opened(['a.xlsx', book])).toMatchObject({ names, rows: rowsOf(first), line: [2, 3, 4] });
	});

	it('with one cell at the far end of the sheet costs no more than it holds', async () => {
		const far = { xml: '<c r="XFD1048576" t="str"><v>far</v></c>' };
		await expect(opened(['far.xlsx', xlsxOf({ A: [[...names, { xml: '<c t="str"><v>x</v></c>' }], rowsOf(first)[0], [far]] }).slice()])).resolves.toBeDefined();
		const sheet = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576" t="str"><v>far</v></c></row></sheetData></worksheet>';
		const book = zipOf({
			'[Content_Types].xml': '',
			'xl/workbook.xml': '<workbook><sheets><sheet name="A" r:id="a"/></sheets></workbook>',
			'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="a" Target="/xl/worksheets/a.xml"/></Relationships>',
			'xl/worksheets/a.xml': sheet
		});
		await expect(opened(['far.xlsx', book])).rejects.toMatchObject({ code: 'file.too_many_columns' });
	});
});

describe('JSON', () => {
	const objects = [
		{ customer: 'C1', order_id: 1, date: '2016-01-05', product: 'Pen', price: 1.5 },
		{ customer: 'C2', order_id: 2, date: '2016-01-06', product: 'Ink', gift: true, price: null }
	];
	const table = { names: ['customer', 'order_id', 'date', 'product', 'price', 'gift'], rows: [['C1', '1', '2016-01-05', 'Pen', '1.5', ''], ['C2', '2', '2016-01-06', 'Ink', '', 'true']] };

	it.each([
		['an array', JSON.stringify(objects)],
		['an array over many lines', JSON.stringify(objects, undefined, 2)],
		['lines', objects.map((object) => JSON.stringify(object)).join('\n')],
		['lines with a mark and blank lines', `\ufeff${objects.map((object) => JSON.stringify(object)).join('\r\n\r\n')}\r\n`],
		['an object around them', JSON.stringify({ count: 2, data: { orders: objects } })],
		['edges and nodes', JSON.stringify({ data: { orders: { edges: objects.map((node) => ({ cursor: 'x', node })) } } })]
	])('of objects: %s', async (_, text) => {
		expect(await opened(['orders.json', text])).toMatchObject(table);
		expect(await opened(['orders.json.gz', gzipSync(strToU8(text))])).toMatchObject(table);
		expect(await opened(['orders.json', utf16(text.replace('\ufeff', ''))])).toMatchObject(table);
	});

	it('of rows and of columns', async () => {
		const names = ['customer', 'order', 'product'];
		const rows = [['C1', '1', 'Pen'], ['C2', '2', 'Ink']];
		expect(await opened(['a.json', JSON.stringify([names, ...rows])])).toMatchObject({ names, rows });
		expect(await opened(['a.json', JSON.stringify({ customer: ['C1', 'C2'], order: [1, 2], product: ['Pen', 'Ink'] })])).toMatchObject({ names, rows });
		expect(await opened(['a.json', JSON.stringify({ customer: { 0: 'C1', 1: 'C2' }, order: { 0: 1, 1: 2 }, product: { 0: 'Pen', 1: 'Ink' } })])).toMatchObject({ names, rows });
	});

	it('makes one line of every item of an order, and of every order of a customer', async () => {
		const orders = [
			{ id: 'A1', created_at: { $date: '2016-01-05T10:00:00Z' }, customer: { id: { $oid: 'c1' }, address: { city: 'Rom' } }, tags: ['new', 'gift'], shipping_lines: [{ price: 4 }], line_items: [{ name: 'Pen', quantity: 2 }, { name: 'Ink', quantity: 1 }] },
			{ id: 'A2', created_at: { $date: '2016-01-06T10:00:00Z' }, customer: { id: { $oid: 'c2' } }, line_items: [] }
		];
		const read = await opened(['orders.json', JSON.stringify(orders)]);
		expect(read.names).toEqual(['order id', 'created_at', 'customer.id', 'customer.address.city', 'tags', 'shipping_lines', 'item.name', 'item.quantity']);
		expect(read.rows).toEqual([
			['A1', '2016-01-05T10:00:00Z', 'c1', 'Rom', 'new, gift', '1', 'Pen', '2'],
			['A1', '2016-01-05T10:00:00Z', 'c1', 'Rom', 'new, gift', '1', 'Ink', '1'],
			['A2', '2016-01-06T10:00:00Z', 'c2', '', '', '', '', '']
		]);
		const people = ['C1', 'C2'].map((id, c) => ({ id, orders: [0, 1].map((o) => ({ id: `O${2 * c + o}`, date: `2016-0${o + 1}-01`, items: ['Pen', `Ink ${o}`] })) }));
		const nested = await opened(['people.json', JSON.stringify({ customers: people })]);
		expect(nested.names).toEqual(['customer id', 'order.id', 'order.date', 'product']);
		expect(nested.rows).toHaveLength(8);
		const { mapping } = guessMapping(nested.table);
		expect(mapping.columns).toMatchObject({ customer: 'customer id', order: 'order.id', date: 'order.date', product: 'product' });
		expect(toTransactions(nested.table, mapping).quality).toMatchObject({ customers: 2, orders: 4, products: 3, used: 8 });
	});

	it('says on which line it is broken, cut short, or of another kind', async () => {
		const text = objects.map((object) => JSON.stringify(object)).join('\n');
		await expect(opened(['a.json', text.slice(0, -4)])).rejects.toMatchObject({ code: 'file.bad_json', facts: { line: 2 } });
		await expect(opened(['a.json', `${text}\n{"a" 1}\n`])).rejects.toMatchObject({ code: 'file.bad_json', facts: { line: 3 } });
		await expect(opened(['a.json', `[${text.replace('\n', ',\n')}`])).rejects.toMatchObject({ code: 'file.bad_json' });
		await expect(opened(['a.json', '[{"a": 1}, 2]'])).rejects.toMatchObject({ code: 'file.not_a_table' });
		await expect(opened(['a.json', '{}'])).rejects.toMatchObject({ code: 'file.not_a_table' });
		await expect(opened(['a.json', '[]'])).rejects.toMatchObject({ code: 'file.empty' });
		await expect(opened(['a.json', JSON.stringify([Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${i}`, i]))])])).rejects.toMatchObject({ code: 'file.too_many_columns' });
	});

	it('keeps names that mean something to the language as names', async () => {
		const { names, rows } = await opened(['a.json', '[{"__proto__":"C1","constructor":"Pen","x":1},{"__proto__":"C2","constructor":"Ink","x":2}]']);
		expect(names).toEqual(['__proto__', 'constructor', 'x']);
		expect(rows).toEqual([['C1', 'Pen', '1'], ['C2', 'Ink', '2']]);
	});
});

describe('several files', () => {
	it('are one table, with the returns among them told apart', async () => {
		const returns = 'Returned,Order ID\nYes,O1\nYes,O1\nYes,O9\nYes,o5\n';
		const read = await opened(['returns.csv', returns], ['a.csv', `${header}\n${first}`], ['b.csv', `${header}\n${second}`], ['people.csv', 'Person,Area\nAda,North\nBob,South\n']);
		expect(read.rows).toHaveLength(5);
		expect(read.parts.map(({ use }) => use)).toEqual(['returns', 'orders', 'orders', 'unused']);
		const { mapping } = guessMapping(read.table);
		const returned = returnedOrders((await opened(['returns.csv', returns])).table);
		expect(toTransactions(read.table, mapping, returned).quality.returned).toBe(2);
	});

	it('keep which of their rows have too few cells', async () => {
		const { table } = await opened(['a.csv', `${header}\n${first}C1,O9\n`], ['b.csv', `${header}\n${second}C1\n`]);
		expect([...(table.uneven?.rows ?? [])]).toEqual([3, 6]);
		expect([...(table.uneven?.cells ?? [])]).toEqual([2, 1]);
	});
});

describe('what is pasted from a spreadsheet', () => {
	it('is separated by tabs, with quotes around cells of several lines', async () => {
		const text = `Customer\tOrder Date\tProduct\r\nAda\t5/1/2016\t"Pen\nred"\r\nBob\t6/1/2016\tInk, blue\r\n`;
		expect(await opened(['pasted.csv', text])).toMatchObject({ names: ['Customer', 'Order Date', 'Product'], rows: [['Ada', '5/1/2016', 'Pen\nred'], ['Bob', '6/1/2016', 'Ink, blue']] });
	});
});
