import type { Examples } from '../../features/types.js';
import { invertSymmetric } from '../nextbasket/symmetric.js';

/** Sums over rows that weights follow from: products of columns, 1 and a flag each, with each other and with labels. */
export class Moments {
	constructor(
		readonly count: number,
		/** [(1 + products)²] */
		readonly gram: Float64Array,
		/** [products × (1 + products)] */
		readonly label: Float64Array
	) {}

	/** One per fold. */
	static of({ book, entries, labels, rows }: Examples, fold: Int32Array): Moments[] {
		const count = book.products.length;
		const width = 1 + count;
		const found = Array.from({ length: fold.reduce((most, own) => Math.max(most, own), 0) + 1 }, () => new Moments(count, new Float64Array(width * width), new Float64Array(count * width)));
		for (let r = 0; r < rows; r++) {
			const { gram, label } = found[fold[r]];
			const columns = [0, ...entries.product.subarray(entries.start[r], entries.start[r + 1]).map((p) => p + 1)];
			for (const a of columns) for (const b of columns) gram[a * width + b]++;
			for (let l = labels?.start[r] ?? 0; l < (labels?.start[r + 1] ?? 0); l++) for (const a of columns) label[(labels?.product[l] ?? 0) * width + a]++;
		}
		return found;
	}

	/** [products × (1 + products)] ridge weights, each product without its own flag: what is left of a regression on all when one weight is held at 0. */
	free(ridge: number): Float64Array {
		const width = 1 + this.count;
		const held = this.gram.map((value, i) => (i > 0 && i % (width + 1) === 0 ? value + ridge : value));
		const inverse = invertSymmetric(held, width);
		const out = new Float64Array(this.count * width);
		for (let p = 0; p < this.count; p++) {
			const weights = out.subarray(p * width, (p + 1) * width);
			for (let a = 0; a < width; a++) for (let b = 0; b < width; b++) weights[a] += inverse[a * width + b] * this.label[p * width + b];
			const own = weights[1 + p] / inverse[(1 + p) * (width + 1)];
			for (let a = 0; a < width; a++) weights[a] -= own * inverse[a * width + 1 + p];
			weights[1 + p] = 0;
		}
		return out;
	}

	/** The same with one weight for all other products: how many of them were bought. */
	equal(): Float64Array {
		const width = 1 + this.count;
		const out = new Float64Array(this.count * width);
		const rows = this.gram[0];
		for (let p = 0; p < this.count; p++) {
			let [sum, squares, withLabel] = [0, 0, 0];
			for (let a = 1; a < width; a++) {
				if (a === 1 + p) continue;
				sum += this.gram[a];
				withLabel += this.label[p * width + a];
				for (let b = 1; b < width; b++) if (b !== 1 + p) squares += this.gram[a * width + b];
			}
			const bought = this.label[p * width];
			const spread = squares - (sum * sum) / rows;
			const each = spread > 0 ? (withLabel - (sum * bought) / rows) / spread : 0;
			out.fill(each, p * width, (p + 1) * width);
			out[p * width] = (bought - each * sum) / rows;
			out[p * width + 1 + p] = 0;
		}
		return out;
	}

	/** The same with none: the share of all orders. */
	none(): Float64Array {
		const width = 1 + this.count;
		return this.label.map((own, i) => (i % width ? 0 : own / this.gram[0]));
	}
}

/** Of several together. */
export function sumOf(parts: readonly Moments[]): Moments {
	const add = (of: (part: Moments) => Float64Array) => parts.slice(1).reduce((sum, part) => sum.map((own, i) => own + of(part)[i]), of(parts[0]));
	return new Moments(parts[0].count, add(({ gram }) => gram), add(({ label }) => label));
}
