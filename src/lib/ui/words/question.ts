import type { Question } from '$lib/core/features/types.js';
import { day, withinDays } from './time.js';

export type QuestionKind = Question['kind'];

export const questionNames: Readonly<Record<QuestionKind, string>> = {
	next: 'What will they buy next?',
	'next-order': 'What is in their next order?',
	ever: 'What does a customer like this own?'
};

export const questionMeanings: Readonly<Record<QuestionKind, string>> = {
	next: 'The chance that a customer buys a product within a number of days. Learns from what they did before a date and what they bought after it.',
	'next-order': 'The chance that a product is in a customer’s next order, whenever that order comes.',
	ever: 'The chance that a customer with this whole history has the product in it. The product’s own order lines are left out of the clues, so that the answer does not leak.'
};

/** When the answer is due for a snapshot of day `asOf`, to stand after "will buy": "within 90 days, by 30 Mar 2018". */
export function within(question: Question, asOf: number): string {
	if (question.kind === 'next') return `${withinDays(question.horizon)}, by ${day(asOf + question.horizon)}`;
	if (question.kind === 'next-order') return 'in the next order';
	return 'at some time';
}

/** The short form for labels: "within 90 days". */
export function withinShort(question: Question): string {
	return question.kind === 'next' ? withinDays(question.horizon) : within(question, NaN);
}

/** One full sentence: what is asked. */
export function questionSentence(question: Question): string {
	if (question.kind === 'next')
		return `Which products will each customer buy ${withinDays(question.horizon)}?`;
	if (question.kind === 'next-order') return 'Which products will be in each customer’s next order?';
	return 'Which products does a customer with this whole history own?';
}

/** What a probability of this question means, to stand after a percentage: "chance to buy within 90 days". */
export function chanceOf(question: Question): string {
	if (question.kind === 'ever') return 'chance to own it';
	return `chance to buy ${withinShort(question)}`;
}
