import type { FamilyName } from '$lib/core/models/types.js';
import { familyMeanings } from '../words/models.js';

export type Choice = 'auto' | FamilyName;

/** What can be trained, with popularity always beside it as the yardstick. */
export const choices: readonly { readonly value: Choice; readonly name: string; readonly meaning: string; readonly families: readonly FamilyName[] }[] = [
	{
		value: 'auto',
		name: 'Try all, keep the best',
		meaning: 'Trains all three, and uses the one that does best on customers set aside for checking.',
		families: ['popularity', 'forest', 'boosted', 'neural']
	},
	{ value: 'forest', name: 'Random forest', meaning: familyMeanings.forest, families: ['popularity', 'forest'] },
	{ value: 'boosted', name: 'Boosted trees', meaning: familyMeanings.boosted, families: ['popularity', 'boosted'] },
	{ value: 'neural', name: 'Neural network', meaning: familyMeanings.neural, families: ['popularity', 'neural'] }
];
