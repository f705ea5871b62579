import { averagePrecision, rocAuc } from '../../../src/lib/core/evaluation/ranking.js';
import { treeShapPath } from '../../../src/lib/core/explanation/treeshap-path.js';
import { treeShap } from '../../../src/lib/core/explanation/treeshap.js';
import { boosted } from '../../../src/lib/core/models/boosted/index.js';
import { forest } from '../../../src/lib/core/models/forest/index.js';
import { binTable } from '../../../src/lib/core/models/trees/index.js';
import { TreeModel } from '../../../src/lib/core/models/trees/model.js';
import type { Fitted } from '../../../src/lib/core/models/types.js';
import type { TaskPool } from '../../../src/lib/core/parallel.js';
import { examplesOf, randomTable } from './table.js';
import type { Shape, Table } from './table.js';

export type Learner = 'forest' | 'boosted';

export interface Measured {
	readonly fit_s: number;
	/** Seconds of all cores together; only where the host counts them. */
	readonly fit_cpu_s?: number;
	readonly predict_s: number;
	readonly ap: number;
	readonly auc: number;
	readonly model_mb: number;
	/** Interventional values of one customer for all products, median over customers. */
	readonly shap_ms: number;
	/** Path-dependent values of one row of one product. */
	readonly path_shap_us_per_row: number;
}

/** Fits one learner on the first 80 % of the rows, as the Python side does, and asks it for the rest. */
export async function measure(
	learner: Learner,
	shape: Shape,
	table: Table,
	pool: TaskPool,
	cpuSeconds?: () => number
): Promise<Measured> {
	const cut = Math.floor(shape.rows * 0.8);
	const train = examplesOf(table, shape, 0, cut);
	const test = examplesOf(table, shape, cut, shape.rows);
	await warm(learner, pool);
	const spentBefore = cpuSeconds?.() ?? 0;
	const started = performance.now();
	const { model } = await fit(learner, shape, train, pool);
	const fitted = performance.now();
	const spent = cpuSeconds && { fit_cpu_s: round(cpuSeconds() - spentBefore, 3) };
	const p = model.predict(test);
	const predicted = performance.now();
	if (!(model instanceof TreeModel)) throw new Error('no trees');
	const scores = Array.from({ length: shape.labels }, (_, product) => {
		const own = Float32Array.from({ length: test.rows }, (_, r) => p[r * shape.labels + product]);
		const label = Uint8Array.from({ length: test.rows }, (_, r) => table.y[(cut + r) * shape.labels + product]);
		return [averagePrecision(own, label), rocAuc(own, label)];
	});
	const mean = (at: number) => scores.reduce((sum, score) => sum + score[at], 0) / scores.length;
	const bytes = Object.values(model.encode().buffers).reduce((sum, buffer) => sum + buffer.byteLength, 0);
	return {
		fit_s: round((fitted - started) / 1000, 3),
		...spent,
		predict_s: round((predicted - fitted) / 1000, 3),
		ap: round(mean(0), 4),
		auc: round(mean(1), 4),
		model_mb: round(bytes / 1e6, 1),
		...shapTimes(learner, model, test.x, shape.features)
	};
}

/** Starts the workers and lets the engine compile, as the Python side has its modules loaded before the clock runs. */
async function warm(learner: Learner, pool: TaskPool): Promise<void> {
	const shape = { rows: 1000, features: 4, labels: 4 * pool.size, trees: 50 };
	await fit(learner, shape, examplesOf(randomTable(shape), shape, 0, shape.rows), pool);
}

/** A fit on all rows of a table, and what is to be called before its clock or its memory counts. */
export function fitTable(learner: Learner, shape: Shape, table: Table, pool: TaskPool) {
	const train = examplesOf(table, shape, 0, shape.rows);
	return { warm: () => warm(learner, pool), fit: () => fit(learner, shape, train, pool) };
}

/** Only the fit, for the slopes. */
export async function fitSeconds(learner: Learner, shape: Shape, table: Table, pool: TaskPool): Promise<number> {
	const own = fitTable(learner, shape, table, pool);
	await own.warm();
	const started = performance.now();
	await own.fit();
	return (performance.now() - started) / 1000;
}

/** Predicting all rows for all labels in one thread, by a model of the first 5,000 rows: seconds, and those of its core. */
export async function predictSeconds(learner: Learner, shape: Shape, pool: TaskPool, cpuSeconds: () => number) {
	const table = randomTable(shape);
	const { model } = await fit(learner, shape, examplesOf(table, shape, 0, Math.min(5000, shape.rows)), pool);
	const all = examplesOf(table, shape, 0, shape.rows);
	model.predict(examplesOf(table, shape, 0, 100));
	const [started, before] = [performance.now(), cpuSeconds()];
	model.predict(all);
	return { s: round((performance.now() - started) / 1000, 3), cpu_s: round(cpuSeconds() - before, 3) };
}

async function fit(learner: Learner, shape: Shape, train: ReturnType<typeof examplesOf>, pool: TaskPool): Promise<Fitted> {
	const validation = examplesOf({ x: new Float32Array(0), y: new Uint8Array(0) }, shape, 0, 0);
	const context = { seed: 1, validation, report: () => {}, pool };
	if (learner === 'forest') return forest.fit(train, { ...forest.defaults, trees: shape.trees, minLeaf: leaf(train.rows) }, context);
	return boosted.fit(train, { ...boosted.defaults, trees: shape.rounds ?? 60, depth: 4, rate: 0.15, patience: 0 }, context);
}

/** Without validation rows to choose it on: a tenth of the root of the rows, at least 5. */
const leaf = (rows: number) => Math.max(5, Math.round(Math.sqrt(rows) / 10));

function shapTimes(learner: Learner, model: TreeModel, x: Float32Array, features: number) {
	const { trees, first, bins } = model.parts;
	const row = (r: number) => binTable(bins, x.slice(r * features, (r + 1) * features), 1).data;
	const reference = row(0);
	const times: number[] = [];
	for (let customer = 1; customer <= 30; customer++) {
		const started = performance.now();
		const current = row(customer);
		for (let p = 0; p + 1 < first.length; p++) treeShap({ trees, from: first[p], to: first[p + 1] }, current, reference);
		times.push(performance.now() - started);
	}
	const rows = Math.min(learner === 'forest' ? 128 : 2000, x.length / features);
	const binned = binTable(bins, x.slice(0, rows * features), rows);
	const ensemble = { trees, from: first[0], to: first[1] };
	treeShapPath(ensemble, binned);
	const started = performance.now();
	treeShapPath(ensemble, binned);
	const each = ((performance.now() - started) * 1000) / rows;
	return { shap_ms: round(times.toSorted((a, b) => a - b)[15], 2), path_shap_us_per_row: round(each, 2) };
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
