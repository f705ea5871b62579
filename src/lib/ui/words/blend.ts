import type { FamilyName } from '$lib/core/models/types.js';
import type { ModelCard } from '$lib/core/project/cards.js';
import { familyMeanings, familyNames } from './models.js';

/** How much each model counts in a blend, the most first, as its facts say. */
export function blendWeights({ facts }: ModelCard): { readonly family: FamilyName; readonly weight: number }[] {
	return (Object.keys(familyNames) as FamilyName[])
		.flatMap((family) => {
			const weight = facts[`weight_of_${family}`];
			return typeof weight === 'number' ? [{ family, weight }] : [];
		})
		.sort((a, b) => b.weight - a.weight);
}

/** What a model is; of a blend that came out as one of its models, that, too. */
export function modelMeaning(model: ModelCard): string {
	const meaning = familyMeanings[model.family];
	return model.facts.mean_of === 'one model' ? `${meaning} ${blendSentence(model)}` : meaning;
}

/** What is weighed, and how the weights were found. */
export function blendSentence(model: ModelCard): string {
	const { mean_of } = model.facts;
	const [first] = blendWeights(model);
	if (mean_of === 'one model') return `No mix did better than one of them alone on the customers set aside for checking, so that one answers: ${first ? familyNames[first.family] : ''}.`;
	if (mean_of === 'log-odds') return 'The weighted mean of the log-odds that these models give. The weights are those that did best on the customers set aside for checking, where the blend is at least as good as the best of them.';
	return 'The weighted mean of the probabilities that these models give. The weights are those that did best on the customers set aside for checking, where the blend is at least as good as the best of them.';
}
