import { impactsOf } from '../explanation/explain.js';
import { bootstrapCounts, importanceOf } from '../explanation/global.js';
import { parameterGroups } from '../explanation/groups.js';
import { pairVector } from '../features/table.js';
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

/**
 * Which parameters matter for which product: the Shapley values of a seeded sample of today's customers against the
 * average one. Throws `product.unknown`, and `cancelled`.
 */
export async function importance(whatIf: WhatIf, request: ImportanceRequest, work: Work): Promise<ImportanceAnswer> {
	const { examples, model, project } = whatIf.predictor;
	const products = request.products ?? whatIf.predictor.products;
	const sample = request.sample ?? Math.max(FEWEST, Math.min(MOST, Math.floor(PAIRS / products.length)));
	const random = new Random(project.seed).fork('importance');
	const everybody = Int32Array.from({ length: examples.rows }, (_, row) => row);
	const rows = drawCustomers(everybody, sample, random).sort();
	const groups = parameterGroups(examples.features);
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
	for (const [i, name] of products.entries()) {
		const product = whatIf.answers.productIndex(name);
		const impacts = answer.impacts.subarray(i * size, (i + 1) * size);
		const values = answer.values.subarray(i * size, (i + 1) * size);
		for (const [r, row] of rows.entries()) {
			const vector = pairVector(examples, row, product);
			impacts.set(impactsOf(model, product, vector, baseline[product], groups, { seed: project.seed }).impacts, r * groups.length);
			groups.forEach(({ lead }, g) => (values[r * groups.length + g] = vector[lead]));
			await pause();
		}
		const { mean, low, high, signed } = importanceOf(impacts, groups.length, counts);
		for (const [part, of] of [[answer.mean, mean], [answer.low, low], [answer.high, high], [answer.signed, signed]] as const)
			part.set(of, i * groups.length);
		work.report({ stage: 'importance', done: i + 1, total: products.length });
		work.signal?.throwIfAborted();
	}
	return {
		products,
		parameters: groups.map(({ lead }) => whatIf.answers.values.features[lead]),
		customers: Array.from(rows, (row) => project.book.customers[examples.customer[row]]),
		...answer
	};
}
