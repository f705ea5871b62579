import { trainingExamples } from '../features/examples.js';
import { splitCustomers } from '../features/split.js';
import type { Examples, OrderBook, Question } from '../features/types.js';
import type { FamilyName } from '../models/types.js';

/**
 * Families that tell validation customers better with twice as many as-of dates: boosted trees by .6 % of the log loss
 * or more on simulated shops. Collaborative filtering does not; sequences take long; and of a forest, the trees that did
 * not draw a row saw its answer then, in the same customer's next row.
 */
const gaining: readonly FamilyName[] = ['boosted', 'neural'];

/** Pairs of a row and a product that are learned from at most, so that only short trainings take longer. */
const MOST_PAIRS = 500_000;

/**
 * What a family learns from. `usual`: the training customers at as-of dates a horizon apart. Where these are few, a
 * family that gains from it also sees the dates half-way between: more moments before an order, out of the same orders.
 */
export function trainingRows(book: OrderBook, question: Question, seed: number, usual: Examples): (family: FamilyName) => Examples {
	let dense: Examples | undefined;
	const apart = question.kind === 'next' ? Math.floor(question.horizon / 2) : 0;
	const canBeDense = question.kind === 'next' && apart > 0 && question.snapshots > 0 && 2 * usual.rows * book.products.length <= MOST_PAIRS;
	return (family) => {
		if (!canBeDense || !gaining.includes(family)) return usual;
		dense ??= trainingExamples(book, question, splitCustomers(book, seed).train, { apart });
		return dense;
	};
}
