import type { IncomingOrder } from '../../../src/lib/core/live/order.js';
import { LiveSession } from '../../../src/lib/core/live/session.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { Random } from '../../../src/lib/core/random.js';
import { largeProject } from './shop.js';
import type { LargeShop } from './shop.js';

/** Milliseconds, but for orders a second. */
export interface LiveTimes {
	/** Until the first order can be taken. */
	readonly start: number;
	/** As many together as the page takes, as fast as it goes. */
	readonly ordersPerSecond: number;
	/** The same by the time that the processor spent on it, whatever else ran meanwhile. */
	readonly ordersPerProcessorSecond: number;
	/** One order alone. */
	readonly p50: number;
	readonly p99: number;
	readonly slowest: number;
	/** At `rate` orders a second, ten times a second: from when an order was due to its customer's new probabilities. */
	readonly rate: number;
	readonly delayP50: number;
	readonly delayP99: number;
	readonly delaySlowest: number;
	/** An order dated some days before the last one. */
	readonly late: number;
}

/** Orders that the page takes together. */
const batch = 50;

export async function measureLive(shop: LargeShop, count: number, rate: number): Promise<LiveTimes> {
	const predictor = new Predictor(await largeProject(shop));
	const started = performance.now();
	const session = new LiveSession(predictor.project.book, predictor.model, predictor.card.question, 0.5, predictor.examples);
	const start = performance.now() - started;
	const random = new Random('orders');
	let made = 0;
	const day = predictor.project.book.to + 1;
	const order = (time = day + made / 100_000): IncomingOrder => ({
		customer: random.next() < 0.05 ? `New${made}` : `C${random.integer(shop.customers)}`,
		order: `L${made++}`,
		time,
		lines: Array.from({ length: 1 + random.integer(3) }, () => ({ product: `P${random.integer(shop.products)}`, amount: 5 + random.integer(100), quantity: 1, returned: false })),
		attributes: { region: 'North' }
	});
	const take = (one: IncomingOrder) => {
		const begun = performance.now();
		session.take(one);
		return performance.now() - begun;
	};
	for (let i = 0; i < 200; i++) take(order());
	const times = Array.from({ length: Math.ceil(count / 10) }, () => take(order())).sort((a, b) => a - b);
	const many = Array.from({ length: count }, () => order());
	const batchesBegun = performance.now();
	const spent = process.cpuUsage();
	for (let i = 0; i < count; i += batch) session.takeAll(many.slice(i, i + batch));
	const ordersPerSecond = (1000 * count) / (performance.now() - batchesBegun);
	const { user, system } = process.cpuUsage(spent);
	const ordersPerProcessorSecond = (1e6 * count) / (user + system);
	const delays: number[] = [];
	const beats = 30;
	const begun = performance.now();
	for (let beat = 0; beat < beats; beat++) {
		const due = begun + beat * 100;
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
		const arrived = Array.from({ length: rate / 10 }, () => order());
		for (let i = 0; i < arrived.length; i += batch) {
			const some = arrived.slice(i, i + batch);
			session.takeAll(some);
			const delay = performance.now() - due;
			for (let n = 0; n < some.length; n++) delays.push(delay);
		}
	}
	delays.sort((a, b) => a - b);
	const late = Math.max(...Array.from({ length: 20 }, () => take(order(day - 10))));
	const of = (values: readonly number[], share: number) => values[Math.min(values.length - 1, Math.floor(values.length * share))];
	return {
		start,
		ordersPerSecond,
		ordersPerProcessorSecond,
		p50: of(times, 0.5),
		p99: of(times, 0.99),
		slowest: of(times, 1),
		rate,
		delayP50: of(delays, 0.5),
		delayP99: of(delays, 0.99),
		delaySlowest: of(delays, 1),
		late
	};
}
