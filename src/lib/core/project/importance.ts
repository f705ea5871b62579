import { impactsOf } from '../explanation/explain.js';
import { bootstrapCounts, importanceOf } from '../explanation/global.js';
import { parameterGroups } from '../explanation/groups.js';
import type { ParameterGroup } from '../explanation/groups.js';
import { pairVector } from '../features/table.js';
import { inputFeatures, readsHistories } from '../models/inputs.js';
import { breather } from '../progress.js';
import { Random } from '../random.js';
import type { Work } from '../progress.js';
import type { ImportanceAnswer, ImportanceRequest } from './cards.js';
import { drawCustomers } from './training-sample.js';
import type { WhatIf } from './what-if.js';

/** Customers that are explained: so many pairs in all, but at least, and at most, so many customers. */
const PAIRS = 20_000;
const FEWEST = 50;
const MOST = 200;
/** Couples of orders of the parameters where they are too many for all coalitions, as those of a model that reads histories are. */
const PAIRS_OF_ORDERS = 24;

/**
 * Which parameters matter for which product: the Shapley values of a seeded sample of today's customers against the
 * average one. Throws `product.unknown`, and `cancelled`.
 */
export async function importance(whatIf: WhatIf, request: ImportanceRequest, work: Work): Promise<ImportanceAnswer> {
	const { predictor } = whatIf;
	const { examples, model, project } = predictor;
	const products = request.products ?? whatIf.predictor.products;
	const sample = request.sample ?? Math.max(FEWEST, Math.min(MOST, Math.floor(PAIRS / products.length)));
	const random = new Random(project.seed).fork('importance');
	const everybody = Int32Array.from({ length: examples.rows }, (_, row) => row);
	const rows = drawCustomers(everybody, sample, random).sort();
	const features = inputFeatures(model);
	const isParameter = ({ lead }: ParameterGroup) => !features.customer[lead]?.identity;
	const groups = parameterGroups(features).filter(isParameter);
	const inputs = predictor.inputsOf(rows);
	const counts = bootstrapCounts(rows.length, random.fork('bootstrap'));
	const baseline = whatIf.inputs.baseline();
	const size = rows.length * groups.length;
	const cells = products.length * groups.length;
	const answer = {
		...{ mean: new Float64Array(cells), low: new Float64Array(cells), high: new Float64Array(cells), signed: new Float64Array(cells) },
		impacts: new Float32Array(products.length * size),
		values: new Float32Array(products.length * size)
	};
	const pause = breather(work.signal);
	const asked = products.map((name) => ({ product: whatIf.answers.productIndex(name), own: parameterGroups(features, name).filter(isParameter) }));
	const options = { seed: project.seed, ...(readsHistories(model) && { pairs: PAIRS_OF_ORDERS }) };
	for (const r of rows.keys()) {
		for (const [i, { product, own }] of asked.entries()) {
			const vector = pairVector(inputs, r, product);
			const at = i * size + r * groups.length;
			answer.impacts.set(impactsOf(model, product, vector, baseline[product], own, options).impacts, at);
			groups.forEach(({ lead }, g) => (answer.values[at + g] = vector[lead]));
			await pause();
		}
		work.report({ stage: 'importance', done: r + 1, total: rows.length });
		work.signal?.throwIfAborted();
	}
	for (const i of products.keys()) {
		const { mean, low, high, signed } = importanceOf(answer.impacts.subarray(i * size, (i + 1) * size), groups.length, counts);
		for (const [part, of] of [[answer.mean, mean], [answer.low, low], [answer.high, high], [answer.signed, signed]] as const)
			part.set(of, i * groups.length);
		await pause();
	}
	return {
		products,
		parameters: groups.map(({ lead }) => whatIf.answers.values.features[lead]),
		customers: Array.from(rows, (row) => project.book.customers[examples.customer[row]]),
		...answer
	};
}
