import { readFileSync } from 'node:fs';
import { readOrders } from '../../src/cli/orders.js';
import { tasks } from '../../src/cli/tasks.js';
import { startTensorFlow } from '../../src/cli/tensorflow.js';
import { defaultQuestion } from '../../src/lib/core/features/questions.js';
import { blendModel } from '../../src/lib/core/models/blend/model.js';
import { decodeModel } from '../../src/lib/core/models/decode.js';
import type { FamilyName } from '../../src/lib/core/models/types.js';
import { inline } from '../../src/lib/core/parallel.js';
import { silent } from '../../src/lib/core/progress.js';
import { readProject } from '../../src/lib/core/project/file.js';
import { Predictor } from '../../src/lib/core/project/predictor.js';
import { trainModels } from '../../src/lib/core/project/train.js';
import type { Project } from '../../src/lib/core/project/types.js';
import { WhatIf } from '../../src/lib/core/project/what-if.js';

/** A demo with all families trained, or what a project file has. */
export async function projectOf(source: string, families: readonly FamilyName[]): Promise<Project> {
	await startTensorFlow();
	if (source.endsWith('.likely')) return readProject(readFileSync(source));
	const { book, mapping, quality, name } = await readOrders(source, {}, silent);
	const question = defaultQuestion(book);
	const now = new Date(0).toISOString();
	const { models, best } = await trainModels(book, question, { families, seed: 1, threshold: 0.7, pool: inline(tasks), now }, silent);
	return { id: source, name, created: now, mapping, quality, book, question, seed: 1, threshold: 0.7, models, chosen: best };
}

/** Figures per family, by name. */
export async function sums(source: string, families: readonly FamilyName[], customers: number): Promise<Record<string, Record<string, string | number>>> {
	const project = await projectOf(source, families);
	const rows: Record<string, Record<string, string | number>> = {};
	for (const { id, family } of project.models.filter(({ family }) => families.includes(family))) rows[family] = sumsOf(new Predictor({ ...project, chosen: id }), customers);
	const learned = project.models.filter(({ family }) => family !== 'popularity' && family !== 'blend' && families.includes(family));
	if (learned.length < 2) return rows;
	const all = blendModel(learned.map(({ model }) => decodeModel(model)), { kind: 'log-odds', weights: new Float64Array(learned.length).fill(1 / learned.length) });
	const together = { ...learned[0], id: 'all', family: 'blend' as const, model: all.encode() };
	rows['all together'] = sumsOf(new Predictor({ ...project, models: [together], chosen: 'all' }), Math.ceil(customers / 10));
	return rows;
}

function sumsOf(predictor: Predictor, customers: number): Record<string, string | number> {
	const whatIf = new WhatIf(predictor);
	const { examples, products, project } = predictor;
	const step = Math.max(1, Math.floor(examples.rows / customers));
	const found = { pairs: 0, worst: 0, apart: 0, sampled: 0, error: 0, milliseconds: 0 };
	for (let row = 0; row < examples.rows && found.pairs < customers * products.length; row += step) {
		const p = predictor.probabilities(row);
		const customer = project.book.customers[examples.customer[row]];
		const began = performance.now();
		const { explanations } = whatIf.answer({ customer, values: {} });
		found.milliseconds += performance.now() - began;
		for (const { product, baseline, probability, impacts, standardError } of explanations) {
			const sum = impacts.reduce((total, { impact }) => total + impact, baseline);
			found.pairs++;
			found.worst = Math.max(found.worst, Math.abs(sum - p[products.indexOf(product)]));
			found.apart = Math.max(found.apart, Math.abs(sum - probability));
			if (standardError > 0) found.sampled++;
			found.error = Math.max(found.error, standardError);
		}
	}
	return {
		pairs: found.pairs,
		'off the prediction': found.worst.toExponential(1),
		'off the shown sum': found.apart.toExponential(1),
		sampled: found.sampled,
		'standard error': found.error.toFixed(5),
		'ms a customer': (found.milliseconds / (found.pairs / products.length)).toFixed(1)
	};
}
