import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../../src/lib/browser/worker/client.js';
import { channelName } from '../../../src/lib/browser/feed/messages.js';
import type { Engine, LiveUpdate, ProjectCard } from '../../../src/lib/browser/worker/engine.js';
import { smallCsv } from '../../fixtures/shop-csv.js';

const quiet = () => {};
const fileOf = (text: string, name = 'orders.csv') => new File([text], name, { type: 'text/csv' });
const [header, ...lines] = smallCsv().trim().split('\n');
/** Lines up to the end of an order. */
const wholeOrders = lines.findIndex((line, i) => i > 40 && line.split(',')[0] !== lines[i - 1].split(',')[0]);
const order = (id: string, customer = 'C1', product = 'P1') => ({ customer, order: id, date: '2013-12-01', lines: [{ product, amount: 10 }] });

describe('orders that come in', () => {
	let engine: Engine;
	let project: ProjectCard;
	let last: LiveUpdate | undefined;
	const hear = (update: LiveUpdate) => {
		last = update;
	};
	const until = (test: (update: LiveUpdate) => boolean) => vi.waitFor(() => expect(last && test(last)).toBe(true), 8000);

	/** Sends to the channel and waits for the answer. */
	async function send(orders: unknown) {
		const channel = new BroadcastChannel(channelName);
		const id = crypto.randomUUID();
		const answer = new Promise<{ accepted: number; problem?: string }>((resolve) => {
			channel.onmessage = ({ data }: MessageEvent<{ id: string; accepted: number; problem?: string }>) => data.id === id && 'accepted' in data && resolve(data);
		});
		channel.postMessage({ id, orders });
		return answer.finally(() => channel.close());
	}

	beforeAll(async () => {
		engine = createEngine(`${location.origin}/`);
		await engine.inspect(fileOf([header, ...lines].join('\n')), quiet).then(({ mapping }) => engine.preview(mapping));
		project = await engine.accept('Live shop');
		const training = { families: ['forest' as const], question: project.question, seed: 1, options: { forest: { trees: 5 } } };
		({ project } = await engine.train(training, quiet));
	});
	afterEach(() => engine.liveStop());

	it('are refused where nobody listens for them', async () => {
		await expect(engine.feedStart({ kind: 'channel' })).rejects.toMatchObject({ code: 'live.stopped' });
	});

	it('from a page of this site are answered, kept, and counted once, also after a new start', async () => {
		await engine.liveStart(hear);
		await engine.feedStart({ kind: 'channel' });
		expect(await send([order('n1'), order('n2', 'Somebody new')])).toMatchObject({ accepted: 2 });
		expect(await send([order('n1')])).toMatchObject({ accepted: 1 });
		expect(await send([{ customer: 'C1' }])).toMatchObject({ accepted: 0, problem: 'live.bad_order' });
		await until(({ tally }) => tally.taken === 2 && tally.known === 1 && tally.newCustomers === 1);
		await engine.liveStop();
		last = undefined;
		await engine.liveStart(hear);
		await until(({ tally }) => tally.taken === 2 && tally.known === 0);
	});

	it('are taken by one tab at a time', async () => {
		await engine.liveStart(hear);
		const other = createEngine(`${location.origin}/`);
		await other.open(project.id);
		await expect(other.liveStart(quiet)).rejects.toMatchObject({ code: 'live.elsewhere' });
		await engine.liveStop();
		await vi.waitFor(() => other.liveStart(quiet), 5000);
		await other.liveStop();
	});

	it('from a file that grows are read as its lines come, an order in two pieces as one', async () => {
		const root = await navigator.storage.getDirectory();
		const handle = await root.getFileHandle('growing.csv', { create: true });
		const write = async (text: string, at: number) => {
			const stream = await handle.createWritable({ keepExistingData: at > 0 });
			await stream.write({ type: 'write', position: at, data: text });
			await stream.close();
		};
		const start = `${[header, ...lines.slice(0, wholeOrders)].join('\n')}\n`;
		await write(start, 0);
		await engine.liveStart(hear);
		await engine.feedStart({ kind: 'watch', handle });
		await until(({ tally }) => tally.known > 0);
		const { taken } = last?.tally ?? { taken: 0 };
		const line = (id: string, product: string) => `${id},2013-12-02,C5,North,${product},10,No\n`;
		const first = `${line('w1', 'P0')}${line('w2', 'P1')}${line('w2', 'P2').slice(0, 9)}`;
		await write(first, start.length);
		await until(({ tally }) => tally.taken === taken + 2);
		await write(line('w2', 'P2').slice(9), start.length + first.length);
		await until(({ tally }) => tally.taken === taken + 3 && tally.corrected === 1);
		expect(last?.feeds).toEqual([{ kind: 'watch', running: true }]);
		await root.removeEntry('growing.csv');
	});

	it('may only come from this site', async () => {
		await engine.liveStart(hear);
		await expect(engine.feedStart({ kind: 'events', address: 'https://example.invalid/orders' })).rejects.toMatchObject({ code: 'live.other_origin' });
		await expect(engine.feedStart({ kind: 'socket', address: 'wss://example.invalid/orders' })).rejects.toMatchObject({ code: 'live.other_origin' });
		await expect(engine.feedStart({ kind: 'stream', perSecond: 10 })).rejects.toMatchObject({ code: 'live.no_stream' });
	});

	it('of a newer export become a part of the data, and corrections where they are wanted', async () => {
		const changed = lines[0].replace(/,[\d.]+,(Yes|No)$/, ',999,No');
		const newer = [header, changed, ...lines.slice(1), 'x1,2013-12-03,C7,North,P3,5,No'].join('\n');
		const plan = await engine.appendPlan([fileOf(newer)], quiet);
		expect(plan).toMatchObject({ rows: lines.length + 1, fresh: 1, corrected: 1, newProducts: [] });
		const before = await engine.predict('C7');
		const card = await engine.append(plan.token, true);
		expect(card.models.map(({ id }) => id)).toEqual(project.models.map(({ id }) => id));
		expect(card.quality.orders).toBeGreaterThan(project.quality.orders);
		expect(await engine.predict('C7')).not.toEqual(before);
		await expect(engine.append(plan.token, true)).rejects.toMatchObject({ code: 'live.plan_gone' });
		expect(await engine.appendPlan([fileOf(newer)], quiet)).toMatchObject({ fresh: 0, corrected: 0 });
		last = undefined;
		await engine.liveStart(hear);
		await until(({ tally }) => tally.taken === 0);
	});

	it('are taken out again while it is not final, and those that had come in wait as before', async () => {
		last = undefined;
		await engine.liveStart(hear);
		await engine.feedStart({ kind: 'channel' });
		const before = await engine.predict('C8');
		expect(await send([order('live-9', 'C8', 'P4')])).toMatchObject({ accepted: 1 });
		await until(({ tally }) => tally.taken === 1);
		const orders = (await engine.resume())?.quality.orders ?? 0;
		const grown = await engine.absorb();
		expect(grown.quality.orders).toBe(orders + 1);
		expect((await engine.takeBack()).quality.orders).toBe(orders);
		expect(await engine.predict('C8')).toEqual(before);
		await expect(engine.takeBack()).rejects.toMatchObject({ code: 'project.nothing_to_undo' });
		last = undefined;
		await engine.liveStart(hear);
		await until(({ tally }) => tally.taken === 1);
		await engine.absorb();
		await engine.settle();
		await expect(engine.takeBack()).rejects.toMatchObject({ code: 'project.nothing_to_undo' });
	});

	it('take the models with them when they bring a product that nobody sold before', async () => {
		const plan = await engine.appendPlan([fileOf([header, 'y1,2013-12-04,C7,North,Novelty,5,No'].join('\n'))], quiet);
		expect(plan.newProducts).toEqual(['Novelty']);
		const card = await engine.append(plan.token, false);
		expect([card.models, card.products]).toEqual([[], ['Novelty', 'P0', 'P1', 'P2', 'P3', 'P4']]);
	});
});
