import type { Explanation } from '../explanation/types.js';
import { Predictor } from '../project/predictor.js';
import type { CustomerPrediction } from '../project/cards.js';
import type { TrainedModel } from '../project/types.js';
import { explainCustomer, WhatIf } from '../project/what-if.js';

/** What an answer about one customer of the data is made from: a whole project, or what was kept of it for this. */
export interface CustomerSource {
	/** The project's name. */
	readonly name: string;
	readonly card: TrainedModel;
	readonly products: readonly string[];
	/** [products] what each is called where products are codes, '' where that is unknown. */
	readonly productNames?: readonly string[];
	/** Products most likely first. @throws LikelyError `customer.unknown` */
	predict(customer: string, threshold?: number): Omit<CustomerPrediction, 'parameters' | 'orders'>;
	/** Impacts against the average customer, on one product or on all. @throws LikelyError `customer.unknown` */
	explain(customer: string, product?: number): readonly Explanation[];
}

/** What a predictor's explanations start from is the same for every customer: made once for each predictor. */
const whatIfs = new WeakMap<Predictor, WhatIf>();

/** The one what-if of a predictor. */
export function whatIfOf(predictor: Predictor): WhatIf {
	let whatIf = whatIfs.get(predictor);
	if (!whatIf) whatIfs.set(predictor, (whatIf = new WhatIf(predictor)));
	return whatIf;
}

/** A predictor as a source of answers; a source as it is. */
export function sourceOf(from: Predictor | CustomerSource): CustomerSource {
	if (!(from instanceof Predictor)) return from;
	return {
		name: from.project.name,
		card: from.card,
		products: from.products,
		productNames: from.productNames,
		predict: (customer, threshold) => from.predict(customer, threshold),
		explain: (customer, product) => {
			const whatIf = whatIfOf(from);
			return product === undefined ? explainCustomer(from, customer, Infinity, whatIf) : [whatIf.explainRow(from.rowOf(customer), product)];
		}
	};
}
