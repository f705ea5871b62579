import { trainingExamples } from '../features/examples.js';
import { splitCustomers } from '../features/split.js';
import { Random } from '../random.js';
import type { Examples } from '../features/types.js';
import type { Predictor } from './predictor.js';

/** Customers whose training rows are looked at. */
const CUSTOMERS = 2000;

const samples = new WeakMap<Predictor, Examples>();

/**
 * Rows that the model learned from: all snapshots of up to 2000 of the training customers, drawn by the model's seed.
 * Remembered with the predictor.
 */
export function trainingSample(predictor: Predictor): Examples {
	const before = samples.get(predictor);
	if (before) return before;
	const { project, card } = predictor;
	const { train } = splitCustomers(project.book, card.seed);
	const drawn = drawCustomers(train, CUSTOMERS, new Random(card.seed).fork('training sample')).sort();
	const sample = trainingExamples(project.book, card.question, drawn);
	samples.set(predictor, sample);
	return sample;
}

/** Up to `count` of the rows or customers, in an order drawn by chance. */
export function drawCustomers(all: Int32Array, count: number, random: Random): Int32Array {
	const items = all.slice();
	const drawn = Math.min(count, items.length);
	for (let i = 0; i < drawn; i++) {
		const j = i + random.integer(items.length - i);
		[items[i], items[j]] = [items[j], items[i]];
	}
	return items.slice(0, drawn);
}
