import { Random } from '../../random.js';
import { CandidateFinder } from './candidates.js';
import type { Queries, World } from './candidates.js';
import { pairColumns } from './features.js';
import { nextBasket } from './histories.js';
import { hitWorth } from './metric.js';

/** Pairs to learn from, about, and candidates a customer. */
export const PAIRS = 350_000;
export const CANDIDATES = 54;
/** Of past orders no more than so many, about, where customers have more candidates; those that were bought are all kept. */
export const MOST = 385_000;

export interface PairsTask {
	readonly world: World;
	readonly queries: Queries;
	/** Share of the pairs that were not bought which is kept. */
	readonly keep: number;
	readonly seed: string;
}

/** Pairs to learn from. A label is what a hit was worth, in (0, 1], or 0. */
export interface Pairs {
	readonly rows: number;
	/** [rows × columns] */
	readonly x: Float32Array;
	readonly label: Float32Array;
	readonly weight: Float32Array;
	/** [rows] whose pair it is, and with what. */
	readonly customer: Int32Array;
	readonly product: Int32Array;
}

/** Labelled pairs of customers: all that were bought, and a share of the others, weighted up. */
export function writePairs({ world, queries, keep, seed }: PairsTask): Pairs {
	const { histories } = world;
	const columns = pairColumns.length;
	let x = new Float32Array(4096 * columns);
	const label: number[] = [];
	const weight: number[] = [];
	const ofCustomer: number[] = [];
	const ofProduct: number[] = [];
	const bought = new Int32Array(histories.products).fill(-1);
	new CandidateFinder(world, queries).each((customer, candidates, write) => {
		const random = new Random(`${seed}/${customer}`);
		const basket = nextBasket(histories, customer, queries.ends[customer]);
		const worth = hitWorth(basket.length);
		for (const product of basket) bought[product] = customer;
		for (const product of candidates) {
			const isBought = bought[product] === customer;
			if (random.next() >= keep && !isBought) continue;
			const at = label.length * columns;
			if (at === x.length) {
				const larger = new Float32Array(2 * x.length);
				larger.set(x);
				x = larger;
			}
			write(product, x, at);
			label.push(isBought ? worth : 0);
			weight.push(isBought ? 1 : 1 / keep);
			ofCustomer.push(customer);
			ofProduct.push(product);
		}
	});
	const rows = label.length;
	return {
		rows,
		x: x.slice(0, rows * columns),
		label: Float32Array.from(label),
		weight: Float32Array.from(weight),
		customer: Int32Array.from(ofCustomer),
		product: Int32Array.from(ofProduct)
	};
}
