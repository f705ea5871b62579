import type { Transactions } from '../../../src/lib/core/data/types.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import type { OrderBook } from '../../../src/lib/core/features/types.js';
import type { FamilyName } from '../../../src/lib/core/models/types.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import { writeProject } from '../../../src/lib/core/project/file.js';
import { trainModels } from '../../../src/lib/core/project/train.js';
import type { Project } from '../../../src/lib/core/project/types.js';
import { Random } from '../../../src/lib/core/random.js';

export interface LargeShop {
	readonly customers: number;
	readonly products: number;
	readonly family: FamilyName;
	/** Customers that the model learns from: a sample keeps the benchmark short, and answers cost the same. */
	readonly learn: number;
}

const made = '2024-05-01T10:00:00.000Z';
const mapping = { columns: {}, attributes: [], dateOrder: 'ymd' as const, decimalMark: '.' as const };

/** A shop of many customers with a model, as a project. */
export async function largeProject({ customers, products, family, learn }: LargeShop): Promise<Project> {
	const sample = bookOf(learn, products);
	const question = defaultQuestion(sample);
	const training = { families: [family], seed: 1, threshold: 0.5, pool: inline(treeTasks), now: made };
	const { models, best } = await trainModels(sample, question, training, silent);
	const book = bookOf(customers, products);
	const orders = book.orderTime.length;
	const quality = { rows: book.lineProduct.length, used: book.lineProduct.length, rejections: [], customers, orders, products, returned: 0, from: book.from, to: book.to };
	return { id: 'large', name: 'Large shop', created: made, mapping, quality, book, question, seed: 1, threshold: 0.5, models, chosen: best };
}

export async function largeFile(given: LargeShop): Promise<Uint8Array> {
	return writeProject(await largeProject(given));
}

/** About eight orders a customer, two lines an order, over 1,000 days; favourites, a rhythm and a region each. */
function bookOf(customers: number, products: number): OrderBook {
	const random = new Random('large');
	const most = customers * 40;
	const [customer, order, product, amount, time, region] = [Int32Array, Int32Array, Int32Array, Float64Array, Float64Array, Int32Array].map((Kind) => new Kind(most));
	let rows = 0;
	let orders = 0;
	for (let c = 0; c < customers; c++) {
		const favourites = [random.integer(products), random.integer(products), random.integer(products)];
		const gap = 60 + random.integer(180);
		// The first customer spans all days, so that books of any size have the same ones.
		const start = c === 0 ? 0 : random.integer(200);
		const times: number[] = [];
		for (let t = start; t < 1000 && times.length < 13; t += 1 + Math.floor(gap * (0.5 + random.next()))) times.push(t);
		if (c === 0) times.push(1000);
		for (const t of times) {
			const size = 1 + random.integer(3);
			for (let i = 0; i < size; i++, rows++) {
				customer[rows] = c;
				order[rows] = orders;
				product[rows] = rows < products ? rows : random.next() < 0.7 ? favourites[i] : random.integer(products);
				amount[rows] = 5 + random.integer(100);
				time[rows] = 15_000 + t;
				region[rows] = c % 3;
			}
			orders++;
		}
	}
	const column = (codes: ArrayLike<number>, prefix: string, count: number) => ({
		codes: Int32Array.from(codes),
		values: Array.from({ length: count }, (_, i) => `${prefix}${i}`)
	});
	const transactions: Transactions = {
		rows,
		customer: column(customer.subarray(0, rows), 'C', customers),
		order: column(order.subarray(0, rows), 'O', orders),
		product: column(product.subarray(0, rows), 'P', products),
		time: Float64Array.from(time.subarray(0, rows)),
		amount: Float64Array.from(amount.subarray(0, rows)),
		quantity: new Float64Array(rows).fill(1),
		returned: new Uint8Array(rows),
		line: new Int32Array(rows),
		attributes: [{ name: 'region', column: { codes: Int32Array.from(region.subarray(0, rows)), values: ['North', 'South', 'West'] } }]
	};
	return buildOrderBook(transactions);
}
