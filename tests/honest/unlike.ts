import { tasks } from '../../src/cli/tasks.js';
import { defaultQuestion } from '../../src/lib/core/features/questions.js';
import type { OrderBook } from '../../src/lib/core/features/types.js';
import { inline } from '../../src/lib/core/parallel.js';
import { silent } from '../../src/lib/core/progress.js';
import { Predictor } from '../../src/lib/core/project/predictor.js';
import { splitExamples, trainModels } from '../../src/lib/core/project/train.js';
import { unlikeIn } from '../../src/lib/core/project/unlike.js';

/** A customer's row, changed as a customer of another kind would be. */
type Change = (row: Float32Array, at: (name: string) => number) => void;

const times = (factor: number, ...names: string[]): Change => (row, at) => names.forEach((name) => at(name) >= 0 && (row[at(name)] *= factor));

const CHANGES: Readonly<Record<string, Change>> = {
	'as they are (false alarms)': () => undefined,
	'money in another currency, 10 times as much': times(10, 'total_spent', 'average_order_value', 'spent_last_6m'),
	'money 100 times as much': times(100, 'total_spent', 'average_order_value', 'spent_last_6m'),
	'10 times the orders': times(10, 'total_orders', 'orders_last_6m'),
	'silent for three years more': (row, at) => ['days_since_last_order', 'tenure_days'].forEach((name) => at(name) >= 0 && (row[at(name)] += 1096)),
	'numbers each one column further': (row) => {
		const last = row[row.length - 1];
		row.copyWithin(1, 0);
		row[0] = last;
	}
};

/** Share of held-out customers that are said to be unlike all that the model learned from, as they are and changed. */
export async function unlikeShares(book: OrderBook): Promise<Record<string, string>> {
	const question = defaultQuestion(book);
	const seed = 1;
	const { models, best } = await trainModels(book, question, { families: ['popularity'], seed, threshold: 0.7, pool: inline(tasks), now: new Date(0).toISOString() }, silent);
	const quality = { rows: 0, used: 0, rejections: [], customers: 0, orders: 0, products: 0, returned: 0, from: book.from, to: book.to };
	const mapping = { columns: {}, attributes: [], dateOrder: 'ymd', decimalMark: '.' } as const;
	const predictor = new Predictor({ id: '', name: '', created: '', mapping, quality, book, question, seed, threshold: 0.7, models, chosen: best });
	const { test } = splitExamples(book, question, seed);
	const { customer } = test.features;
	const at = (name: string) => customer.findIndex((feature) => feature.name === name);
	const share = (change: Change) => {
		let flagged = 0;
		for (let r = 0; r < test.rows; r++) {
			const row = test.x.slice(r * customer.length, (r + 1) * customer.length);
			change(row, at);
			if (unlikeIn(predictor, row).length) flagged++;
		}
		return `${((100 * flagged) / test.rows).toFixed(1)} %`;
	};
	return Object.fromEntries(Object.entries(CHANGES).map(([name, change]) => [name, share(change)]));
}
