import type { Encoding } from './encodings.js';

export type { Encoding, LegacyEncoding } from './encodings.js';

/** Codes by row, in as few bytes as they need. */
export type Codes = Int8Array | Int16Array | Int32Array;

/** A column of names: `codes[row]` points into `values`; -1 is missing. */
export interface Category {
	readonly codes: Codes;
	readonly values: readonly string[];
}

/** A file as read, before it is known what its columns mean. Cells are the exact text of the file, trimmed. */
export interface Table {
	readonly rows: number;
	readonly columns: readonly { readonly name: string; readonly cells: Category }[];
	/** [rows] line of the file on which the row starts, 1-based, the header being line 1. */
	readonly line: Int32Array;
	/** Rows whose number of cells is not the number of columns: `rows` ascend, `cells[i]` is how many row `rows[i]` had. */
	readonly uneven?: { readonly rows: Int32Array; readonly cells: Int32Array };
	/** How the file was read. `skipped` counts the lines of text above the header. */
	readonly format?: TableFormat;
}

export interface TableFormat {
	readonly encoding: Encoding;
	readonly delimiter: string;
	readonly header: boolean;
	readonly skipped: number;
}

/** What a column can mean to us. `attribute` columns become customer features (region, segment…). */
export type Role =
	| 'customer'
	| 'order'
	| 'date'
	| 'product'
	| 'amount'
	| 'price'
	| 'quantity'
	| 'returned'
	| 'region'
	| 'email'
	| 'phone'
	| 'attribute'
	| 'part'
	| 'fold'
	| 'ignore';

export type DateOrder = 'ymd' | 'dmy' | 'mdy';

/** Which column plays which role. `columns[role]` is a column name; only `customer` and `product` must be there. */
export interface Mapping {
	readonly columns: Readonly<Partial<Record<Exclude<Role, 'attribute' | 'ignore'>, string>>>;
	readonly attributes: readonly string[];
	readonly dateOrder: DateOrder;
	readonly decimalMark: '.' | ',';
	/** How the letters of the file are written, where a person corrected it. */
	readonly encoding?: Encoding;
}

/** What the role of a column was guessed from. share: of its values, 0 to 1; distinct: different values; support: buyers that half of the products have at least, 0 unknown. */
export type ColumnReason =
	| { readonly code: 'products'; readonly distinct: number; readonly support: number }
	| { readonly code: 'dates'; readonly share: number; readonly order: DateOrder }
	| { readonly code: 'emails' | 'phones'; readonly share: number }
	| { readonly code: 'places' | 'details' | 'level'; readonly distinct: number }
	| { readonly code: 'named'; readonly role: Role; readonly distinct: number }
	| { readonly code: 'named_numbers'; readonly role: Role; readonly share: number }
	| { readonly code: 'repeats'; readonly role: Role }
	| { readonly code: 'better_date' | 'better_customer'; readonly by: string }
	| { readonly code: 'returned' | 'of_line' | 'such_values' | 'empty' | 'same' | 'other_dates' | 'all_different' | 'other_number' | 'unneeded' };

/** A guessed role with the reason, so that a person can agree or correct it. */
export interface ColumnGuess {
	readonly name: string;
	readonly role: Role;
	readonly reason: ColumnReason;
	readonly examples: readonly string[];
	readonly distinct: number;
	readonly missing: number;
}

/**
 * Order lines in typed columns, all of length `rows`.
 * time: days since 1970-01-01 UTC, fractions are the time of day. amount: money, NaN where the file has none.
 * quantity: pieces, 1 where the file has none. returned: 0 or 1.
 */
export interface Transactions {
	readonly rows: number;
	readonly customer: Category;
	readonly order: Category;
	readonly product: Category;
	/** [values of `product`] what a product that is a code is called, '' where that is unknown. No model reads it. */
	readonly productNames?: readonly string[];
	readonly time: Float64Array;
	readonly amount: Float64Array;
	readonly quantity: Float64Array;
	readonly returned: Uint8Array;
	/** [rows] when the return became known, as `time`; NaN, and where it is left out: with the purchase. */
	readonly returnedTime?: Float64Array;
	/** [rows] line of the source file. */
	readonly line: Int32Array;
	readonly attributes: readonly { readonly name: string; readonly column: Category }[];
	/** How the customer can be reached, as the file has it. No model learns from it. */
	readonly contacts?: { readonly email?: Category; readonly phone?: Category };
	/**
	 * Files that come with their own split (columns `part`: history or future, and `fold`: train, val or test).
	 * part: [rows] 0 history, 1 future. fold: [rows] 0 train, 1 validation, 2 test.
	 */
	readonly given?: { readonly part: Uint8Array; readonly fold: Uint8Array };
}

/** Why rows were set aside: a code, how many, and the first few to look at. */
export interface Rejection {
	readonly code: string;
	readonly count: number;
	readonly examples: readonly { readonly line: number; readonly value: string }[];
}

/** What was read and what became of it. rows = used + the sum of the rejections. Times are as in Transactions. */
export interface Quality {
	readonly rows: number;
	readonly used: number;
	readonly rejections: readonly Rejection[];
	readonly customers: number;
	readonly orders: number;
	readonly products: number;
	readonly returned: number;
	readonly from: number;
	readonly to: number;
	/** Codes of what was assumed or repaired rather than read (`dates.from_order`, `customer.from_order`…). */
	readonly notes?: readonly string[];
}
