import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { eventsFeed } from '../../../src/lib/browser/feed/messages.js';
import { OrderServer } from '../../fixtures/order-server.js';

const order = (id: string) => ({ customer: 'C', order: id, date: '2025-12-30', lines: [{ product: 'Coffee', amount: 9 }] });
let server: OrderServer;
beforeAll(async () => {
	server = new OrderServer('http://localhost:1/');
	await server.listen();
	vi.stubGlobal('location', { origin: server.url.slice(0, -1) });
});
afterAll(() => {
	vi.unstubAllGlobals();
	server.close();
});

it('orders come as events, one message after another, and go on where they left off after the connection broke', async () => {
	const taken: string[] = [];
	const said: unknown[] = [];
	const controller = new AbortController();
	const feed = eventsFeed('/orders/stream');
	const push = async (orders: readonly { order: string }[]) => {
		await new Promise((resolve) => setImmediate(resolve));
		taken.push(...orders.map((one) => one.order));
	};
	const running = feed(push, (code) => said.push(code), controller.signal);
	const takes = (orders: string) => expect.poll(() => taken.join(), { timeout: 10_000 }).toBe(orders);
	await expect.poll(() => server.streams, { timeout: 10_000 }).toBe(1);
	server.event(1, order('a'));
	server.event(2, [order('b'), order('c')]);
	server.event(3, 'no JSON at all');
	server.event(4, { customer: 'C' });
	server.event(5, order('d'));
	await takes('a,b,c,d');
	expect(said).toEqual([undefined, 'live.bad_order', 'live.bad_order']);
	server.cut();
	await expect.poll(() => server.streams, { timeout: 10_000 }).toBe(1);
	expect(server.resumed).toEqual([undefined, '5']);
	server.event(6, order('e'));
	await takes('a,b,c,d,e');
	expect(said.slice(3)).toEqual(['live.disconnected', undefined]);
	controller.abort();
	await running;
});
