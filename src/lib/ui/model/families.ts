import type { Question } from '$lib/core/features/types.js';
import type { FamilyName } from '$lib/core/models/types.js';
import type { ProjectCard } from '$lib/core/project/cards.js';
import { answers, tryAll } from '$lib/core/project/try-all.js';
import type { TryAll } from '$lib/core/project/try-all.js';
import { familyMeanings, familyNames } from '../words/models.js';
import { count, list } from '../words/numbers.js';

export type Choice = 'auto' | FamilyName;

/** What can be trained, with popularity always beside it as the yardstick. */
export const choices: readonly { readonly value: Choice; readonly name: string; readonly meaning: string; readonly families: readonly FamilyName[] }[] = [
	{
		value: 'auto',
		name: 'Try all, keep the best',
		meaning: 'Trains each of the models here, weighs them against each other in a blend, and uses what does best on customers set aside for checking.',
		families: []
	},
	{ value: 'forest', name: 'Random forest', get meaning() { return familyMeanings.forest; }, families: ['popularity', 'forest'] },
	{ value: 'boosted', name: 'Boosted trees', get meaning() { return familyMeanings.boosted; }, families: ['popularity', 'boosted'] },
	{ value: 'renewal', name: 'Order rhythm', get meaning() { return familyMeanings.renewal; }, families: ['popularity', 'renewal'] },
	{ value: 'neighbours', name: 'Nearest neighbours', get meaning() { return familyMeanings.neighbours; }, families: ['popularity', 'neighbours'] },
	{ value: 'neural', name: 'Neural network', get meaning() { return familyMeanings.neural; }, families: ['popularity', 'neural'] },
	{ value: 'transformer', name: 'Transformer', get meaning() { return familyMeanings.transformer; }, families: ['popularity', 'transformer'] }
];

/** Whether a choice has an answer to the question. */
export function suits(choice: Choice, question: Question): boolean {
	return choice === 'auto' || answers(choice, question);
}

/** What “try all” trains for a project and a question. */
export function allOf({ quality, products }: ProjectCard, question: Question): TryAll {
	return tryAll({ customers: quality.customers, orders: quality.orders, products: products.length }, question);
}

/** The families that a choice trains for a question. */
export function familiesFor(choice: Choice, card: ProjectCard, question: Question): readonly FamilyName[] {
	if (choice === 'auto') return ['popularity', ...allOf(card, question).families];
	return choices.find(({ value }) => value === choice)?.families ?? [];
}

/** Which models “try all” leaves out, and why; undefined where it tries them all. */
export function leftOut(card: ProjectCard, question: Question): string | undefined {
	const { tooSlow } = allOf(card, question);
	if (!tooSlow.length) return undefined;
	const names = list(tooSlow.map((family) => familyNames[family]));
	return `Leaves out: ${names}. With ${count(card.products.length, 'product')} to learn one by one, training would take minutes. Chosen alone, they can be trained all the same.`;
}
