import { LikelyError, toFailure } from '../../core/errors.js';
import { selectRows } from '../../core/features/examples.js';
import type { Examples } from '../../core/features/types.js';
import { featureDrift } from '../../core/history/drift.js';
import type { FeatureDrift, Rows } from '../../core/history/drift.js';
import { retrainReasons } from '../../core/live/health.js';
import { wholeKey } from '../../core/live/order.js';
import type { IncomingOrder } from '../../core/live/order.js';
import { LiveSession } from '../../core/live/session.js';
import type { OrderEvent } from '../../core/live/session.js';
import type { Predictor } from '../../core/project/predictor.js';
import type { Feed } from '../feed/feed.js';
import type { JournalStore, Storage } from '../storage/port.js';
import type { FeedKind, FeedState, LiveUpdate } from './live-engine.js';

/** Milliseconds between two updates of the page, and between two looks at drift. */
const updateEvery = 100;
const driftEvery = 10_000;
/** Milliseconds of work before others get their turn. */
const slice = 20;
/** Orders whose probabilities are asked for together. */
const together = 50;
const mostEvents = 100;
/** Customers that are looked at to measure drift, for so many milliseconds at a time, so far apart: orders come first. */
const mostForDrift = 5000;
const driftSlice = 4;
const driftPause = 40;

/** One project's orders as they come in: everything goes through the journal, and is taken from there exactly once. */
export class LiveRunner {
	readonly session: LiveSession;
	readonly #journal: JournalStore;
	readonly #project: string;
	readonly #learned: Examples;
	/** Some of its rows, to measure drift from. */
	readonly #before: Rows;
	readonly #learnedOrders: number;
	readonly #report: (update: LiveUpdate) => void;
	readonly #feeds = new Map<FeedKind, { controller: AbortController; state: FeedState }>();
	readonly #unwatch: () => void;
	readonly #release: () => void;
	#read = 0;
	#draining: Promise<void> | undefined;
	#again = false;
	#stopped = false;
	#events: OrderEvent[] = [];
	/** When orders of our own feeds came. */
	readonly #arrived = new Map<string, number>();
	#times: { at: number; ms: number }[] = [];
	#drift: readonly FeatureDrift[] = [];
	#driftAt = -Infinity;
	#driftTaken = 0;
	#measuring = false;
	#timer: ReturnType<typeof setTimeout> | undefined;

	private constructor(predictor: Predictor, storage: Storage, release: () => void, report: (update: LiveUpdate) => void) {
		const { project, card } = predictor;
		this.session = new LiveSession(project.book, predictor.model, card.question, project.threshold, predictor.examples);
		this.#journal = storage.journal;
		this.#project = project.id;
		this.#learned = predictor.examples;
		this.#before = selectRows(this.#learned, Int32Array.from(spaced([...Array(this.#learned.rows).keys()], mostForDrift)));
		this.#learnedOrders = project.book.orderTime.length;
		this.#report = report;
		this.#release = release;
		this.#unwatch = storage.watch((areas) => areas.has('journal') && void this.#drain());
	}

	/** Takes what is in the journal, then goes on. Throws `live.elsewhere`, `live.given_split`. */
	static async start(predictor: Predictor, storage: Storage, report: (update: LiveUpdate) => void): Promise<LiveRunner> {
		const release = await lock(`likely-live-${predictor.project.id}`);
		try {
			const runner = new LiveRunner(predictor, storage, release, report);
			await runner.#drain();
			runner.#tell();
			return runner;
		} catch (error) {
			release();
			throw error;
		}
	}

	/** Starts a feed in place of the one of its kind. */
	feed(kind: FeedKind, feed: Feed): void {
		this.#feeds.get(kind)?.controller.abort();
		const controller = new AbortController();
		const entry = { controller, state: { kind, running: true } as FeedState };
		this.#feeds.set(kind, entry);
		const change = (state: Partial<FeedState>) => {
			entry.state = { ...entry.state, ...state };
			this.#soon();
		};
		const push = async (orders: readonly IncomingOrder[]) => {
			if (orders.length) await this.push(orders);
		};
		feed(push, (problem) => change({ problem }), controller.signal).then(
			() => change({ running: false }),
			(error: unknown) => change({ running: false, problem: toFailure(error).code })
		);
		this.#soon();
	}

	endFeed(kind: FeedKind): void {
		this.#feeds.get(kind)?.controller.abort();
	}

	/** Keeps orders, and waits until they are taken: a fast sender is held back here. */
	async push(orders: readonly IncomingOrder[]): Promise<void> {
		const fresh = orders.filter((order) => !this.session.book.has(order));
		if (fresh.length < orders.length) this.session.countKnown(orders.length - fresh.length);
		const now = performance.now();
		for (const order of fresh) this.#arrived.set(wholeKey(order), now);
		if (fresh.length) await this.#journal.append(this.#project, fresh);
		await this.#drain();
	}

	stop(): void {
		this.#stopped = true;
		for (const { controller } of this.#feeds.values()) controller.abort();
		clearTimeout(this.#timer);
		this.#unwatch();
		this.#release();
	}

	/** Takes what the journal has and was not taken; one at a time, and once more where something came meanwhile. */
	#drain(): Promise<void> {
		if (this.#draining) {
			this.#again = true;
			return this.#draining;
		}
		this.#draining = this.#takeAll().finally(() => (this.#draining = undefined));
		return this.#draining;
	}

	async #takeAll(): Promise<void> {
		do {
			this.#again = false;
			const asked = performance.now();
			for (const { sequence, orders } of await this.#journal.after(this.#project, this.#read)) {
				await this.#take(orders, asked);
				this.#read = sequence;
			}
		} while (this.#again && !this.#stopped);
		this.#soon();
	}

	/** `asked`: when the journal was asked for them, for those that another page or the service worker wrote. */
	async #take(orders: readonly IncomingOrder[], asked: number): Promise<void> {
		let until = performance.now() + slice;
		for (let first = 0; first < orders.length; first += together) {
			const some = orders.slice(first, first + together);
			const events = this.session.takeAll(some);
			const at = performance.now();
			events.forEach((event, i) => {
				const key = wholeKey(some[i]);
				const since = this.#arrived.get(key) ?? asked;
				this.#arrived.delete(key);
				if (!event) return;
				this.#events.push(event);
				this.#times.push({ at, ms: at - since });
			});
			if (at < until) continue;
			this.#soon();
			await new Promise((resolve) => setTimeout(resolve));
			if (this.#stopped) return;
			until = performance.now() + slice;
		}
	}

	#soon(): void {
		if (this.#stopped) return;
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			this.#tell();
		}, updateEvery);
	}

	#tell(): void {
		if (this.#stopped) return;
		const now = performance.now();
		this.#times = this.#times.filter(({ at }) => at > now - 1000);
		const spent = this.#times.map(({ ms }) => ms).sort((a, b) => a - b);
		const { tally, calibration } = this.session;
		void this.#measureDrift(now, tally.taken);
		this.#report({
			tally,
			calibration,
			events: this.#events.slice(-mostEvents),
			perSecond: spent.length,
			latency: { median: spent[spent.length >> 1] ?? 0, slowest: spent.at(-1) ?? 0 },
			to: this.session.book.to,
			drift: this.#drift,
			reasons: retrainReasons(tally, this.#learnedOrders, this.#drift, calibration),
			feeds: [...this.#feeds.values()].map(({ state }) => state)
		});
		this.#events = [];
		if (spent.length) this.#soon();
	}

	/** Some customers now, beside some of those that were learned from; in slices, so that orders do not wait. */
	async #measureDrift(now: number, taken: number): Promise<void> {
		if (this.#measuring || taken === this.#driftTaken || now < this.#driftAt + driftEvery) return;
		this.#measuring = true;
		this.#driftAt = now;
		this.#driftTaken = taken;
		const { book } = this.session;
		const names = spaced(book.customers, mostForDrift);
		const width = this.#learned.features.customer.length;
		const x = new Float32Array(names.length * width);
		let rows = 0;
		let until = performance.now() + driftSlice;
		for (const name of names) {
			const snapshot = book.snapshot(name);
			if (snapshot.rows) x.set(snapshot.x, rows++ * width);
			if (performance.now() < until) continue;
			await new Promise((resolve) => setTimeout(resolve, driftPause));
			if (this.#stopped) return;
			until = performance.now() + driftSlice;
		}
		this.#drift = featureDrift(this.#before, { rows, x: x.subarray(0, rows * width), features: this.#learned.features });
		this.#measuring = false;
		this.#soon();
	}
}

/** At most so many items, at even steps. */
function spaced<T>(items: readonly T[], most: number): T[] {
	if (items.length <= most) return [...items];
	return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]);
}

/** Holds a lock of this name until the returned function is called. Throws `live.elsewhere` where another tab has it. */
function lock(name: string): Promise<() => void> {
	return new Promise((resolve, reject) => {
		void navigator.locks
			.request(name, { ifAvailable: true }, (held) => {
				if (!held) return reject(new LikelyError('live.elsewhere'));
				return new Promise<void>((release) => resolve(release));
			})
			.catch(reject);
	});
}
