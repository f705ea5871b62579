import type { FamilyName } from '$lib/core/models/types.js';
import { familyNames } from './models.js';

/** Stages of long work in words; what is not listed is shown as it comes. */
const stages: Readonly<Record<string, string>> = {
	reading: 'Reading the file',
	loading: 'Fetching the demo',
	store: 'Storing it in this browser',
	open: 'Opening the project',
	features: 'Computing what each customer did before each date',
	orders: 'gathering every order and every week without one',
	leaf: 'finding out how fine its trees may be',
	trees: 'growing trees',
	neighbours: 'asking the customers most like each',
	weighing: 'weighing the models against each other',
	backends: 'measuring what this device computes with quickest',
	answers: 'working out the probabilities of every customer',
	counting: 'counting whom each threshold reaches',
	tested: 'asking for the customers that the model never saw',
	waiting: 'Waiting for the other tab to finish its training',
	epochs: 'learning, epoch by epoch',
	calibrating: 'calibrating the probabilities',
	evaluating: 'testing on customers it never saw',
	'nextbasket/histories': 'putting every customer\'s orders in line',
	'nextbasket/habits': 'finding which products go together, and when they are bought again',
	'nextbasket/moments': 'gathering what was bought next',
	'nextbasket/solve': 'learning what was bought next',
	'nextbasket/statistics': 'counting what follows what',
	'nextbasket/pairs': 'choosing candidates for every customer',
	'nextbasket/fitting': 'growing trees and training networks over customers and products',
	'nextbasket/reference': 'ranking by methods of the literature',
	'nextbasket/rank': 'ranking for every customer'
};

/** The model family that a stage belongs to: of "forest/trees" the forest. */
export function familyOf(stage: string): FamilyName | undefined {
	const [family] = stage.split('/');
	return stage.includes('/') && Object.hasOwn(familyNames, family) ? (family as FamilyName) : undefined;
}

/** "neural/epochs" → "Neural network: learning, epoch by epoch". */
export function stageWords(stage: string): string {
	const family = familyOf(stage);
	if (family) return `${familyNames[family]}: ${words(stage.slice(family.length + 1))}`;
	const text = words(stage);
	return text.charAt(0).toUpperCase() + text.slice(1);
}

function words(stage: string): string {
	return stages[stage] ?? stage.replace(/[_./-]+/g, ' ');
}
