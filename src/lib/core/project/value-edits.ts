import { columnNames } from '../explanation/parameter-values.js';
import type { ParameterValue } from '../explanation/types.js';
import { LikelyError } from '../errors.js';
import type { FeatureDefinition, FeatureSet } from '../features/types.js';
import { toNumber } from './parameters.js';

/** One value of a column: for all products (product -1) or for one. */
export interface ValueEdit {
	readonly column: number;
	readonly product: number;
	readonly number: number;
}

/** Which column of a model's input a parameter's name stands for. */
export class ValueEdits {
	/** The customer's, then the product's. */
	readonly features: readonly FeatureDefinition[];
	/** Columns by parameter name; product -1: a feature of the customer. */
	#columns: ReadonlyMap<string, { readonly column: number; readonly product: number }> | undefined;

	constructor(
		readonly set: FeatureSet,
		readonly products: readonly string[]
	) {
		this.features = [...set.customer, ...set.product];
	}

	/** Values by parameter name as edits of columns. @throws LikelyError `parameter.unknown`, `parameter.not_a_number` */
	of(values: Readonly<Record<string, ParameterValue>> = {}): ValueEdit[] {
		return Object.entries(values).map(([name, value]) => {
			const at = this.column(name);
			return { ...at, number: toNumber(this.features[at.column], value) };
		});
	}

	/** The column of a parameter, and its product, -1 for one of the customer. @throws LikelyError `parameter.unknown` */
	column(name: string): { readonly column: number; readonly product: number } {
		const found = (this.#columns ??= this.#allColumns()).get(name);
		if (!found) throw new LikelyError('parameter.unknown', { parameter: name });
		return found;
	}

	/** Where two parameters would have one name, the customer's comes first, then the earlier product's. */
	#allColumns() {
		const columns = new Map<string, { column: number; product: number }>();
		const add = (name: string, column: number, product: number) => columns.has(name) || columns.set(name, { column, product });
		this.set.customer.forEach(({ name }, column) => add(name, column, -1));
		const first = this.set.customer.length;
		this.products.forEach((name, product) =>
			columnNames(this.set, name).forEach((parameter, column) => column >= first && add(parameter, column, product))
		);
		return columns;
	}
}

/** Every product's vector with the edits laid over it; products that share a vector go on sharing it where the edits are the same for all. */
export function editedInputs(inputs: readonly Float32Array[], edits: readonly ValueEdit[]): readonly Float32Array[] {
	const isSame = edits.every(({ product }) => product < 0);
	let [before, made]: (Float32Array | undefined)[] = [];
	return inputs.map((vector, p) => {
		if (made === undefined || !isSame || vector !== before) made = edited(vector, edits, p);
		before = vector;
		return made;
	});
}

/** The vector with the edits of its product laid over it: the same array where there are none. */
export function edited(vector: Float32Array, edits: readonly ValueEdit[], product: number): Float32Array {
	let copy: Float32Array | undefined;
	for (const edit of edits) if (edit.product < 0 || edit.product === product) (copy ??= vector.slice())[edit.column] = edit.number;
	return copy ?? vector;
}
