import type { DateOrder } from '../data/types.js';

export type { DateOrder };

/** One entry of the registry that screens, docs and exports read. */
export interface FeatureDefinition {
	/** snake_case, stable: total_orders. A product feature is shown as `{product}_{name}`. */
	readonly name: string;
	readonly scope: 'customer' | 'product';
	/** number: any; flag: 0 or 1; category: an index into `values`, -1 missing. */
	readonly kind: 'number' | 'flag' | 'category';
	readonly unit: string;
	/** One plain line for a person. */
	readonly meaning: string;
	/** Where it comes from: which columns, which rule. */
	readonly source: string;
	/** Words of a category, by code. */
	readonly values?: readonly string[];
	/** The customer feature that it is one parameter with, where that is there, too. */
	readonly with?: string;
	/** Read from orders alone: no hand can set it. */
	readonly fixed?: true;
	/** The product whose past purchases it counts; of very many, those that matter little become one parameter. */
	readonly history?: string;
	/** Who is asked about, 0 nobody in particular: no parameter beside somebody who is nobody. */
	readonly identity?: true;
}

/** The columns of a model's input: customer features first, then the features of one product. */
export interface FeatureSet {
	readonly customer: readonly FeatureDefinition[];
	readonly product: readonly FeatureDefinition[];
}

/**
 * All orders, sorted by customer, then time, then order of appearance: three nested ranges.
 * Customer c has orders customerOrders[c] to customerOrders[c + 1] - 1; order o has lines orderLines[o] to
 * orderLines[o + 1] - 1. orderTime is in days since 1970-01-01 UTC and ascends within a customer.
 */
export interface OrderBook {
	readonly customers: readonly string[];
	readonly products: readonly string[];
	/** [products] what each is called where products are codes, '' where the file does not say. No feature and no model reads it. */
	readonly productNames?: readonly string[];
	readonly orderIds: readonly string[];
	readonly customerOrders: Int32Array;
	readonly orderTime: Float64Array;
	readonly orderLines: Int32Array;
	readonly lineProduct: Int32Array;
	/** NaN where the file has no amount. */
	readonly lineAmount: Float64Array;
	readonly lineQuantity: Float64Array;
	readonly lineReturned: Uint8Array;
	/** When a return became known, as orderTime; NaN, and where it is left out: with the purchase. */
	readonly lineReturnedTime?: Float64Array;
	/** [orders] per attribute: code of the order's value, -1 missing. The latest known order's value counts. */
	readonly attributes: readonly {
		readonly name: string;
		readonly values: readonly string[];
		readonly ofOrder: Int32Array;
	}[];
	/** [customers] how each can be reached, '' where the file does not say. No feature and no model reads it. */
	readonly contacts?: { readonly email?: readonly string[]; readonly phone?: readonly string[] };
	/** First and last day of the data, whole days. */
	readonly from: number;
	readonly to: number;
	/** Splits that come with the file. future: [orders] 1 = held out; fold: [customers] 0 train, 1 validation, 2 test. */
	readonly given?: { readonly future: Uint8Array; readonly fold: Uint8Array };
}

/** What is asked. Days are whole numbers; asOf is a day since 1970-01-01 UTC. */
export type Question =
	| { readonly kind: 'next'; readonly horizon: number; readonly asOf: number; readonly snapshots: number }
	| { readonly kind: 'next-order' }
	| { readonly kind: 'ever' };

/** Compressed sparse rows: row r has positions start[r] to start[r + 1] - 1; products ascend within a row. */
export interface SparseRows {
	readonly start: Int32Array;
	readonly product: Int32Array;
}

/**
 * Snapshots with their features and, where known, their labels: what every model learns from and predicts for.
 * A row is one customer as of one moment: of customer `customer[r]` only the first `cut[r]` orders are known.
 */
export interface Examples {
	readonly book: OrderBook;
	readonly question: Question;
	readonly features: FeatureSet;
	readonly rows: number;
	readonly customer: Int32Array;
	readonly cut: Int32Array;
	/** [rows] the moment of the snapshot; every known order is dated before it. */
	readonly asOf: Float64Array;
	/** [rows × customer features], row-major. NaN is missing. */
	readonly x: Float32Array;
	/** The (row, product) pairs with a history: products this customer bought before the snapshot. */
	readonly entries: SparseRows;
	/** [entries × product features], row-major. */
	readonly entryX: Float32Array;
	/** [product features]: what a product that the customer never bought has. */
	readonly absentX: Float32Array;
	/**
	 * For `ever`: [entries × customer features], the customer's features with this product's own lines left out.
	 * Where it is there it takes the place of the row's `x` for that pair.
	 */
	readonly entryCustomerX?: Float32Array;
	/** For `ever`: [entries] 1 where nothing is left without the product's own lines; such a pair is not asked. */
	readonly entryIgnored?: Uint8Array;
	/** Products bought in the horizon, the next order, or ever. Undefined where the answer is not yet known. */
	readonly labels?: SparseRows;
}

/** Row indices of each part; a customer is in one part only. */
export interface Split {
	readonly train: Examples;
	readonly validation: Examples;
	readonly test: Examples;
}
