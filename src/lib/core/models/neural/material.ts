import type { Examples, SparseRows } from '../../features/types.js';
import type { Encoder } from './encoder.js';
import { encodeRows, fitEncoder } from './encoder.js';

/** The two encoders of a network: of customer features and of a product's own features. */
export interface Encoders {
	readonly customer: Encoder;
	readonly own: Encoder;
	/** [own inputs] a product that the customer never bought, encoded. */
	readonly absent: Float32Array;
	/** [product features] the same, raw. */
	readonly absentX: Float32Array;
}

/** Encoders whose means and scales are those of the training rows, and of the pairs that have a history. */
export function fitEncoders(train: Examples): Encoders {
	const { features, rows, x, entryX, absentX } = train;
	const customer = fitEncoder(features.customer, x, rows);
	const own = fitEncoder(features.product, entryX, train.entries.product.length, absentX);
	return encodersOf(customer, own, absentX);
}

/** Two fitted encoders together; absentX: [product features] of a product that was never bought. */
export function encodersOf(customer: Encoder, own: Encoder, absentX: Float32Array): Encoders {
	const absent = new Float32Array(own.inputs);
	encodeRows(own, absentX, 0, 1, absent);
	return { customer, own, absent, absentX };
}

/**
 * Examples as the network takes them. Pairs with an entry are special where products have own features, or where the
 * question replaces the customer's features for them; other pairs of a row differ in the product alone.
 */
export interface Material {
	readonly rows: number;
	readonly products: number;
	/** [rows × inputs] */
	readonly x: Float32Array;
	/** The special pairs; empty where there are none. */
	readonly entries: SparseRows;
	/** [entries × own inputs] */
	readonly own: Float32Array;
	/** [own inputs] a product that the customer never bought; empty where products have no features of their own. */
	readonly absent: Float32Array;
	/** [entries × inputs] in place of the row's, where the question asks so. */
	readonly replaced?: Float32Array;
	/** [entries] 1: not asked. */
	readonly ignored?: Uint8Array;
	readonly labels: SparseRows;
}

/** Encodes all rows and entries of examples at once. */
export function materialOf(examples: Examples, encoders: Encoders): Material {
	const { rows, book, entryCustomerX, entryIgnored, labels } = examples;
	const x = new Float32Array(rows * encoders.customer.inputs);
	encodeRows(encoders.customer, examples.x, 0, rows, x);
	const special = encoders.own.inputs > 0 || entryCustomerX !== undefined || entryIgnored !== undefined;
	const none: SparseRows = { start: new Int32Array(rows + 1), product: new Int32Array(0) };
	const entries = special ? examples.entries : none;
	const count = entries.product.length;
	const own = new Float32Array(count * encoders.own.inputs);
	encodeRows(encoders.own, examples.entryX, 0, count, own);
	let replaced: Float32Array | undefined;
	if (entryCustomerX && special) {
		replaced = new Float32Array(count * encoders.customer.inputs);
		encodeRows(encoders.customer, entryCustomerX, 0, count, replaced);
	}
	return {
		rows,
		products: book.products.length,
		x,
		entries,
		own,
		absent: encoders.absent,
		...(replaced && { replaced }),
		...(entryIgnored && { ignored: entryIgnored }),
		labels: labels ?? none
	};
}
