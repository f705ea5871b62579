import type { Examples, FeatureSet, Question } from '../../features/types.js';
import { historyOf, ownPace, ownRecord, silence } from '../history-features.js';
import type { ModelInputs } from '../types.js';
import { COUNT_UNIT, historiesOf, nameHash, paceOf, silenceOf } from './histories.js';
import type { TellInput, TermReader } from './terms.js';

/**
 * What the neighbours' answer depends on, as columns: pace, silence, which remembered customer it is, and the history of
 * every product. For `ever` only the last two count.
 */
export class NeighbourInputs implements ModelInputs {
	readonly features: FeatureSet;
	/** Columns of pace and silence, -1 without; that of the record, and the first of the histories, which are the last. */
	readonly #pace: number;
	readonly #silence: number;
	readonly #record: number;
	readonly #first: number;

	constructor(
		readonly reader: TermReader,
		readonly asked: { readonly kind: Question['kind']; readonly horizon: number },
		products: readonly string[],
		weight: { readonly pace: number; readonly silence: number },
		/** [products] probabilities of a vector. */
		readonly answer: (vector: Float32Array) => Float32Array
	) {
		const { kind } = asked;
		const lead = [...(kind !== 'ever' && weight.pace !== 0 ? [ownPace] : []), ...(kind === 'next' && weight.silence !== 0 ? [silence] : []), ownRecord];
		this.features = { customer: [...lead, ...products.map((product) => historyOf(product, kind === 'ever' ? 'flag' : 'number'))], product: [] };
		this.#pace = lead.indexOf(ownPace);
		this.#silence = lead.indexOf(silence);
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
			if (this.#pace >= 0) x[at + this.#pace] = pace[r];
			if (this.#silence >= 0) x[at + this.#silence] = silent[r] * this.asked.horizon;
			x[at + this.#record] = this.reader.placeOf(nameHash(book.customers[customer[r]])) + 1;
			for (let e = histories.start[r]; e < histories.start[r + 1]; e++) x[at + this.#first + histories.product[e]] = histories.count[e] * COUNT_UNIT;
		}
		const none = new Float32Array(0);
		return { ...examples, features: this.features, x, entryX: none, absentX: none, entryCustomerX: undefined };
	}

	influence(current: Float32Array, baseline: Float32Array, asked: Int32Array): Float64Array {
		return Float64Array.from(asked, (column) => {
			let sum = 0;
			for (const [end, other] of [[current, baseline], [baseline, current]]) {
				const p = this.answer(end);
				this.answer(end.with(column, other[column])).forEach((moved, k) => (sum += Math.abs(moved - p[k])));
			}
			return sum;
		});
	}

	/** What a vector says; what makes no sense in it is as if it were not there. */
	told(vector: Float32Array): TellInput {
		const usual = this.reader.usual;
		const product: number[] = [];
		const count: number[] = [];
		for (let p = 0, c = this.#first; c < vector.length; p++, c++) {
			const units = Math.min(65_535, Math.round(vector[c] / COUNT_UNIT));
			if (!(units > 0)) continue;
			product.push(p);
			count.push(units);
		}
		const ofCustomer = (column: number, otherwise: number) => (column >= 0 && vector[column] >= 0 ? vector[column] : otherwise);
		return {
			history: { product: Int32Array.from(product), count: Uint16Array.from(count) },
			self: this.reader.nameAt(vector[this.#record] - 1),
			pace: Math.max(1e-6 * usual, ofCustomer(this.#pace, usual)),
			silence: ofCustomer(this.#silence, 0) / this.asked.horizon
		};
	}
}
