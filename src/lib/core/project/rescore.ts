import { LikelyError } from '../errors.js';
import { customerSnapshot } from '../features/edit.js';
import type { PredictionRecord } from '../history/types.js';
import { readsHistories } from '../models/inputs.js';
import type { Predictor } from './predictor.js';
import type { WhatIf } from './what-if.js';

/** What a model says today of a prediction that was kept. */
export interface Rescore {
	readonly probability: number;
	/** values: with the parameters that were kept. orders: from the orders known then, for models that have no parameters to set. */
	readonly from: 'values' | 'orders';
}

/**
 * The probability of a record's customer and product by the model of today. `whatIf` is only called for models that
 * answer from named parameters. Throws `product.unknown`, `customer.unknown`, and, for models that answer from
 * whole histories, `history.needs_orders` {family} where the values were edited or no order was known then.
 */
export function rescore(predictor: Predictor, record: PredictionRecord, whatIf: () => WhatIf): Rescore {
	const { customer, parameters, product, hypothetical } = record;
	const index = predictor.products.indexOf(product);
	if (index < 0) throw new LikelyError('product.unknown', { product });
	if (!readsHistories(predictor.model)) {
		const { after } = whatIf().answer({ customer: customer || undefined, values: parameters, explain: [] });
		return { probability: after[product], from: 'values' };
	}
	const { project, card, examples, model } = predictor;
	const missing = new LikelyError('history.needs_orders', { family: card.family });
	if (hypothetical || !customer) throw missing;
	const asOf = Math.floor(Date.parse(`${record.asOf}T00:00:00Z`) / 86_400_000);
	const snapshot = customerSnapshot(project.book, card.question, examples.customer[predictor.rowOf(customer)], asOf);
	if (!snapshot.rows) throw missing;
	return { probability: model.predict(snapshot)[index], from: 'orders' };
}
