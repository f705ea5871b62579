import type { Combined } from '../../core/data/formats/combine.js';
import { openOrders } from '../../core/data/formats/open.js';
import type { Helpers } from '../../core/data/reading.js';
import type { ByteSource } from '../../core/data/source.js';
import { guessMapping } from '../../core/data/mapping.js';
import { readiness } from '../../core/data/readiness.js';
import { rejectedCsv } from '../../core/data/rejected.js';
import { returnedOrders } from '../../core/data/returns.js';
import { toTransactions } from '../../core/data/transactions.js';
import type { Cleaning } from '../../core/data/transactions.js';
import type { SetAside } from '../../core/data/set-aside.js';
import type { Encoding, Mapping, Quality, Table } from '../../core/data/types.js';
import { LikelyError } from '../../core/errors.js';
import { buildOrderBook } from '../../core/features/book.js';
import { customersByOrders } from '../../core/features/customers-by-orders.js';
import { ordersPerMonth } from '../../core/features/orders-per-month.js';
import { unusual } from '../../core/features/unusual.js';
import { firstQuestion, isDated } from '../../core/project/first-question.js';
import type { OrderBook } from '../../core/features/types.js';
import type { Work } from '../../core/progress.js';
import type { DataPreview, Inspection } from './engine.js';
import type { RememberedMappings } from './remembered-mappings.js';

const PREVIEW_ROWS = 8;

/** What a mapping made of the table. */
interface Made {
	readonly mapping: Mapping;
	readonly quality: Quality;
	readonly aside: SetAside;
	readonly book: OrderBook;
	readonly preview: DataPreview;
}

/** The files that are being looked at, from their bytes to an order book; nothing of them is stored before they are accepted. */
export class Inspector {
	#table: Table | undefined;
	/** What was read, to be read again where a person says that its letters are wrong. */
	#read: { readonly sources: readonly ByteSource[]; readonly helpers: Helpers | undefined; readonly guessedColumns: readonly string[] } | undefined;
	/** A table of returns that came with the orders. */
	#returns: Table | undefined;
	#name = '';
	#made: Made | undefined;

	/**
	 * Reads the files of one shop, large ones with the help of others, and guesses what their columns mean, or remembers
	 * it. Throws what `openOrders` throws.
	 */
	async inspect(sources: readonly ByteSource[], remembered: RememberedMappings, work: Work, helpers?: Helpers): Promise<Inspection> {
		const guessed = await openOrders(sources, work, helpers);
		const guessedColumns = namesOf(guessed.table);
		const encoding = await remembered.encodingOf(guessedColumns);
		const isOther = encoding !== undefined && guessed.table.format !== undefined && guessed.table.format.encoding !== encoding;
		this.#read = { sources, helpers, guessedColumns };
		return this.#look(isOther ? await openOrders(sources, work, helpers, encoding) : guessed, remembered, isOther ? encoding : undefined);
	}

	/** Reads the same files again in another encoding. Throws what `openOrders` throws, `inspect.nothing_open` without a file. */
	async reread(encoding: Encoding, remembered: RememberedMappings, work: Work): Promise<Inspection> {
		if (!this.#read) throw new LikelyError('inspect.nothing_open');
		const { sources, helpers } = this.#read;
		return this.#look(await openOrders(sources, work, helpers, encoding), remembered, encoding);
	}

	async #look({ table, returns, parts }: Combined, remembered: RememberedMappings, encoding: Encoding | undefined): Promise<Inspection> {
		const sources = this.#read?.sources ?? [];
		this.#table = table;
		this.#returns = returns;
		this.#name = nameOf(sources);
		this.#made = undefined;
		const { priceDoubt, ...guess } = guessMapping(table);
		const kept = await remembered.of(table);
		const before = kept && { ...kept, ...(encoding && { encoding }) };
		return {
			name: this.#name,
			bytes: sources.reduce((sum, { size }) => sum + size, 0),
			rows: table.rows,
			...guess,
			mapping: { ...guess.mapping, ...(encoding && { encoding }) },
			...(before && { mapping: before, missing: [], dateAmbiguous: false }),
			...(priceDoubt !== undefined && !before && { priceDoubt }),
			remembered: before !== undefined,
			...(table.format && { format: table.format }),
			preview: Array.from({ length: Math.min(PREVIEW_ROWS, table.rows) }, (_, row) =>
				table.columns.map(({ cells }) => cells.values[cells.codes[row]] ?? '')
			),
			...(parts.length > 1 && { parts })
		};
	}

	/**
	 * Applies a mapping; a file of returns given here goes before one that came with the orders. `today` is a day since
	 * 1970-01-01. Throws what `openOrders`, `toTransactions` and `returnedOrders` throw, `inspect.nothing_open` without a file.
	 */
	async preview(mapping: Mapping, returns: ByteSource | undefined, cleaning: Cleaning, today: number, work: Work): Promise<DataPreview> {
		const table = this.#opened();
		this.#made = undefined;
		const returnsTable = returns ? (await openOrders([returns], work)).table : this.#returns;
		const { transactions, quality, aside } = toTransactions(table, mapping, returnsTable && returnedOrders(returnsTable), cleaning);
		const book = buildOrderBook(transactions, true);
		const preview = {
			quality,
			question: firstQuestion(book, quality),
			products: productCounts(book),
			months: ordersPerMonth(book),
			readiness: readiness(book, isDated(quality), today),
			customersByOrders: customersByOrders(book),
			unusual: unusual(book, isDated(quality), today)
		};
		this.#made = { mapping, quality, aside, book, preview };
		return preview;
	}

	/** The rows that the last preview set aside, as CSV with their reasons. */
	rejected(): string {
		return rejectedCsv(this.#opened(), this.#previewed().aside);
	}

	/** What the last preview made, to become a project. */
	get accepted() {
		return { name: this.#name, table: this.#opened(), guessedColumns: this.#read?.guessedColumns ?? [], ...this.#previewed() };
	}

	/** Forgets the files, which may have been large. */
	close(): void {
		this.#table = this.#returns = this.#made = this.#read = undefined;
	}

	#opened(): Table {
		if (!this.#table) throw new LikelyError('inspect.nothing_open');
		return this.#table;
	}

	#previewed(): Made {
		if (!this.#made) throw new LikelyError('inspect.nothing_open');
		return this.#made;
	}
}

function namesOf({ columns }: Table): string[] {
	return columns.map(({ name }) => name);
}

function nameOf([first, ...others]: readonly ByteSource[]): string {
	if (!first) return '';
	return others.length ? `${first.name} + ${others.length}` : first.name;
}

/** Customers and orders of each product, most bought first. */
function productCounts(book: OrderBook): DataPreview['products'] {
	const customers = new Int32Array(book.products.length);
	const orders = new Int32Array(book.products.length);
	const lastCustomer = new Int32Array(book.products.length).fill(-1);
	const lastOrder = new Int32Array(book.products.length).fill(-1);
	for (let c = 0; c < book.customers.length; c++)
		for (let o = book.customerOrders[c]; o < book.customerOrders[c + 1]; o++)
			for (let l = book.orderLines[o]; l < book.orderLines[o + 1]; l++) {
				const product = book.lineProduct[l];
				if (lastCustomer[product] !== c) customers[product]++;
				if (lastOrder[product] !== o) orders[product]++;
				lastCustomer[product] = c;
				lastOrder[product] = o;
			}
	return book.products
		.map((name, p) => ({ name, customers: customers[p], orders: orders[p] }))
		.sort((a, b) => b.orders - a.orders);
}
