import type { Examples } from '../../features/types.js';
import type { Likeness } from '../types.js';
import { historiesOf } from './histories.js';
import type { TermReader } from './terms.js';
import { itemWeight } from './transitions.js';

/** Own products that are named, at most. */
const NAMED = 5;

/** What the model's answer for one pair rests on, in counts that a person can check. */
export function likenessOf(reader: TermReader, examples: Examples, row: number, product: number): Likeness {
	const { memory, transitions } = reader;
	const { after, rate } = memory;
	let customers = 0;
	let bought = 0;
	reader.neighbours(examples, row, product, ({ row: rows, size }) => {
		customers = size;
		for (let n = 0; n < size; n++)
			for (let e = after.start[rows[n]]; e < after.start[rows[n] + 1]; e++) if (after.product[e] === product) bought++;
	});
	const history = historiesOf(examples);
	const items: { product: number; share: number; weight: number }[] = [];
	let times = 0;
	for (let i = history.start[row]; i < history.start[row + 1]; i++) {
		const item = history.product[i];
		const weight = itemWeight(history.count[i]);
		const again = item === product;
		if (again) times = 1;
		if (again && examples.question.kind === 'ever') continue;
		const lift = again ? transitions.again[item] - rate[item] : liftOf(transitions, item, product);
		if (lift > 0) items.push({ product: item, share: rate[product] + lift, weight: weight * lift });
	}
	items.sort((a, b) => b.weight - a.weight || a.product - b.product);
	return {
		customers,
		bought,
		everyone: rate[product],
		had: times > 0,
		items: items.slice(0, NAMED).map(({ product: item, share }) => ({ product: item, share }))
	};
}

function liftOf({ start, product, lift }: TermReader['transitions'], item: number, of: number): number {
	for (let e = start[item]; e < start[item + 1]; e++) if (product[e] === of) return lift[e];
	return 0;
}
