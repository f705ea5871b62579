import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { smallCsv } from '../fixtures/shop-csv.js';
import { likely } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'likely-names-'));
afterAll(() => rmSync(folder, { recursive: true }));
const names = ['=CAKE STAND', 'Holder, red', 'Tin', 'Bunting', 'Mug'];

it('prints what products are called that a file tells apart by codes, beside the codes', async () => {
	const [head, ...lines] = smallCsv().trim().split(/\r?\n/);
	const at = head.split(',').findIndex((name) => /product/i.test(name));
	const coded = lines.map((line) => {
		const cells = line.split(',');
		const p = Number(cells[at].slice(1));
		return [...cells.slice(0, at), `2242${p}`, ...cells.slice(at + 1), `"${names[p]}"`].join(',');
	});
	writeFileSync(join(folder, 'orders.csv'), [`${head},Product description`, ...coded].join('\n'));
	const run = async (...args: string[]) => {
		const { status, stdout, stderr } = await likely(folder, ...args);
		expect([status, status ? stderr : '']).toEqual([0, '']);
		return stdout;
	};
	const column = head.split(',')[at];
	await run('train', 'orders.csv', '--model', 'popularity', '--product-column', column, '--out', 'shop.likely', '--quiet');
	const { products } = JSON.parse(await run('predict', 'shop.likely', '--customer', 'C7', '--json'));
	expect(Object.fromEntries(products.map((row: { product: string; product_name: string }) => [row.product, row.product_name]))).toEqual(Object.fromEntries(names.map((name, p) => [`2242${p}`, name])));
	expect(await run('predict', 'shop.likely', '--customer', 'C7')).toMatch(/^22421 · Holder, red +\d/m);
	expect(JSON.parse(await run('importance', 'shop.likely', '--product', '22422', '--json'))).toMatchObject({ product: '22422', product_name: 'Tin' });
	expect(await run('importance', 'shop.likely', '--product', '22422')).toMatch(/^22422 · Tin, /);
	await run('rank', 'orders.csv', '--question', 'ever', '--model', 'popularity', '--product-column', column, '--top', '3', '--out', 'ranked.jsonl', '--quiet');
	for (const line of readFileSync(join(folder, 'ranked.jsonl'), 'utf8').trim().split('\n')) {
		const { products: codes, product_names } = JSON.parse(line);
		expect(product_names).toEqual(codes.map((code: string) => names[Number(code.at(-1))]));
	}
}, 120_000);
