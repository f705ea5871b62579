import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { xlsxOf, zipOf } from '../core/data/formats/files.js';
import { parquet } from '../core/data/formats/parquet-files.js';
import { smallCsv } from '../fixtures/shop-csv.js';
import { orders } from '../fixtures/shop-exports.js';
import type { Observed, Site } from './site.js';
import { firstVisit } from './steps.js';

const csv = smallCsv(40, 5);
const [header, ...rows] = csv.trim().split('\n').map((line) => line.split(','));
const text = (lines: readonly (readonly string[])[], delimiter: string): string => lines.map((cells) => cells.join(delimiter)).join('\n');
const records = rows.map((cells) => Object.fromEntries(header.map((name, c) => [name, cells[c]])));
const distinct = (column: number): number => new Set(rows.map((cells) => cells[column])).size;
const whole = { 'Rows used': rows.length, Customers: distinct(2), Orders: distinct(0), Products: 5 };
const items = orders.reduce((sum, order) => sum + order.items.length, 0);
const names = [...new Set(orders.flatMap((order) => order.items.map(({ name }) => name)))];
const halves = [rows.slice(0, rows.length >> 1), rows.slice(rows.length >> 1)].map((half) => text([header, ...half], ','));

type File = readonly [name: string, content: string | Uint8Array];
type Stats = Readonly<Record<string, number>>;

/** Files of each kind, and what the page has to make of them. */
const formats: readonly (readonly [what: string, files: readonly File[], stats: Stats])[] = [
	['CSV', [['orders.csv', csv]], whole],
	['TSV', [['orders.tsv', text([header, ...rows], '\t')]], whole],
	['gzip', [['orders.csv.gz', gzipSync(csv)]], whole],
	['zip', [['orders.zip', zipOf({ 'january.csv': halves[0], 'february.csv': halves[1] })]], whole],
	['XLSX', [['orders.xlsx', xlsxOf({ Orders: [header, ...rows.map((cells) => cells.map((cell, c) => (c === 5 ? Number(cell) : cell)))] })]], whole],
	['Parquet', [['orders.parquet', parquet('nested')]], { 'Rows used': 6, Customers: 2, Orders: 3, Products: 4 }],
	['JSON lines', [['orders.jsonl', records.map((record) => JSON.stringify(record)).join('\n')]], whole],
	[
		'nested JSON',
		[['orders.json', JSON.stringify({ orders: orders.map(({ n, time, customer, items: lines }) => ({ id: n, created_at: time.toISOString(), customer: { id: customer.n, email: customer.email }, line_items: lines.map(({ sku, name, price, quantity }) => ({ sku, title: name, price: String(price), quantity })) })) })]],
		{ 'Rows used': items, Customers: 15, Orders: orders.length, Products: 9 }
	],
	[
		'one row per customer',
		[['wide.csv', text([['customer_id', ...names.map((_, i) => `good ${i}`)], ...Array.from({ length: 40 }, (_, c) => [`C${c}`, ...names.map((__, i) => String((c * 7 + i * 3) % 5 ? 0 : 1 + (c % 3)))])], ',')]],
		{ Customers: 40, Products: names.length }
	],
	['several files', [['january.csv', halves[0]], ['february.csv', halves[1]]], whole],
	[
		'the tables of a database',
		[
			['orders.csv', ['order_id,customer_id,order_date', ...orders.map(({ n, customer, time }) => `${n},${customer.n},${time.toISOString().slice(0, 10)}`)].join('\n')],
			['order_items.csv', ['order_id,product_id,price', ...orders.flatMap(({ n, items: lines }) => lines.map(({ sku, price }) => `${n},${sku},${price}`))].join('\n')]
		],
		{ 'Rows used': items, Customers: 15, Orders: orders.length }
	]
];

describe('a file of orders on the built site', () => {
	let site: Site;
	let page: Page;
	let observed: Observed;

	beforeAll(async () => {
		({ site, page, observed } = await firstVisit('data/'));
	});
	afterAll(() => site?.close());

	/** The figures of the quality report, once it is there; the page is ready for the next file afterwards. */
	const reported = async (labels: readonly string[]): Promise<Record<string, string>> => {
		await page.getByText('Rows used').first().waitFor();
		const found = await page.locator('.quality').evaluate((quality, wanted) => {
			const leaves = [...quality.querySelectorAll('*')].filter(({ children, textContent }) => !children.length && textContent?.trim());
			return wanted.map((label) => [label, leaves[leaves.findIndex(({ textContent }) => textContent?.trim() === label) + 1]?.textContent?.trim() ?? '']);
		}, labels);
		await page.getByRole('button', { name: 'Choose another file' }).click();
		return Object.fromEntries(found);
	};
	const figures = (stats: Stats) => Object.fromEntries(Object.entries(stats).map(([label, value]) => [label, value.toLocaleString('en')]));

	it.each(formats)('that is %s is understood without a correction', async (_, files, stats) => {
		await page.locator('input[type=file]').first().setInputFiles(files.map(([name, content]) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })));
		expect(await reported(Object.keys(stats))).toEqual(figures(stats));
	});

	it('may be pasted from a spreadsheet', async () => {
		await page.evaluate((pasted) => {
			const clipboardData = new DataTransfer();
			clipboardData.setData('text/plain', pasted);
			document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
		}, text([header, ...rows], '\t'));
		expect(await reported(Object.keys(whole))).toEqual(figures(whole));
		expect(observed.errors).toEqual([]);
	});
});
