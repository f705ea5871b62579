import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shoppers } from '../core/models/nextbasket/books.js';
import type { Shopper } from '../core/models/nextbasket/books.js';
import { likely } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'likely-rank-'));
afterAll(() => rmSync(folder, { recursive: true }));
const people = shoppers(60, 8);
const at = (name: string) => join(folder, name);

/** A file with its own split, as benchmarks have it. */
function csv(given: readonly Shopper[]): string {
	const rows = given.flatMap(({ orders, held = [], fold = 0 }, c) =>
		[...orders, held].flatMap((basket, o) => {
			const part = o === orders.length ? 'future' : 'history';
			return basket.map((p) => [`${c}`, `${c}-${o}`, o + 1, `2020-01-${String(o + 1).padStart(2, '0')}`, `item${p}`, part, ['train', 'val', 'test'][fold]]);
		})
	);
	return ['customer_id,order_id,order_seq,order_date,product,part,fold', ...rows.map((row) => row.join(','))].join('\n');
}

async function ranked(name: string, top: number, ...args: string[]) {
	const { status, stderr, stdout } = await likely(folder, 'rank', name, '--question', 'next-order', '--top', `${top}`, '--out', 'ranked.jsonl', '--json', ...args);
	if (status !== 0) return { status, stderr, stdout, lines: [] };
	const lines = readFileSync(at('ranked.jsonl'), 'utf8').trim().split('\n').map((line): { customer_id: string; products: string[] } => JSON.parse(line));
	return { status, stderr, stdout, lines };
}

describe('likely rank, for the next order', () => {
	it('writes a line for every customer by boosted pairs; past only, no held-out basket is read', async () => {
		writeFileSync(at('orders.csv'), csv(people));
		const past = await ranked('orders.csv', 8, '--past-only');
		expect(JSON.parse(past.stdout)).toMatchObject({ customers: 60, top: 8, model: 'boosted-pairs' });
		expect(new Set(past.lines.map((line) => line.customer_id)).size).toBe(60);
		for (const { products } of past.lines) expect([products.length, new Set(products).size]).toEqual([8, 8]);
		writeFileSync(at('other.csv'), csv(people.map((person, c) => ({ ...person, held: [c % 24] }))));
		expect((await ranked('other.csv', 8, '--past-only')).lines).toEqual(past.lines);
		const future = await ranked('orders.csv', 100, '--train-future', '--model', 'boosted-pairs');
		// There are but 24 products to rank.
		expect(JSON.parse(future.stdout)).toMatchObject({ customers: 60, top: 24 });
		expect(future.lines).toHaveLength(60);
		for (const { products } of future.lines) expect([products.length, new Set(products).size]).toEqual([24, 24]);
		expect(future.lines.map(({ products }) => products.slice(0, 8))).not.toEqual(past.lines.map(({ products }) => products));
	}, 60_000);

	it('says what is missing for held-out baskets to learn from', async () => {
		writeFileSync(at('plain.csv'), csv(people).split('\n').map((line) => line.split(',').slice(0, 5).join(',')).join('\n'));
		const refused = await ranked('plain.csv', 8, '--train-future');
		expect(refused.status).toBe(1);
		expect(refused.stderr).toMatch(/--train-future needs held-out baskets/);
	}, 30_000);

	it('leaves other questions to the families', async () => {
		const { status, stderr } = await likely(folder, 'rank', 'orders.csv', '--question', 'ever', '--model', 'boosted-pairs', '--out', 'r.jsonl');
		expect(status).toBe(1);
		expect(stderr).toMatch(/ranks the next order/);
	}, 30_000);
});
