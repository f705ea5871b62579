import type { ReferenceRow } from '$lib/core/evaluation/types.js';
import { plain } from './numbers.js';

/** One sentence for each method that readers of the literature expect. */
export const referenceMeanings: Readonly<Record<ReferenceRow['name'], string>> = {
	'G-TopFreq': 'Everybody is shown what is in the most orders.',
	'P-TopFreq': 'Everybody is shown what they bought most often themselves, and nothing new.',
	'GP-TopFreq': 'First what they bought most often themselves, then what is in the most orders.',
	'TIFU-KNN': 'Own purchases, the latest counting most, mixed with those of customers with a similar history (Hu et al. 2020).',
	'UP-CF@r': 'Own latest orders, and the latest orders of customers who bought the same things (Faggioli et al. 2020).'
};

const parameterNames: Readonly<Record<string, string>> = {
	neighbours: 'neighbours',
	groups: 'groups',
	withinDecay: 'decay by order',
	groupDecay: 'decay by group',
	alpha: 'own share',
	recent: 'latest orders',
	locality: 'locality',
	asymmetry: 'asymmetry'
};

/** "neighbours 300, own share 0.1": what was chosen on the customers set aside for checking. */
export function parametersText({ parameters }: ReferenceRow): string {
	return Object.entries(parameters).map(([name, value]) => `${parameterNames[name] ?? name} ${name === 'recent' && value >= 1000 ? 'all' : plain(value)}`).join(', ');
}
