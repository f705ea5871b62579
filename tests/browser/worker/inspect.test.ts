import { strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/lib/browser/worker/client.js';
import type { Engine } from '../../../src/lib/browser/worker/engine.js';
import { readTable } from '../../../src/lib/core/data/delimited.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import { parquet } from '../../core/data/formats/parquet-files.js';
import { encoded } from '../../core/data/encoded.js';
import { xlsxOf, zipOf } from '../../core/data/formats/files.js';
import { smallCsv } from '../../fixtures/shop-csv.js';

const quiet = () => {};
const fileOf = (name: string, content: string | Uint8Array) => new File([typeof content === 'string' ? content : Uint8Array.from(content)], name);
const cells = smallCsv().trim().split('\n').map((line) => line.trim().split(','));
const [names, ...rows] = cells;
const objects = rows.map((row) => Object.fromEntries(row.map((cell, c) => [names[c], cell])));

describe('a file on its way in, in the worker', () => {
	let engine: Engine;
	beforeAll(() => {
		engine = createEngine(`${location.origin}/`);
	});

	it.each([
		['zip', () => zipOf({ 'orders.csv': smallCsv() })],
		['xlsx', () => xlsxOf({ Orders: cells })],
		['json', () => JSON.stringify(objects)],
		['jsonl', () => objects.map((object) => JSON.stringify(object)).join('\n')],
		['txt', () => cells.map((row) => row.join('\t')).join('\n')]
	])('as %s is the table that it is as CSV', async (ending, content) => {
		const csv = await engine.inspect(fileOf('orders.csv', smallCsv()), quiet);
		const { quality } = await engine.preview(csv.mapping);
		const inspection = await engine.inspect(fileOf(`orders.${ending}`, content()), quiet);
		expect(inspection).toMatchObject({ rows: csv.rows, mapping: csv.mapping, preview: csv.preview, missing: [], name: `orders.${ending}` });
		expect((await engine.preview(inspection.mapping)).quality).toEqual(quality);
	});

	it('is read by several workers as it is by one, where it is large', async () => {
		const lines = Array.from({ length: 160_000 }, (_, i) => `C${i % 977},O${i >> 1},2016-0${1 + (i % 9)}-1${i % 7},"Pen, ${i % 31}${i % 5000 ? '' : '\nsecond line'}",${i % 90}.5,of no great length\n`);
		const content = `Customer,Order,Date,Product,Amount,Note\n${lines.join('')}`;
		expect(content.length).toBeGreaterThan(8 << 20);
		const one = await readTable(memorySource('orders.csv', content));
		const reports: number[] = [];
		const inspection = await engine.inspect(fileOf('orders.csv', content), ({ done }) => reports.push(done));
		expect(inspection.rows).toBe(one.rows);
		expect(inspection.guesses.map(({ distinct, missing }) => [distinct, missing])).toEqual(one.columns.map(({ cells }) => [cells.values.length, cells.codes.filter((code) => code < 0).length]));
		expect((await engine.preview(inspection.mapping)).quality).toEqual(toTransactions(one, inspection.mapping).quality);
		expect(reports.length).toBeGreaterThan(4);
		expect(reports).toEqual(reports.toSorted((a, b) => a - b));
		expect(reports.at(-1)).toBeGreaterThan(0.8 * content.length);
	});

	it('as Parquet is a table', async () => {
		const { rows: read, guesses } = await engine.inspect(fileOf('orders.parquet', parquet('zstd')), quiet);
		expect([read, guesses.map(({ name }) => name)]).toEqual([3, ['customer', 'order_id', 'order_date', 'at', 'product', 'price', 'cost', 'gift']]);
	});

	it('in several parts is one, with the returns among them, and says how far it carries', async () => {
		const half = rows.length >> 1;
		const part = (some: readonly string[][]) => [names, ...some].map((row) => row.join(',')).join('\n');
		const order = names.findIndex((name) => /order/i.test(name) && !/date/i.test(name));
		const returns = `Returned,${names[order]}\nYes,${rows[0][order]}\n`;
		const { parts, mapping, name } = await engine.inspect([fileOf('a.csv', part(rows.slice(0, half))), fileOf('b.csv', part(rows.slice(half))), fileOf('returns.csv', returns)], quiet);
		expect(parts?.map(({ use }) => use)).toEqual(['orders', 'orders', 'returns']);
		expect(name).toBe('a.csv + 2');
		const { quality, readiness } = await engine.preview(mapping);
		expect(quality.rows).toBe(rows.length);
		expect(quality.returned).toBeGreaterThan(0);
		expect(readiness).toMatchObject({ verdict: 'thin', current: false });
		expect(readiness?.checks.find(({ code }) => code === 'customers')).toEqual({ code: 'customers', have: 120, want: 500, met: false });
	});

	it('with columns that were used before means what it meant then', async () => {
		const fresh = smallCsv().replace(names[0], 'Who bought');
		const first = await engine.inspect(fileOf('first.csv', fresh), quiet);
		expect(first.remembered).toBe(false);
		const corrected = { ...first.mapping, attributes: [], decimalMark: ',' as const };
		await engine.preview(corrected);
		await engine.accept('First');
		const second = await engine.inspect(fileOf('second.csv', fresh), quiet);
		expect(second).toMatchObject({ remembered: true, mapping: corrected, missing: [] });
		expect((await engine.inspect(fileOf('other.csv', smallCsv().replace(names[0], 'Buyer id')), quiet)).remembered).toBe(false);
	});

	it('whose letters were taken for others is read again as the person says, and so next time', async () => {
		const csv = encoded(['Клиент;Дата;Товар', ...Array.from({ length: 60 }, (_, i) => `Клиент ${i % 9};2016-01-1${i % 9};${['Ручка', 'Бумага', 'Молоко'][i % 3]}`)].join('\n'), 'windows-1251');
		const first = await engine.inspect(fileOf('first.csv', csv), quiet);
		expect(first).toMatchObject({ format: { encoding: 'windows-1251' }, mapping: { columns: { customer: 'Клиент', product: 'Товар' } } });
		const again = await engine.reread('windows-1253', quiet);
		const garbled = new TextDecoder('windows-1253').decode(encoded('Товар', 'windows-1251'));
		expect(again).toMatchObject({ format: { encoding: 'windows-1253' }, mapping: { encoding: 'windows-1253' }, rows: 60 });
		expect(again.guesses[2].name).toBe(garbled);
		const [customer, date, product] = again.guesses.map(({ name }) => name);
		const said = { ...again.mapping, columns: { customer, date, product }, attributes: [] };
		await engine.preview(said);
		await engine.accept('Garbled');
		expect(await engine.inspect(fileOf('next.csv', csv), quiet)).toMatchObject({ remembered: true, mapping: said, format: { encoding: 'windows-1253' } });
	});

	it('can use rows that it set aside', async () => {
		const { mapping } = await engine.inspect(fileOf('orders.csv', `${smallCsv().trim()}\n${rows[0].join(',')}\n`), quiet);
		const strict = await engine.preview(mapping);
		const kept = await engine.preview(mapping, undefined, { keep: ['row.duplicate'] });
		expect([strict.quality.rejections.map(({ code }) => code), kept.quality.used - strict.quality.used]).toEqual([['row.duplicate'], 1]);
	});

	it('that is damaged is refused, and the one before stays', async () => {
		const { mapping } = await engine.inspect(fileOf('orders.csv', smallCsv()), quiet);
		await expect(engine.inspect(fileOf('a.zip', zipSync({ a: strToU8(smallCsv()) }).slice(0, -9)), quiet)).rejects.toMatchObject({ code: 'file.damaged' });
		await expect(engine.inspect(fileOf('a.json', '[{"a":1},{"b"'), quiet)).rejects.toMatchObject({ code: 'file.bad_json' });
		expect((await engine.preview(mapping)).quality.rows).toBe(rows.length);
	});
});
