import type { Question } from '$lib/core/features/types.js';
import type { FamilyName } from '$lib/core/models/types.js';
import { familyMeanings } from '../words/models.js';

export type Choice = 'auto' | FamilyName;

/** What can be trained, with popularity always beside it as the yardstick. */
export const choices: readonly { readonly value: Choice; readonly name: string; readonly meaning: string; readonly families: readonly FamilyName[] }[] = [
	{
		value: 'auto',
		name: 'Try all, keep the best',
		meaning: 'Trains each of the models here, and uses the one that does best on customers set aside for checking.',
		families: ['popularity', 'forest', 'boosted', 'neural', 'transformer']
	},
	{ value: 'forest', name: 'Random forest', meaning: familyMeanings.forest, families: ['popularity', 'forest'] },
	{ value: 'boosted', name: 'Boosted trees', meaning: familyMeanings.boosted, families: ['popularity', 'boosted'] },
	{ value: 'neural', name: 'Neural network', meaning: familyMeanings.neural, families: ['popularity', 'neural'] },
	{ value: 'transformer', name: 'Transformer', meaning: familyMeanings.transformer, families: ['popularity', 'transformer'] }
];

/** Whether a choice has an answer to the question: what reads the orders one by one has none to `ever`. */
export function suits(choice: Choice, { kind }: Question): boolean {
	return !(choice === 'transformer' && kind === 'ever');
}

/** The families that a choice trains for a question. */
export function familiesFor(choice: Choice, question: Question): readonly FamilyName[] {
	const { families } = choices.find(({ value }) => value === choice) ?? choices[0];
	return families.filter((family) => suits(family, question));
}
