import type { Examples, FeatureDefinition, FeatureSet } from '../../features/types.js';
import { asInputs, inputFeatures, readsHistories } from '../inputs.js';
import type { Model, ModelInputs } from '../types.js';

/** The inputs of several models as one: every column that any of them takes, once. */
export class JoinedInputs implements ModelInputs {
	readonly features: FeatureSet;
	readonly isNamed: boolean;
	/** [members][columns of the member] the column here. */
	readonly #places: readonly Int32Array[];

	constructor(readonly members: readonly Model[]) {
		this.isNamed = !members.some(readsHistories);
		const sets = members.map(inputFeatures);
		const joined = (lists: readonly (readonly FeatureDefinition[])[]) => [...new Map(lists.flat().map((feature) => [feature.name, feature])).values()];
		this.features = { customer: joined(sets.map(({ customer }) => customer)), product: joined(sets.map(({ product }) => product)) };
		const { customer, product } = this.features;
		const index = (list: readonly FeatureDefinition[]) => new Map(list.map(({ name }, i) => [name, i]));
		const [ofCustomer, ofProduct] = [index(customer), index(product)];
		this.#places = sets.map((set) =>
			Int32Array.from([...set.customer.map(({ name }) => ofCustomer.get(name) ?? 0), ...set.product.map(({ name }) => customer.length + (ofProduct.get(name) ?? 0))])
		);
	}

	of(examples: Examples): Examples {
		const { rows, entries } = examples;
		const width = this.features.customer.length;
		const own = this.features.product.length;
		const out = {
			x: new Float32Array(rows * width),
			entryX: new Float32Array(entries.product.length * own),
			absentX: new Float32Array(own),
			...(examples.entryCustomerX && { entryCustomerX: new Float32Array(entries.product.length * width) })
		};
		this.members.forEach((member, m) => {
			const given = asInputs(member, examples);
			const places = this.#places[m];
			const [theirs, theirOwn] = [given.features.customer.length, given.features.product.length];
			const ofCustomer = places.subarray(0, theirs);
			const ofProduct = places.subarray(theirs).map((c) => c - width);
			spread(given.x, out.x, ofCustomer, width, rows);
			spread(given.entryX, out.entryX, ofProduct, own, theirOwn ? entries.product.length : 0);
			spread(given.absentX, out.absentX, ofProduct, own, theirOwn ? 1 : 0);
			const { entryCustomerX } = out;
			if (!entryCustomerX) return;
			if (given.entryCustomerX) spread(given.entryCustomerX, entryCustomerX, ofCustomer, width, entries.product.length);
			else
				for (let r = 0; r < rows; r++)
					for (let e = entries.start[r]; e < entries.start[r + 1]; e++) ofCustomer.forEach((to, from) => (entryCustomerX[e * width + to] = given.x[r * theirs + from]));
		});
		return { ...examples, features: this.features, ...out };
	}

	/** By the first member that can tell. */
	influence(current: Float32Array, baseline: Float32Array, asked: Int32Array): Float64Array {
		const m = this.members.findIndex(({ inputs }) => inputs?.influence);
		if (m < 0) return new Float64Array(asked.length);
		const columns = Int32Array.from(this.groupsOf(m, Array.from(asked, (column) => Int32Array.of(column))), ([column = -1]) => column);
		return this.members[m].inputs?.influence?.(this.tableOf(m, current, 1), this.tableOf(m, baseline, 1), columns) ?? new Float64Array(asked.length);
	}

	/** A member's part of a table [rows × columns]. */
	tableOf(m: number, table: Float32Array, rows: number): Float32Array {
		const places = this.#places[m];
		const width = this.features.customer.length + this.features.product.length;
		const out = new Float32Array(rows * places.length);
		for (let r = 0, to = 0; r < rows; r++) for (let c = 0; c < places.length; c++, to++) out[to] = table[r * width + places[c]];
		return out;
	}

	/** A member's columns of each group. */
	groupsOf(m: number, groups: readonly Int32Array[]): Int32Array[] {
		const back = new Map(Array.from(this.#places[m], (place, c) => [place, c]));
		return groups.map((columns) => Int32Array.from([...columns].flatMap((c) => back.get(c) ?? [])));
	}
}

/** Writes the columns of rows to places in wider rows. */
function spread(from: Float32Array, to: Float32Array, places: Int32Array, width: number, rows: number): void {
	for (let r = 0, at = 0; r < rows; r++) for (let c = 0; c < places.length; c++, at++) to[r * width + places[c]] = from[at];
}
