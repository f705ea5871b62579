import { toFailure } from '../errors.js';
import type { Predictor } from '../project/predictor.js';
import { sourceOf } from './customer-source.js';
import type { CustomerSource } from './customer-source.js';
import { predictionAnswer } from './prediction.js';
import type { AnswerOptions, PredictionAnswer } from './prediction.js';
import { misnamed } from './query.js';
import type { Query } from './query.js';
import { json, problem } from './reply.js';
import type { Problem, Reply } from './reply.js';

export type { Query } from './query.js';
export type { Problem } from './reply.js';

/** What both ways of asking for a prediction take in the query. */
const options = ['threshold', 'product', 'explain'];

/**
 * Answers `GET /predict?customer_id=…[&threshold=][&product=][&explain=1]` for the service worker and for
 * `likely serve` alike. 400: a parameter is missing or makes no sense; 404: no such customer or product; 409: there is
 * no trained model (`from` undefined), or it cannot explain.
 */
export function handlePredict(from: Predictor | CustomerSource | undefined, query: Query): Reply<PredictionAnswer | Problem> {
	const wrong = misnamed(query, ['customer_id', ...options]);
	if (wrong) return wrong;
	const [customer] = query.getAll('customer_id');
	if (!customer) return problem(400, 'request.no_customer', 'Say which customer: /predict?customer_id=AA-10480');
	const asked = answerOptions(query);
	if ('status' in asked) return asked;
	if (!from) return noModel();
	try {
		return json(predictionAnswer(from, customer, asked));
	} catch (error) {
		return refusal(error, sourceOf(from).name) ?? rethrow(error);
	}
}

/** Threshold, product and explain of a query, or what is wrong with them. */
export function answerOptions(query: Query): AnswerOptions | Reply<Problem> {
	const [product] = query.getAll('product');
	const [thresholdText] = query.getAll('threshold');
	const [explainText = '0'] = query.getAll('explain');
	const threshold = thresholdText === undefined ? undefined : Number(thresholdText);
	if (threshold !== undefined && (thresholdText.trim() === '' || !(threshold >= 0 && threshold <= 1)))
		return problem(400, 'request.bad_threshold', `The threshold has to be a number from 0 to 1, like 0.7; it is ${thresholdText}.`);
	if (explainText !== '0' && explainText !== '1')
		return problem(400, 'request.bad_explain', `explain has to be 1 or 0; it is ${explainText}.`);
	return { threshold, product, explain: explainText === '1' };
}

export function noModel(): Reply<Problem> {
	return problem(409, 'project.no_model', 'No model has been trained yet: open the page, choose data and train one.');
}

/** A failure of an answer from a project of that name as the problem that it is; undefined where it is nobody's fault who asks. */
export function refusal(error: unknown, name: string): Reply<Problem> | undefined {
	const { code, facts } = toFailure(error);
	if (code === 'customer.unknown') return problem(404, code, `There is no customer ${facts.customer} in ${name}.`);
	if (code === 'product.unknown') return problem(404, code, `There is no product ${facts.product} in ${name}.`);
	if (code === 'parameter.unknown') return problem(400, code, `There is no parameter ${facts.parameter}: GET /models lists those of each model.`);
	if (code === 'parameter.not_a_number') return problem(400, code, `The value of ${facts.parameter} makes no sense for it.`);
	if (code === 'edit.time_out_of_range') return problem(400, code, 'An order may not be later than the last day of the data.');
	if (code === 'edit.nothing_bought') return problem(400, code, 'Somebody who bought nothing has no history to predict from: give at least one order.');
	return undefined;
}

function rethrow(error: unknown): never {
	throw error;
}
