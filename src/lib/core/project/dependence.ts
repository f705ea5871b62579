import { LikelyError } from '../errors.js';
import { dependenceBand, dependenceLines, gridOf, histogramOf } from '../explanation/dependence.js';
import { parameterGroups } from '../explanation/groups.js';
import { jointPath } from '../explanation/joint-path.js';
import { seenOf } from '../explanation/seen.js';
import { pairVector, productTable } from '../features/table.js';
import { Random } from '../random.js';
import type { FeatureSet } from '../features/types.js';
import { asInputs } from '../models/inputs.js';
import type { DependenceAnswer, DependenceRequest } from './cards.js';
import { drawCustomers, trainingSample } from './training-sample.js';
import type { WhatIf } from './what-if.js';

/**
 * How one product's probability depends on one parameter: the mean over a seeded sample of today's customers, some of
 * their lines, the line of the customer that is asked about, and how often the values occurred in training. The
 * parameter is moved alone, as by its slider, or, `together`, with the features that are one parameter with it, each
 * set to what training rows with that value typically had. Throws as `WhatIf.answer` does, and `parameter.unknown` for a parameter
 * of another product.
 */
export function dependence(whatIf: WhatIf, request: DependenceRequest): DependenceAnswer {
	const { predictor, answers } = whatIf;
	const { examples, project, model } = predictor;
	const { features } = answers.material;
	const { sample = 200, lines: shown = 40, points = 40 } = request;
	const product = answers.productIndex(request.product);
	const { column, product: of } = answers.values.column(request.parameter);
	if (of >= 0 && of !== product) throw new LikelyError('parameter.unknown', { parameter: request.parameter });
	const feature = answers.values.features[column];
	const current = whatIf.current(request)[product];
	const value = current[column];
	const training = asInputs(model, trainingSample(predictor));
	const table = productTable(training, product);
	const seen = seenOf(Float32Array.from({ length: training.rows }, (_, r) => table[r * current.length + column]));
	const grid = gridOf(feature, seen, value, points);
	const everybody = Int32Array.from({ length: examples.rows }, (_, row) => row);
	const rows = drawCustomers(everybody, sample, new Random(project.seed).fork('dependence'));
	const inputs = predictor.inputsOf(rows);
	const vectors = Array.from(rows, (_, r) => pairVector(inputs, r, product));
	const others = request.together ? groupWith(features, column) : [];
	const definitions = answers.values.features;
	const along = (values: ArrayLike<number>) =>
		others.length ? { columns: others, values: jointPath(table, definitions, column, others, values) } : undefined;
	const path = along(grid);
	const evaluate = (t: Float32Array, n: number) => model.predictProduct(product, t, n);
	const all = dependenceLines(evaluate, vectors, column, grid, path);
	const drawn = Math.min(shown, vectors.length);
	const missing = seen.missing ? dependenceLines(evaluate, vectors, column, [NaN], along([NaN])) : undefined;
	return {
		product: request.product,
		parameter: request.parameter,
		feature,
		grid,
		...(feature.kind === 'category' && { words: Array.from(grid, (code) => feature.values?.[code] ?? '') }),
		...dependenceBand(all, grid.length),
		lines: all.slice(0, drawn * grid.length),
		customers: Array.from(rows.subarray(0, drawn), (row) => project.book.customers[examples.customer[row]]),
		at: Float64Array.from(vectors.slice(0, drawn), (vector) => vector[column]),
		own: { value, probability: answers.probability(product, current), line: dependenceLines(evaluate, [current], column, grid, path) },
		with: others.map((c) => definitions[c]),
		...(missing && { missing: dependenceBand(missing, 1).mean[0] }),
		histogram: histogramOf(feature, seen, grid),
		sample: vectors.length
	};
}

/** The other columns of the parameter that a column belongs to. */
function groupWith(features: FeatureSet, column: number): number[] {
	const group = parameterGroups(features).find(({ columns }) => columns.includes(column));
	return Array.from(group?.columns ?? []).filter((other) => other !== column);
}
