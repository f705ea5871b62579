import { LikelyError } from '../../core/errors.js';
import { LiveBook } from '../../core/live/live-book.js';
import { newestOrders } from '../../core/live/order.js';
import type { IncomingOrder } from '../../core/live/order.js';
import { ordersOfFiles } from '../../core/live/orders-of-files.js';
import { rebuiltBook } from '../../core/live/rebuild.js';
import type { OrderBook } from '../../core/features/types.js';
import type { Work } from '../../core/progress.js';
import type { Predictor } from '../../core/project/predictor.js';
import type { Project } from '../../core/project/types.js';
import { channelFeed, eventsFeed, ownAddress, socketFeed } from '../feed/messages.js';
import type { Feed } from '../feed/feed.js';
import { watchFeed } from '../feed/watch.js';
import { fileSource } from '../files/source.js';
import type { Storage } from '../storage/port.js';
import type { AppendPlan, FeedKind, FeedRequest, LiveUpdate } from './live-engine.js';
import { LiveRunner } from './live.js';

const mostShown = 20;

/** The live part of the engine: at most one runner, for the open project. */
export class LiveService {
	readonly #storage: Promise<Storage>;
	#runner: LiveRunner | undefined;
	#plan: { readonly token: number; readonly project: string; readonly fresh: readonly IncomingOrder[]; readonly corrected: readonly IncomingOrder[] } | undefined;
	#tokens = 0;

	constructor(storage: Promise<Storage>) {
		this.#storage = storage;
	}

	async start(predictor: Predictor, report: (update: LiveUpdate) => void): Promise<void> {
		this.stop();
		this.#runner = await LiveRunner.start(predictor, await this.#storage, report);
	}

	stop(): void {
		this.#runner?.stop();
		this.#runner = undefined;
	}

	async feed(request: FeedRequest, project: Project): Promise<void> {
		if (!this.#runner) throw new LikelyError('live.stopped');
		this.#runner.feed(request.kind, await feedOf(request, project));
	}

	endFeed(kind: FeedKind): void {
		this.#runner?.endFeed(kind);
	}

	/** Reads a newer export and tells its orders apart from those that are there. */
	async plan(project: Project, files: readonly File[], work: Work): Promise<AppendPlan> {
		const { rows, orders } = await ordersOfFiles(files.map(fileSource), project.mapping, work);
		const book = new LiveBook(project.book, project.question);
		for (const { orders: kept } of await (await this.#storage).journal.after(project.id, 0)) for (const order of kept) book.take(order);
		const [fresh, corrected]: IncomingOrder[][] = [[], []];
		for (const order of orders) {
			const { what } = book.take(order);
			if (what === 'new') fresh.push(order);
			if (what === 'corrected') corrected.push(order);
		}
		const products = new Set(project.book.products);
		const named = new Set([...fresh, ...corrected].flatMap(({ lines }) => lines.map(({ product }) => product)));
		this.#plan = { token: ++this.#tokens, project: project.id, fresh, corrected };
		return {
			rows,
			fresh: fresh.length,
			known: orders.length - fresh.length - corrected.length,
			corrected: corrected.length,
			corrections: corrected.slice(0, mostShown).map(({ customer, order }) => ({ customer, order })),
			newProducts: [...named].filter((product) => !products.has(product)),
			token: this.#tokens
		};
	}

	/** The project with the planned orders, and with what came in before. Throws `live.plan_gone`. */
	async appended(project: Project, token: number, corrections: boolean): Promise<Project> {
		const plan = this.#plan;
		if (plan?.token !== token || plan.project !== project.id) throw new LikelyError('live.plan_gone');
		this.#plan = undefined;
		return this.#grown(project, corrections ? [...plan.fresh, ...plan.corrected] : plan.fresh);
	}

	/** The project with all that came in. */
	absorbed(project: Project): Promise<Project> {
		return this.#grown(project, []);
	}

	/** What came in and is no part of the data yet, batch by batch. */
	async waiting(project: string): Promise<readonly (readonly IncomingOrder[])[]> {
		return (await (await this.#storage).journal.after(project, 0)).map(({ orders }) => orders);
	}

	/** Lets orders wait again that are a part of the data, before that is as it was: meanwhile they are in both, and count once. */
	async waitAgain(project: string, batches: readonly (readonly IncomingOrder[])[]): Promise<void> {
		const { journal } = await this.#storage;
		for (const orders of batches) await journal.append(project, orders);
	}

	/** Forgets what came in, once it is part of the stored data. */
	async forget(project: string): Promise<void> {
		await (await this.#storage).journal.clear(project);
	}

	async #grown(project: Project, more: readonly IncomingOrder[]): Promise<Project> {
		const book = rebuiltBook(project.book, newestOrders([...(await this.waiting(project.id)).flat(), ...more]));
		const { quality } = project;
		return {
			...project,
			book,
			quality: { ...quality, customers: book.customers.length, orders: book.orderTime.length, products: book.products.length, from: book.from, to: book.to },
			...(!sameWords(project.book, book) && { models: [], chosen: undefined })
		};
	}
}

/** Whether models of one book understand the other: the same products and attribute values. */
function sameWords(a: OrderBook, b: OrderBook): boolean {
	const words = ({ products, attributes }: OrderBook) => JSON.stringify([products, attributes.map(({ name, values }) => [name, values])]);
	return words(a) === words(b);
}

async function feedOf(request: FeedRequest, project: Project): Promise<Feed> {
	switch (request.kind) {
		case 'stream':
			return (await import('../feed/stream.js')).shopStream(project.book, request.perSecond);
		case 'watch':
			return watchFeed(request.handle, project.mapping);
		case 'channel':
			return channelFeed();
		case 'events':
			return eventsFeed(ownAddress(request.address, location.origin, ['http:', 'https:']));
		case 'socket':
			return socketFeed(ownAddress(request.address, location.origin.replace(/^http/, 'ws'), ['ws:', 'wss:']));
	}
}
