import { LikelyError } from '../../errors.js';
import { fitLogistic } from '../../evaluation/logistic.js';
import type { Examples } from '../../features/types.js';
import { Random } from '../../random.js';
import type { FitContext, Fitted, ModelFamily } from '../types.js';
import { tellOutOfFold } from './material.js';
import type { Material } from './material.js';
import { remember, someCustomers } from './memory.js';
import { decodeNeighbours, NeighboursModel, probabilities } from './model.js';
import { termNames, TERMS } from './terms.js';

export interface NeighboursOptions {
	/** Most customers that are asked, 1 to 10,000. */
	readonly neighbours: number;
	/** Parts of the customers that are told by the others in turn, 2 to 20. */
	readonly folds: number;
}

const LIMITS = { neighbours: [1, 10_000], folds: [2, 20] } as const;

/** Most rows that are all told, fold by fold; beyond, so many are drawn and told by everybody else. */
const MOST_TOLD = 8192;
const DRAWN = 2048;

/**
 * Collaborative filtering on its own: the customers most like this one, by the cosine between decayed tf-idf histories
 * (Sarwar et al. 2001; decay by order as in TIFU-KNN, Hu et al. 2020), vote with what they bought next and with their
 * own histories; the customer's own products speak for what often follows them (item to item, Linden et al. 2003). A
 * logistic regression weighs these with the product's popularity and the customer's pace; it is learned out of fold, so
 * that nobody is told by what they bought themselves. Throws `model.bad_option`, `model.unlabelled` and `model.empty`.
 */
export const neighbours: ModelFamily<NeighboursOptions> = {
	name: 'neighbours',
	meaning: 'Looks for the customers whose orders are most alike, and counts what they bought next.',
	defaults: { neighbours: 100, folds: 5 },
	fit,
	decode: decodeNeighbours
};

async function fit(train: Examples, options: NeighboursOptions, context: FitContext): Promise<Fitted> {
	for (const option of ['neighbours', 'folds'] as const) {
		const [low, high] = LIMITS[option];
		const value = options[option];
		if (!Number.isInteger(value) || value < low || value > high) throw new LikelyError('model.bad_option', { family: 'neighbours', option, low, high });
	}
	const { features, book, question, labels } = train;
	if (!labels) throw new LikelyError('model.unlabelled');
	if (!train.rows) throw new LikelyError('model.empty');
	const random = new Random(context.seed).fork('neighbours');
	const all = train.rows <= MOST_TOLD;
	const told = all ? train : someCustomers(train, DRAWN, random.fork('told'));
	const material = await tellOutOfFold(train, told, all ? options : { ...options, folds: 1 }, random, context);
	const weights = weigh(material);
	const memory = remember(train, random.fork('memory'));
	return {
		model: new NeighboursModel(features, book.products, { kind: question.kind, horizon: question.kind === 'next' ? question.horizon : 1, neighbours: options.neighbours, weights, memory }),
		...(all && material.whole && { outOfFold: toldProbabilities(material, weights) }),
		facts: { remembered_examples: memory.customer.length, ...weightFacts(weights) }
	};
}

/** Only the bias and a long silence may speak against: more votes never lower a probability. */
function weigh({ columns, label, weight }: Material): Float64Array {
	const skip = label.map((mark) => (mark === 2 ? 1 : 0));
	const positives = Float32Array.from(label, (mark, i) => (mark === 1 ? weight[i] : 0));
	const design = {
		columns,
		nonNegative: termNames.map((name) => name !== 'bias' && name !== 'silence'),
		prior: termNames.map((name) => (name === 'popularity' ? 1 : 0))
	};
	return Float64Array.from(fitLogistic(design, { weight, positives, skip }));
}

function toldProbabilities({ columns, label }: Material, weights: Float64Array): Float32Array {
	const out = new Float32Array(label.length);
	const terms = new Float64Array(TERMS);
	for (let i = 0; i < out.length; i++) {
		for (let t = 0; t < TERMS; t++) terms[t] = columns[t][i];
		probabilities(terms, weights, out, i);
	}
	return out;
}

/** What the terms are called in the facts; bias and popularity are not what the family is about. */
const factNames: Partial<Record<(typeof termNames)[number], string>> = {
	next: 'weight_of_what_neighbours_bought_next',
	past: 'weight_of_what_neighbours_had_bought',
	items: 'weight_of_item_to_item',
	own: 'weight_of_own_purchases',
	again: 'weight_of_buying_again',
	pace: 'weight_of_own_pace',
	silence: 'weight_of_a_long_silence'
};

/** The weights that are not 0, by what they are the weights of. */
function weightFacts(weights: Float64Array): Record<string, number> {
	const named = termNames.map((name, t) => [factNames[name] ?? '', Math.round(weights[t] * 100) / 100] as const);
	return Object.fromEntries(named.filter(([name, weight]) => name && weight !== 0));
}
