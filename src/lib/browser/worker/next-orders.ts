import { LikelyError } from '../../core/errors.js';
import type { OrderBook } from '../../core/features/types.js';
import type { NextBasketMode, NextBasketRanking } from '../../core/models/nextbasket/index.js';
import type { TaskPool } from '../../core/parallel.js';
import type { Progress, Work } from '../../core/progress.js';
import { nextOrderOf, nextOrdersFile, RANKED, rankingModes, summaryOf } from '../../core/project/next-orders.js';
import type { NextOrderProduct, NextOrdersSummary } from '../../core/project/next-orders.js';

export type { NextOrderProduct, NextOrdersSummary } from '../../core/project/next-orders.js';

/** The part of the engine that ranks products for the next order, of the open project. */
export interface NextOrdersEngine {
	/** What a ranking can learn from. */
	rankingModes(): Promise<readonly NextBasketMode[]>;
	/** Ranks for everybody, and keeps the lists until other orders are opened. `cancel` ends it. Throws as `rankNextBasket` does. */
	rankNextOrders(mode: NextBasketMode, report: (progress: Progress) => void): Promise<NextOrdersSummary>;
	/** The ranking that is kept; undefined where there is none. */
	nextOrdersSummary(): Promise<NextOrdersSummary | undefined>;
	/** One customer's list, best first; undefined without a ranking. */
	nextOrder(customer: string): Promise<readonly NextOrderProduct[] | undefined>;
	/** Everybody's list as CSV. Throws `rank.not_yet`. */
	nextOrdersFile(): Promise<{ readonly text: string; readonly rows: number }>;
}

interface Kept {
	readonly ranking: NextBasketRanking;
	readonly summary: NextOrdersSummary;
}

/** Rankings of the next order, each as long as its orders are open. */
export class NextOrders {
	readonly #kept = new WeakMap<OrderBook, Kept>();

	modes(book: OrderBook): readonly NextBasketMode[] {
		return rankingModes(book);
	}

	async rank(book: OrderBook, mode: NextBasketMode, seed: number, work: Work, pool: TaskPool): Promise<NextOrdersSummary> {
		const started = performance.now();
		const { rankNextBasket } = await import('../../core/models/nextbasket/index.js');
		const ranking = await rankNextBasket(book, { mode, top: RANKED, seed }, work, pool);
		const summary = summaryOf(book, ranking, (performance.now() - started) / 1000);
		this.#kept.set(book, { ranking, summary });
		return summary;
	}

	summary(book: OrderBook): NextOrdersSummary | undefined {
		return this.#kept.get(book)?.summary;
	}

	list(book: OrderBook, customer: string): readonly NextOrderProduct[] | undefined {
		const kept = this.#kept.get(book);
		return kept && nextOrderOf(book, kept.ranking, customer);
	}

	file(book: OrderBook): { text: string; rows: number } {
		const kept = this.#kept.get(book);
		if (!kept) throw new LikelyError('rank.not_yet');
		return nextOrdersFile(book, kept.ranking);
	}
}
