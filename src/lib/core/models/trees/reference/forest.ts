import type { Random } from '../../../random.js';
import { bagUnit } from '../bag.js';
import type { TreeBuilder } from '../builder.js';
import { columnOrder } from '../column-order.js';
import { newSplit } from '../kernel.js';
import type { ForestKernel } from '../kernel.js';
import type { Binned, GrowForest } from '../types.js';
import { divide } from './divide.js';
import { Draws } from './draws.js';
import { GiniSearch } from './gini.js';

export class ReferenceForestKernel implements ForestKernel {
	readonly rows: number;
	readonly bag: Uint32Array;
	readonly #best = newSplit();
	readonly #minLeaf: number;
	readonly #firstOrder: Int32Array;
	readonly #order: Int32Array;
	/** [2 × rows] by row: g, then h, of a row that is drawn once; and of this tree */
	readonly #once: Int32Array;
	readonly #pairs: Int32Array;
	readonly #drawn: Uint16Array;
	/** [rows] those that were drawn, then the others */
	readonly #rows: Uint32Array;
	readonly #usable: number[] = [];

	constructor(
		readonly binned: Binned,
		label: Uint8Array,
		weight: Uint8Array | undefined,
		readonly options: GrowForest
	) {
		const { rows } = binned;
		this.rows = rows;
		this.bag = new Uint32Array(rows);
		this.#minLeaf = Math.max(1, options.minLeaf);
		this.#firstOrder = columnOrder(binned.bins, binned.data, rows);
		this.#order = this.#firstOrder.slice();
		this.#once = new Int32Array(rows * 2);
		this.#pairs = new Int32Array(rows * 2);
		this.#drawn = new Uint16Array(rows);
		this.#rows = new Uint32Array(rows);
		for (let row = 0; row < label.length; row++) {
			const w = weight ? weight[row] : 1;
			this.#once[2 * row] = label[row] ? w : 0;
			this.#once[2 * row + 1] = w;
			if (w > 0) this.#usable.push(row);
		}
	}

	grow(builder: TreeBuilder, random: Random): void {
		const unit = bagUnit(this.options.trees);
		const { data, rows: height } = this.binned;
		const [best, rows] = [this.#best, this.#rows];
		const draws = new Draws(random);
		const { count, g, h } = this.#drawRows(draws);
		this.#order.set(this.#firstOrder);
		const stack = [{ node: builder.begin(), begin: 0, end: count, out: count, outEnd: height, g, h, depth: 0 }];
		for (let at = stack.pop(); at; at = stack.pop()) {
			const { node, begin, end, out, outEnd, g, h, depth } = at;
			const mean = h > 0 ? Math.fround(g / h) : 0;
			const done = g === 0 || g === h || h < 2 * this.#minLeaf || depth >= this.options.depth;
			if (!done) this.#searchNode(begin, end, g, h, draws);
			if (done || best.column < 0) {
				builder.leaf(node, mean, h);
				for (let i = out; i < outEnd; i++) this.bag[rows[i]] += 2 ** 26 + Math.floor(mean * unit + 0.5);
				continue;
			}
			const left = builder.divide(node, best, mean, h, best.gain);
			const middle = divide(rows, begin, end, best, data, height);
			const outMiddle = divide(rows, out, outEnd, best, data, height);
			const { leftG, leftH } = best;
			const [rightG, rightH] = [g - leftG, h - leftH];
			stack.push(
				{ node: left + 1, begin: middle, end, out: outMiddle, outEnd, g: rightG, h: rightH, depth: depth + 1 },
				{ node: left, begin, end: middle, out, outEnd: outMiddle, g: leftG, h: leftH, depth: depth + 1 }
			);
		}
	}

	release(): void {}

	/** Puts the drawn rows first, ascending, the others behind them; returns how many were drawn, and their sums. */
	#drawRows(draws: Draws): { count: number; g: number; h: number } {
		const drawn = this.#drawn.fill(0);
		const bound = this.#usable.length;
		for (let i = 0; i < bound; i++) drawn[this.#usable[this.options.bootstrap === false ? i : draws.below(bound)]]++;
		const others: number[] = [];
		let [count, sumG, sumH] = [0, 0, 0];
		for (let row = 0; row < drawn.length; row++) {
			if (drawn[row] === 0) {
				others.push(row);
				continue;
			}
			sumG += this.#pairs[2 * row] = this.#once[2 * row] * drawn[row];
			sumH += this.#pairs[2 * row + 1] = this.#once[2 * row + 1] * drawn[row];
			this.#rows[count++] = row;
		}
		this.#rows.set(others, count);
		return { count, g: sumG, h: sumH };
	}

	/** Tries columns, those drawn at random first, until enough of them had more than one bin here. */
	#searchNode(begin: number, end: number, g: number, h: number, draws: Draws): void {
		const { data, rows: height, bins } = this.binned;
		const [order, rows, pairs] = [this.#order, this.#rows, this.#pairs];
		const wanted = this.options.columnsPerNode;
		for (let i = 0; i < wanted && i + 1 < order.length; i++) {
			const j = i + draws.below(order.length - i);
			[order[i], order[j]] = [order[j], order[i]];
		}
		const search = new GiniSearch(this.#best, g, h, this.#minLeaf);
		for (let i = 0, useful = 0; i < order.length && useful < wanted; i++) {
			const histogram = new Int32Array(512);
			for (let at = begin; at < end; at++) {
				const cell = 2 * data[order[i] * height + rows[at]];
				histogram[cell] += pairs[2 * rows[at]];
				histogram[cell + 1] += pairs[2 * rows[at] + 1];
			}
			if (search.column(histogram, bins.kinds[order[i]], order[i])) useful++;
		}
	}
}
