import { describe, expect, it } from 'vitest';
import { CustomersState } from '../../src/lib/state/customers.svelte.js';
import type { CustomerQuery, CustomerRow } from '../../src/lib/core/project/cards.js';
import { customerRow, fakeEngine } from '../ui/fake-engine.js';

interface Answer {
	readonly total: number;
	readonly rows: readonly CustomerRow[];
}
const turn = () => new Promise<void>((done) => setTimeout(done));

describe('CustomersState', () => {
	it('fetches a page once, when it comes into sight', async () => {
		const asked: number[] = [];
		const engine = fakeEngine();
		const list = new CustomersState(async () => ({ ...engine, customers: (q: CustomerQuery) => (asked.push(q.offset), engine.customers(q)) }));
		await list.query({});
		list.need(0, 30);
		list.need(90, 130);
		list.need(95, 140);
		await turn();
		expect(asked).toEqual([0, 100]);
		expect(list.total).toBe(200);
		expect(list.row(105)?.id).toBe('C105');
		expect(list.row(199)?.id).toBe('C199');
	});

	it('never shows the answer to a search that was given up', async () => {
		const waiting: ((answer: Answer) => void)[] = [];
		const engine = fakeEngine({ customers: () => new Promise<Answer>((resolve) => waiting.push(resolve)) });
		const list = new CustomersState(async () => engine);
		void list.query({ search: 'old' });
		await turn();
		void list.query({ search: 'new' });
		await turn();
		waiting[1]({ total: 1, rows: [customerRow(7)] });
		await turn();
		waiting[0]({ total: 2, rows: [customerRow(1), customerRow(2)] });
		await turn();
		expect([list.total, list.row(0)?.id, list.row(1)]).toEqual([1, 'C7', undefined]);
	});

	it('keeps the rows until the new ones are there, and asks again after a failure', async () => {
		let fail = false;
		const good = fakeEngine();
		const list = new CustomersState(async () =>
			fakeEngine({ customers: (q) => (fail ? Promise.reject(new Error('gone')) : good.customers(q)) })
		);
		await list.query({});
		fail = true;
		await list.query({ search: 'x' });
		expect(list.failure?.code).toBe('unexpected');
		expect(list.row(0)?.id).toBe('C0');
		fail = false;
		list.need(0, 10);
		await turn();
		expect(list.failure).toBeUndefined();
	});
});
