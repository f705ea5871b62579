import { sortedQuantile } from '../evaluation/bootstrap.js';
import type { ParameterValue } from '../explanation/types.js';
import type { Examples, FeatureDefinition } from '../features/types.js';
import { breather } from '../progress.js';
import type { PredictionRecord } from './types.js';

/** How far some values of a feature differ from those that the model learned from. */
export interface Shift {
	/** Population stability index. */
	readonly psi: number;
	/** The PSI that as many values drawn from the training data itself would show on average. */
	readonly expected: number;
	/** By the usual reading, after what chance explains (its mean and two standard deviations): below .1, up to .25, above. */
	readonly level: 'stable' | 'moderate' | 'large';
}

/** How far the customers that were asked about differ from those that the model learned from, in one parameter. */
export interface Drift extends Shift {
	readonly parameter: string;
	/** Distinct (customer, time) whose value is known to the record. */
	readonly customers: number;
}

/** How far today's customers differ from those that the model learned from, in one feature. */
export interface FeatureDrift extends Shift {
	readonly feature: string;
}

const BINS = 10;

/** What moves with the calendar alone. */
const calendar: ReadonlySet<string> = new Set(['month', 'tenure_days']);

/** The values of every parameter over the distinct (customer, time) that were asked about, by the parameter's name: numbers as one array. */
export type AskedValues = Readonly<Record<string, ArrayLike<ParameterValue>>>;

/** What was asked about, by parameter. Edited and invented customers do not count. Others get their turn every few milliseconds. */
export async function askedValues(records: readonly Pick<PredictionRecord, 'time' | 'customer' | 'hypothetical' | 'parameters'>[]): Promise<AskedValues> {
	const rest = breather(undefined, 12);
	const asked = new Map<string, PredictionRecord['parameters']>();
	for (const { time, customer, hypothetical, parameters } of records) {
		if (!hypothetical) asked.set(`${time} ${customer}`, parameters);
		await rest();
	}
	const values = new Map<string, ParameterValue[]>();
	for (const parameters of asked.values()) {
		for (const [name, value] of Object.entries(parameters)) {
			const column = values.get(name);
			if (column) column.push(value);
			else values.set(name, [value]);
		}
		await rest();
	}
	const columns: Record<string, ArrayLike<ParameterValue>> = {};
	for (const [name, column] of values) {
		columns[name] = column.every((value) => typeof value === 'number') ? Float64Array.from(column) : column;
		await rest();
	}
	return columns;
}

/**
 * Drift of every customer feature of those that were asked about against the training rows, largest first. Numbers are
 * compared in deciles of the training data, categories word by word; a missing value is a class of its own. Left out are product
 * features and what moves with the calendar alone: which products are asked for, and when, is the user's choice.
 */
export function inputDrift(asked: AskedValues, train: Examples): Drift[] {
	const { features, rows } = train;
	const drifts = features.customer.flatMap((feature, c): Drift[] => {
		const values = Object.hasOwn(asked, feature.name) && !calendar.has(feature.name) ? asked[feature.name] : [];
		if (!values.length || !rows) return [];
		const coded = Float32Array.from(values, (value) => codeOf(feature, value));
		return [{ parameter: feature.name, customers: values.length, ...shiftOf(feature, columnOf(train, c), coded) }];
	});
	return drifts.sort(largestFirst);
}

/** The part of examples that drift is measured in. */
export type Rows = Pick<Examples, 'rows' | 'x' | 'features'>;

/**
 * Drift of every customer feature between two sets of snapshots with the same features, largest first. Features that
 * move with the calendar alone are left out.
 */
export function featureDrift(before: Rows, now: Rows): FeatureDrift[] {
	if (!before.rows || !now.rows) return [];
	return before.features.customer
		.flatMap((feature, c) => (calendar.has(feature.name) ? [] : [{ feature: feature.name, ...shiftOf(feature, columnOf(before, c), columnOf(now, c)) }]))
		.sort(largestFirst);
}

/** Column c of the customers' features, [rows]. */
function columnOf({ features, rows, x }: Rows, c: number): Float32Array {
	return Float32Array.from({ length: rows }, (_, row) => x[row * features.customer.length + c]);
}

/** Numbers in deciles of those that were learned from, words one by one, a missing value as a class of its own. */
function shiftOf({ kind }: FeatureDefinition, learned: Float32Array, now: Float32Array): Shift {
	const edges = kind === 'number' ? decileEdges(learned) : undefined;
	const classOf = (value: number) => (Number.isNaN(value) ? 'missing' : String(edges ? binOf(edges, value) : value));
	const { psi, expected } = populationStability(Array.from(learned, classOf), Array.from(now, classOf));
	// Under no drift PSI / (1/n + 1/m) is close to a chi-squared of as many degrees of freedom as its mean.
	const unit = 1 / learned.length + 1 / now.length;
	const beyond = psi - expected - 2 * Math.sqrt(2 * expected * unit);
	return { psi, expected, level: beyond < 0.1 ? 'stable' : beyond <= 0.25 ? 'moderate' : 'large' };
}

const largestFirst = (a: Shift, b: Shift) => b.psi - b.expected - (a.psi - a.expected);

/**
 * Population stability index Σ (q − p) ln(q / p) over classes, p the shares of `before`, q of `now`, half an item added
 * to every class so that an empty one stays finite. `expected`: (classes − 1) × (1/n + 1/m), its mean when both come
 * from one population (Yurdakul and Naranjo, 2020).
 */
export function populationStability(before: readonly string[], now: readonly string[]): { psi: number; expected: number } {
	const classes = new Map<string, { p: number; q: number }>();
	const counted = (name: string) => {
		const found = classes.get(name) ?? { p: 0.5, q: 0.5 };
		classes.set(name, found);
		return found;
	};
	for (const name of before) counted(name).p++;
	for (const name of now) counted(name).q++;
	const k = classes.size;
	let psi = 0;
	for (const { p, q } of classes.values()) {
		const [share, later] = [p / (before.length + k / 2), q / (now.length + k / 2)];
		psi += (later - share) * Math.log(later / share);
	}
	return { psi, expected: (k - 1) * (1 / before.length + 1 / now.length) };
}

/** Distinct inner decile borders of the known values. */
function decileEdges(values: Float32Array): number[] {
	const known = values.filter((value) => !Number.isNaN(value)).sort();
	const edges = Array.from({ length: BINS - 1 }, (_, i) => sortedQuantile(known, (i + 1) / BINS));
	return [...new Set(edges)];
}

/** A kept value as the column has it. A word that the training data never had is a class of its own (-1). */
function codeOf({ kind, values }: FeatureDefinition, value: ParameterValue): number {
	if (kind !== 'category') return value === '' ? NaN : Number(value);
	return value === '' ? NaN : (values?.indexOf(String(value)) ?? -1);
}

/** How many edges lie below the value. */
function binOf(edges: readonly number[], value: number): number {
	return edges.filter((edge) => edge < value).length;
}
