import { toFailure } from '../errors.js';
import type { Predictor } from '../project/predictor.js';
import { predictionAnswer } from './prediction.js';
import type { PredictionAnswer } from './prediction.js';

/** The query of a request: a URLSearchParams, or anything that answers like one. */
export interface Query {
	keys(): Iterable<string>;
	getAll(name: string): string[];
}

/** RFC 9457. `code` is stable, for programs. */
export interface Problem {
	readonly type: 'about:blank';
	readonly title: string;
	readonly status: number;
	readonly detail: string;
	readonly code: string;
}

export interface Reply {
	readonly status: number;
	readonly type: 'application/json' | 'application/problem+json';
	readonly body: PredictionAnswer | Problem;
}

const titles: Readonly<Record<number, string>> = { 400: 'Bad request', 404: 'Not found', 409: 'Not ready' };

/**
 * Answers `GET /predict?customer_id=…[&threshold=][&product=][&explain=1]` for the service worker and for
 * `likely serve` alike. 400: a parameter is missing or makes no sense; 404: no such customer or product; 409: there is
 * no trained model (`predictor` undefined), or it cannot explain.
 */
export function handlePredict(predictor: Predictor | undefined, query: Query): Reply {
	for (const name of query.keys()) {
		if (!['customer_id', 'threshold', 'product', 'explain'].includes(name))
			return problem(400, 'request.unknown_parameter', `There is no parameter ${name}: use customer_id, threshold, product and explain.`);
		if (query.getAll(name).length > 1) return problem(400, 'request.repeated_parameter', `${name} may be given once only.`);
	}
	const [customer] = query.getAll('customer_id');
	const [product] = query.getAll('product');
	const [thresholdText] = query.getAll('threshold');
	const [explainText = '0'] = query.getAll('explain');
	if (!customer) return problem(400, 'request.no_customer', 'Say which customer: /predict?customer_id=AA-10480');
	const threshold = thresholdText === undefined ? undefined : Number(thresholdText);
	if (threshold !== undefined && (thresholdText.trim() === '' || !(threshold >= 0 && threshold <= 1)))
		return problem(400, 'request.bad_threshold', `The threshold has to be a number from 0 to 1, like 0.7; it is ${thresholdText}.`);
	if (explainText !== '0' && explainText !== '1')
		return problem(400, 'request.bad_explain', `explain has to be 1 or 0; it is ${explainText}.`);
	if (!predictor) return problem(409, 'project.no_model', 'No model has been trained yet: open the page, choose data and train one.');
	try {
		const body = predictionAnswer(predictor, customer, { threshold, product, explain: explainText === '1' });
		return { status: 200, type: 'application/json', body };
	} catch (error) {
		const { code } = toFailure(error);
		if (code === 'customer.unknown') return problem(404, code, `There is no customer ${customer} in ${predictor.project.name}.`);
		if (code === 'product.unknown') return problem(404, code, `There is no product ${product} in ${predictor.project.name}.`);
		if (code === 'model.not_explainable')
			return problem(409, code, `The model ${predictor.card.family} answers from whole histories and has no impacts: leave out explain=1.`);
		throw error;
	}
}

/** A reply that says what is wrong and what to do. */
export function problem(status: number, code: string, detail: string): Reply {
	return { status, type: 'application/problem+json', body: { type: 'about:blank', title: titles[status] ?? 'Failed', status, detail, code } };
}
