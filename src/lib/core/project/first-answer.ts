import { projectCard } from './card.js';
import type { ModelCard } from './cards.js';
import { Predictor } from './predictor.js';
import type { Project } from './types.js';
import { explainCustomer } from './what-if.js';

/** What the start page shows of a demo before anything is loaded: one customer's answer, made when the site was built. */
export type FirstAnswer = ReturnType<typeof firstAnswer>;

/** What another demo answers, in a line: its shown customer's likeliest product, and by how much its strongest impact moves it. */
export interface Glimpse {
	readonly customer: string;
	readonly product: string;
	readonly probability: number;
	/** Of all customers. */
	readonly average: number;
	readonly impact: number;
}

/** An answer in a line. */
export function glimpseOf({ prediction: { customer, products }, explanations }: FirstAnswer): Glimpse {
	const [{ product, probability, average }] = products;
	const impacts = explanations.find((explanation) => explanation.product === product)?.impacts ?? [];
	const impact = impacts.reduce((most, own) => (Math.abs(own.impact) > Math.abs(most) ? own.impact : most), 0);
	return { customer, product, probability, average, impact };
}

/** As many products as the start page shows. */
const shown = 5;

/**
 * One customer's answer with all that the start page prints and no more, because it travels inside the page: no curves, no tables, no other models'
 * parts.
 * @throws LikelyError `customer.unknown`
 */
export function firstAnswer(project: Project, customer: string) {
	const card = projectCard(project);
	const chosen = card.models.find((model) => model.id === card.chosen);
	if (!chosen) throw new Error(`The project ${card.name} has no chosen model.`);
	const slim = (model: ModelCard): ModelCard => ({
		...model,
		curve: [],
		report: { ...model.report, perProduct: [], reliability: [], thresholds: [], slices: undefined }
	});
	const predictor = new Predictor(project);
	const prediction = predictor.predict(customer);
	return {
		name: card.name,
		quality: card.quality,
		features: card.features,
		products: card.products,
		model: slim(chosen),
		models: card.models.filter((model) => model.family !== 'popularity').map(slim),
		prediction: { ...prediction, orders: prediction.orders.slice(0, shown) },
		explanations: explainCustomer(predictor, customer, shown)
	};
}
