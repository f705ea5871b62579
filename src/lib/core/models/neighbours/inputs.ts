import type { Examples, FeatureSet, Question } from '../../features/types.js';
import { historyOf, ownPace, ownRecord, silence } from '../history-features.js';
import type { ModelInputs } from '../types.js';
import { COUNT_UNIT, historiesOf, nameHash, paceOf, silenceOf } from './histories.js';
import type { History, PartedHistory } from './search.js';
import type { TermReader } from './terms.js';

/**
 * What the neighbours' answer depends on, as columns: pace, silence, which remembered customer it is, and the history of
 * every product. For `ever` only the last two count.
 */
export class NeighbourInputs implements ModelInputs {
	readonly features: FeatureSet;
	/** Columns of pace and silence, -1 without. */
	readonly pace: number;
	readonly silence: number;
	/** That of the record, and the first of the histories, which are the last. */
	readonly #record: number;
	readonly #first: number;

	/** What was answered last: product after product asks the same. */
	#influence: { readonly current: Float32Array; readonly baseline: Float32Array; readonly asked: Int32Array; readonly sums: Float64Array } | undefined;

	constructor(
		readonly reader: TermReader,
		readonly asked: { readonly kind: Question['kind']; readonly horizon: number },
		products: readonly string[],
		weight: { readonly pace: number; readonly silence: number },
		/** [1 + columns][products] probabilities of a vector, and of it with one history of another vector. */
		readonly exchanged: (vector: Float32Array, other: Float32Array, columns: Int32Array) => readonly Float32Array[]
	) {
		const { kind } = asked;
		const lead = [...(kind !== 'ever' && weight.pace !== 0 ? [ownPace] : []), ...(kind === 'next' && weight.silence !== 0 ? [silence] : []), ownRecord];
		this.features = { customer: [...lead, ...products.map((product) => historyOf(product, kind === 'ever' ? 'flag' : 'number'))], product: [] };
		this.pace = lead.indexOf(ownPace);
		this.silence = lead.indexOf(silence);
		this.#record = lead.indexOf(ownRecord);
		this.#first = lead.length;
	}

	of(examples: Examples): Examples {
		const { rows, book, customer } = examples;
		const width = this.features.customer.length;
		const x = new Float32Array(rows * width);
		const histories = historiesOf(examples);
		const pace = paceOf(examples, this.reader.usual);
		const silent = silenceOf(examples);
		for (let r = 0, at = 0; r < rows; r++, at += width) {
			if (this.pace >= 0) x[at + this.pace] = pace[r];
			if (this.silence >= 0) x[at + this.silence] = silent[r] * this.asked.horizon;
			x[at + this.#record] = this.reader.placeOf(nameHash(book.customers[customer[r]])) + 1;
			for (let e = histories.start[r]; e < histories.start[r + 1]; e++) x[at + this.#first + histories.product[e]] = histories.count[e] * COUNT_UNIT;
		}
		const none = new Float32Array(0);
		return { ...examples, features: this.features, x, entryX: none, absentX: none, entryCustomerX: undefined };
	}

	influence(current: Float32Array, baseline: Float32Array, asked: Int32Array): Float64Array {
		const last = this.#influence;
		if (last && isSame(last.current, current) && isSame(last.baseline, baseline) && isSame(last.asked, asked)) return last.sums.slice();
		const sums = this.#influenceOf(current, baseline, asked);
		this.#influence = { current: current.slice(), baseline: baseline.slice(), asked: asked.slice(), sums };
		return sums.slice();
	}

	#influenceOf(current: Float32Array, baseline: Float32Array, asked: Int32Array): Float64Array {
		const sums = new Float64Array(asked.length);
		for (const [end, other] of [[current, baseline], [baseline, current]]) {
			const [p, ...exchanged] = this.exchanged(end, other, asked);
			exchanged.forEach((moved, i) => moved.forEach((q, k) => (sums[i] += Math.abs(q - p[k]))));
		}
		return sums;
	}

	/** Whether a column says whom to look for. */
	isHistory(column: number): boolean {
		return column >= this.#record;
	}

	/** Whether a column is the history of a product. */
	isProduct(column: number): boolean {
		return column >= this.#first;
	}

	/** The vector without what does not say whom to look for. */
	history(vector: Float32Array): Float32Array {
		return vector.slice().fill(0, 0, this.#record);
	}

	/** The product whose history a column is. */
	productOf(column: number): number {
		return column - this.#first;
	}

	/** What a column says in `COUNT_UNIT`s; NaN where it makes no sense. */
	countIn(vector: Float32Array, column: number): number {
		return Math.max(0, Math.min(65_535, Math.round(vector[column] / COUNT_UNIT)));
	}

	/** The history that a vector has, or a part of it by its columns, which ascend. */
	historyIn(vector: Float32Array, columns?: Int32Array): History {
		const most = columns?.length ?? vector.length - this.#first;
		const product = new Int32Array(most);
		const count = new Uint16Array(most);
		let size = 0;
		for (let i = 0; i < most; i++) {
			const c = columns ? columns[i] : this.#first + i;
			const units = this.countIn(vector, c);
			if (!(units > 0)) continue;
			product[size] = c - this.#first;
			count[size++] = units;
		}
		return { product: product.subarray(0, size), count: count.subarray(0, size) };
	}

	/** The parts that coalitions of groups of columns are put together from. */
	partsOf(current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): PartedHistory {
		const grouped = new Set(groups.flatMap((columns) => [...columns]));
		return {
			groups: groups.map((columns) => [this.side(baseline, columns), this.side(current, columns)] as const),
			common: this.side(current, Int32Array.from(current.keys()).filter((c) => !grouped.has(c)))
		};
	}

	/** The part of a vector's history that is in some columns. */
	side(vector: Float32Array, columns: Int32Array): History {
		return this.historyIn(vector, columns.filter((c) => this.isProduct(c)).sort());
	}

	/** Who takes no part, by `nameHash`; NaN: nobody. */
	selfIn(vector: Float32Array): number {
		return this.reader.nameAt(vector[this.#record] - 1);
	}

	/** What a vector says of pace and silence; what makes no sense in it is as if it were not there. */
	told(vector: Float32Array): { readonly pace: number; readonly silence: number } {
		const usual = this.reader.usual;
		const ofCustomer = (column: number, otherwise: number) => (column >= 0 && vector[column] >= 0 ? vector[column] : otherwise);
		return { pace: Math.max(1e-6 * usual, ofCustomer(this.pace, usual)), silence: ofCustomer(this.silence, 0) / this.asked.horizon };
	}
}

function isSame(one: Float32Array | Int32Array, other: Float32Array | Int32Array): boolean {
	return one.length === other.length && one.every((value, i) => Object.is(value, other[i]));
}
