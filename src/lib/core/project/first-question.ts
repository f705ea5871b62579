import type { Quality } from '../data/types.js';
import { defaultQuestion } from '../features/questions.js';
import type { OrderBook, Question } from '../features/types.js';

/** Notes that say that the days are made up from the order of the orders. */
const undated: readonly string[] = ['dates.none', 'dates.from_order', 'dates.from_sequence'];

/** Whether the file has dates of its own, so that days and months mean something. */
export function isDated({ notes = [] }: Pick<Quality, 'notes'>): boolean {
	return !notes.some((note) => undated.includes(note));
}

/** The question that a project starts with: what is bought within some days, or with the next order where there are no dates. */
export function firstQuestion(book: OrderBook, quality: Pick<Quality, 'notes'>): Question {
	return defaultQuestion(book, isDated(quality) ? 'next' : 'next-order');
}
