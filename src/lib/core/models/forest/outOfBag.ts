import { addBag, bagMeans, isShared, newBag } from '../trees/bag.js';
import type { Bag } from '../trees/bag.js';
import type { ForestPart } from '../trees/forest.js';

/** Out-of-bag probabilities of a forest per product, [rows × products], gathered part by part in whatever order they come. */
export class OutOfBag {
	readonly probabilities: Float32Array;
	readonly #open = new Map<number, Open>();
	/** Empty bags of products that are done, for those to come. */
	readonly #spare: Bag[] = [];

	constructor(
		readonly rows: number,
		readonly products: number
	) {
		this.probabilities = new Float32Array(rows * products);
	}

	/**
	 * Says of how many trees, in how many parts, a product's forest will be. `fallback` stands in for a row that every tree
	 * drew. Returns where the parts' growers add their answers themselves; undefined where they cannot, and hand them out.
	 */
	expect(product: number, trees: number, parts: number, fallback: number): Bag | undefined {
		const bag = this.#spare.pop() ?? newBag(this.rows);
		this.#open.set(product, { bag, trees, missing: parts, fallback });
		return isShared(bag) ? bag : undefined;
	}

	add(product: number, part: ForestPart): void {
		const open = this.#open.get(product);
		if (!open) return;
		if (part.outOfBag) addBag(open.bag, part.outOfBag);
		if (--open.missing > 0) return;
		this.#open.delete(product);
		bagMeans(open.bag, open.trees, open.fallback, this.probabilities, product, this.products);
		open.bag.sum.fill(0);
		open.bag.count.fill(0);
		this.#spare.push(open.bag);
	}
}

/** A product's forest while parts of it are missing. */
interface Open {
	readonly bag: Bag;
	readonly trees: number;
	missing: number;
	readonly fallback: number;
}
