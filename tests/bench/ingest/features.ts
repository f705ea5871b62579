import type { Transactions } from '../../../src/lib/core/data/types.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples } from '../../../src/lib/core/features/examples.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import { Random } from '../../../src/lib/core/random.js';

const PRODUCTS = 2000;
const LINES_PER_ORDER = 4;

/** Orders of four lines over two years. */
function invented(rows: number, customers: number): Transactions {
	const random = new Random('features');
	const orders = Math.ceil(rows / LINES_PER_ORDER);
	const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i}`);
	const lines = {
		customer: new Int32Array(rows),
		order: new Int32Array(rows),
		product: new Int32Array(rows),
		time: new Float64Array(rows),
		amount: new Float64Array(rows)
	};
	for (let row = 0; row < rows; row++) {
		const order = Math.floor(row / LINES_PER_ORDER);
		const isFirst = row % LINES_PER_ORDER === 0;
		lines.order[row] = order;
		lines.customer[row] = isFirst ? random.integer(customers) : lines.customer[row - 1];
		lines.time[row] = isFirst ? 16_000 + (730 * order) / orders : lines.time[row - 1];
		lines.product[row] = Math.floor(PRODUCTS * random.next() ** 3);
		lines.amount[row] = random.integer(10_000) / 100;
	}
	return {
		rows,
		customer: { codes: lines.customer, values: numbered('C', customers) },
		order: { codes: lines.order, values: numbered('O', orders) },
		product: { codes: lines.product, values: numbered('P', PRODUCTS) },
		time: lines.time,
		amount: lines.amount,
		quantity: new Float64Array(rows).fill(1),
		returned: new Uint8Array(rows),
		line: Int32Array.from({ length: rows }, (_, row) => row + 2),
		attributes: []
	};
}

onmessage = ({ data }: MessageEvent<{ lines: number; customers: number }>) => {
	const transactions = invented(data.lines, data.customers);
	const start = performance.now();
	const book = buildOrderBook(transactions);
	const sorted = performance.now();
	const question = defaultQuestion(book);
	const asked = performance.now();
	const examples = currentExamples(book, question);
	const seconds = (from: number, to: number): number => Number(((to - from) / 1000).toFixed(3));
	postMessage({
		...{ lines: data.lines, customers: examples.rows, entries: examples.entries.product.length },
		...{ book_s: seconds(start, sorted), features_s: seconds(asked, performance.now()) }
	});
};
postMessage('ready');
