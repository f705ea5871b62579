import type { FamilyName } from '$lib/core/models/types.js';
import type { ModelCard } from '$lib/core/project/cards.js';
import { familyNames } from './models.js';
import { percent, plain, wholePercents } from './numbers.js';
import { backendName, backendPath, stops } from './training.js';

/** What the facts and settings of a model are called; a name that is not here is shown as it is. */
const names: Readonly<Record<string, string>> = {
	trees: 'Trees, all products together',
	fewest: 'Trees of the product that has the fewest',
	most: 'Trees of the product that has the most',
	nodes: 'Forks and ends of all trees',
	smallest_leaf: 'Examples at the end of a branch, at least',
	calibration: 'How scores become probabilities',
	rows: 'Examples counted',
	products: 'Products counted',
	remembered_examples: 'Examples it remembers',
	weight_of_what_neighbours_bought_next: 'Weight of what similar customers bought next',
	weight_of_what_neighbours_had_bought: 'Weight of what similar customers had bought',
	weight_of_item_to_item: 'Weight of products that go together',
	weight_of_own_purchases: 'Weight of the customer’s own purchases',
	weight_of_buying_again: 'Weight of how often a product is bought again',
	weight_of_own_pace: 'Weight of the customer’s own pace',
	weight_of_a_long_silence: 'Weight of a long silence',
	orders_learned_from: 'Orders it learned from',
	spans_learned_from: 'Spans of days it learned from',
	days_of_a_span: 'Days of a span',
	products_told_by_others: 'Products whose chance other purchases tell',
	timing_trees: 'Trees that tell when the next order comes',
	mean_of: 'What is averaged',
	backend: 'Computed with',
	backend_not_started: 'Could not start',
	parameters: 'Numbers it learned',
	products_a_step: 'Products looked at in one step',
	epochs: 'Times through all examples',
	best_epoch: 'Best after so many times',
	stopped: 'Why it stopped'
};

const settingNames: Readonly<Record<string, string>> = {
	smoothing: 'Pull of rare products to the average',
	trees: 'Trees, at most',
	minLeaf: 'Examples at the end of a branch, at least',
	maxDepth: 'Forks one after another, at most',
	depth: 'Forks one after another, at most',
	columnsPerSplit: 'Parameters that a fork chooses from',
	maxBins: 'Steps that a number is cut into, at most',
	rate: 'Share of a tree’s correction that is used',
	lambda: 'Pull of small groups to the middle',
	minChild: 'Weight behind a branch, at least',
	minGain: 'Gain of a fork, at least',
	rowShare: 'Share of the examples for each tree',
	columnShare: 'Share of the parameters for each tree',
	patience: 'Steps without improvement before it stops',
	neighbours: 'Similar customers asked',
	folds: 'Groups that take turns at checking',
	spans: 'Spans that the days ahead are cut into',
	basketTrees: 'Trees that tell what is in an order',
	timingTrees: 'Trees that tell when an order comes, at most',
	hidden: 'Units of its layers',
	own: 'Units for each product by itself',
	dropout: 'Share of units left out while learning',
	weightDecay: 'Pull of its numbers to zero',
	learningRate: 'Size of a learning step',
	schedule: 'How the steps become smaller',
	batch: 'Examples in one step',
	epochs: 'Times through all examples, at most',
	negatives: 'Products that stand for those not bought, in one step',
	width: 'Numbers that stand for an order',
	heads: 'Ways of comparing orders',
	layers: 'Rounds of comparing',
	window: 'Orders that it looks back on, at most'
};

const calibrations: Readonly<Record<string, string>> = {
	popularity: 'Not at all: it answers as popularity does',
	identity: 'They are taken as they are',
	temperature: 'Made bolder or more careful, all alike (temperature scaling)',
	platt: 'Along an S-shaped curve (Platt scaling)',
	'platt-popularity': 'Along an S-shaped curve (Platt scaling), with a pull to popularity',
	beta: 'Along a curve that may bend differently at both ends (beta calibration)',
	'beta-popularity': 'Along a curve that may bend differently at both ends (beta calibration), with a pull to popularity',
	isotonic: 'Step by step, higher scores never getting less (isotonic regression)'
};
const means: Readonly<Record<string, string>> = { 'one model': 'Nothing: one model answers alone', 'log-odds': 'Log-odds', probabilities: 'Probabilities' };
const worded: Readonly<Record<string, Readonly<Record<string, string>>>> = { stopped: stops, calibration: calibrations, mean_of: means };
const schedules: Readonly<Record<string, string>> = { plateau: 'when it no longer improves', cosine: 'along half a wave', constant: 'not at all' };
/** Zero stands for "as the model thinks best". */
const automatic = ['minLeaf', 'columnsPerSplit'];
const shares = ['rowShare', 'columnShare', 'dropout'];

const spaced = (name: string) => {
	const text = name.replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
	return text.charAt(0).toUpperCase() + text.slice(1);
};

function valueOf(name: string, value: string | number): string {
	if (name === 'backend') return backendPath(String(value));
	if (name === 'backend_not_started') return String(value).split(', ').map(backendName).join(', ');
	return worded[name]?.[value] ?? (typeof value === 'number' ? plain(value) : value);
}

/** What a training found out of itself, as name and value, each in words; a blend's weights are shares of 100 %. */
export function modelFacts({ family, facts }: ModelCard): readonly (readonly [string, string])[] {
	const members = (Object.keys(familyNames) as FamilyName[]).filter((member) => family === 'blend' && typeof facts[`weight_of_${member}`] === 'number');
	const weights = wholePercents(members.map((member) => Number(facts[`weight_of_${member}`])));
	return [
		...Object.entries(facts)
			.filter(([name]) => !members.some((member) => name === `weight_of_${member}`))
			.map(([name, value]) => [family === 'forest' && name === 'trees' ? 'Trees' : (names[name] ?? spaced(name)), valueOf(name, value)] as const),
		...members.map((member, i) => [`Weight of ${familyNames[member]}`, weights[i]] as const)
	];
}

/** The settings of a training, each in words. */
export function modelSettings({ options }: ModelCard): readonly (readonly [string, string])[] {
	return Object.entries(options).map(([name, value]) => {
		const label = settingNames[name] ?? spaced(name);
		if (value === 0 && automatic.includes(name)) return [label, /* @wc-include */ 'automatic'];
		if (name === 'schedule') return [label, schedules[String(value)] ?? String(value)];
		if (typeof value === 'number') return [label, shares.includes(name) ? percent(value, 0) : plain(value)];
		return [label, Array.isArray(value) ? value.join(', ') : String(value)];
	});
}
