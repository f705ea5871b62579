import type { ModelCard, DemoAnswer } from '$lib/core/project/cards.js';

/** What the start page prints of the demo: everything that it shows and no more, because it travels inside the page. */
export type FirstAnswer = ReturnType<typeof firstAnswer>;

/** The demo's answer without curves, tables and models that the start page does not show. */
export function firstAnswer({ project, prediction, explanations }: DemoAnswer) {
	const chosen = project.models.find((model) => model.id === project.chosen);
	if (!chosen) throw new Error('The demo answer has no chosen model.');
	const slim = (card: ModelCard): ModelCard => ({
		...card,
		curve: [],
		report: { ...card.report, perProduct: [], reliability: [], thresholds: [], slices: undefined }
	});
	return {
		name: project.name,
		quality: project.quality,
		features: project.features,
		products: project.products,
		model: slim(chosen),
		models: project.models.filter((model) => model.family !== 'popularity').map(slim),
		prediction: { ...prediction, orders: prediction.orders.slice(0, 5) },
		explanations: explanations.slice(0, 5)
	};
}
