import { isHidden } from '$lib/core/evaluation/spread.js';
import type { Verdict } from '$lib/core/evaluation/types.js';
import type { FamilyName } from '$lib/core/models/types.js';
import type { ModelCard } from '$lib/core/project/cards.js';
import { count, percent } from './numbers.js';

export const familyNames: Readonly<Record<FamilyName, string>> = {
	popularity: 'Popularity',
	forest: 'Random forest',
	boosted: 'Boosted trees',
	neural: 'Neural network',
	transformer: 'Transformer',
	neighbours: 'Nearest neighbours',
	renewal: 'Order rhythm',
	blend: 'Blend'
};

export const familyMeanings: Readonly<Record<FamilyName, string>> = {
	popularity: 'Gives every customer the same answer: how often each product is bought by anyone. The yardstick that every other model is held against.',
	forest: '100 decision trees, each grown on a random part of the examples; their votes are averaged and calibrated. Always available, quick, hard to upset.',
	boosted: 'Small decision trees, each one mending what the ones before got wrong.',
	neural: 'Layers of weighted sums with one output per product, trained with TensorFlow.js until customers set aside for checking stop improving.',
	transformer: 'Reads the orders one after the other, with the time between them, and learns which of them matter for the next. It rarely beats the plain network where orders are few; the report shows whether it does.',
	neighbours: 'Looks for the customers whose orders are most alike, and counts what they bought next. Quick, and it says “customers like this one bought…”.',
	renewal: 'Learns two things apart and puts them together over the days ahead: when each customer orders again, and what is then in the order.',
	blend: 'A weighted mean of the other models, weighted by how well each did on customers set aside for checking.'
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
	better: 'Better than popularity',
	level: 'No better than popularity',
	worse: 'Worse than popularity'
};

/** A skill below which nobody would notice the model. */
const barely = 0.01;

/** The honest sentence: does this model beat "recommend what is popular", on customers it never saw? */
export function verdictSentence(card: ModelCard): string {
	const { skill, skill_low, skill_high } = card.report.metrics;
	const customers = count(card.split.test, ['on # customer it never saw', 'on # customers it never saw']);
	const range = `95% interval ${signedPercent(skill_low)} to ${signedPercent(skill_high)}`;
	if (card.family === 'popularity')
		return 'This is the yardstick itself: every customer gets the same probabilities, so it can say what is popular but not who will buy it.';
	if (answersAsPopularity(card.report.metrics))
		return `No better: in past orders it found nothing that surely tells customers apart, so it answers as the best-seller list does: everybody gets the same probabilities.`;
	if (card.verdict === 'better' && skill < barely)
		return `Yes, but barely: its probabilities are ${percent(skill)} closer to what happened than “recommend what is popular”, ${customers} (${range}).`;
	if (card.verdict === 'better')
		return `Yes: its probabilities are ${percent(skill)} closer to what happened than “recommend what is popular”, ${customers} (${range}).`;
	if (card.verdict === 'worse')
		return `No, it is worse: its probabilities are ${percent(-skill)} further from what happened than “recommend what is popular”, ${customers} (${range}).`;
	if (skill >= 0)
		return `Not proven: ${customers}, its probabilities are ${percent(skill)} closer to what happened than “recommend what is popular”, which could be chance (${range}).`;
	return `Not proven: ${customers}, its probabilities are ${percent(-skill)} further from what happened than “recommend what is popular”, which could be chance (${range}).`;
}

/** Whether a model gave up for popularity: its skill is 0, however customers are drawn. */
export function answersAsPopularity({ skill, skill_low, skill_high }: ModelCard['report']['metrics']): boolean {
	return skill === 0 && skill_low === 0 && skill_high === 0;
}

/** Distances that are small where the model is not surely better than popularity: a percentage point. */
const little = 0.01;

/**
 * How alike customers' answers are, for a model that is not popularity itself. same: to the last bit. unseen: they differ by less than the page shows.
 * nearly: half of the customers see hardly anything but the best-seller list, and it is not surely worse.
 */
export function sameness({ family, report, verdict }: ModelCard): 'same' | 'unseen' | 'nearly' | undefined {
	if (family === 'popularity') return undefined;
	if (answersAsPopularity(report.metrics)) return 'same';
	if (!report.spread) return undefined;
	if (isHidden(report.spread)) return 'unseen';
	return verdict !== 'better' && report.spread.typical < little ? 'nearly' : undefined;
}

/** "+1.2%", "−0.4%". */
export function signedPercent(share: number, digits = 1): string {
	if (!Number.isFinite(share)) return '–';
	const text = percent(Math.abs(share), digits);
	if (Number((Math.abs(share) * 100).toFixed(digits)) === 0) return percent(0, digits);
	return `${share > 0 ? '+' : '−'}${text}`;
}
