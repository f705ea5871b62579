import { breather } from '../../progress.js';
import type { Progress } from '../../progress.js';
import type { Random } from '../../random.js';
import { bagMeans, newBag } from './bag.js';
import { growBoostedPart, slotsOf } from './boosted.js';
import type { BoostedPart } from './boosted.js';
import { baseMargin, boostRows, boostTable } from './boost-rows.js';
import type { BoostRows, Labels, Watched } from './boost-rows.js';
import { joinTrees, sliceTrees } from './builder.js';
import { growForestPart } from './forest.js';
import { createBoostKernel, createForestKernel } from './create.js';
import type { Binned, GrowBoosted, GrowForest, Trees } from './types.js';

export interface GrowWork {
	readonly random: Random;
	readonly report: (progress: Progress) => void;
	readonly signal?: AbortSignal;
}

export interface GrownForest {
	readonly trees: Trees;
	/** [rows] mean over the trees that did not draw the row; NaN where every tree did. */
	readonly outOfBag: Float32Array;
}

export interface GrownBoosted {
	readonly trees: Trees;
	/** All trees that were grown, those after the best one too. */
	readonly all: Trees;
	/** Log-odds that the trees add to. */
	readonly base: number;
	/** One point per tree that was grown, those after the best one too; empty without validation. */
	readonly curve: readonly { readonly train: number; readonly validation: number }[];
	/** [all rows] log-odds of the training rows, and after them of those that were watched. */
	readonly margin: Float32Array;
}

/**
 * A random forest in place. label: [rows] 0 or 1. weight: [rows] whole numbers, 1 where undefined. The probability of
 * a row is the mean of the trees' leaves: `predictForest`.
 */
export async function growForest(
	binned: Binned,
	label: Uint8Array,
	weight: Uint8Array | undefined,
	options: GrowForest,
	{ random, report, signal }: GrowWork
): Promise<GrownForest> {
	const kernel = createForestKernel(binned, label, weight, options);
	const pause = breather(signal);
	const bag = newBag(binned.rows);
	const parts: Trees[] = [];
	try {
		for (let tree = 0; tree < options.trees; tree++) {
			const part = growForestPart(kernel, binned.bins.kinds.length, random, tree, tree + 1, bag);
			parts.push(part.trees);
			report({ stage: 'trees', done: tree + 1, total: options.trees });
			await pause();
		}
	} finally {
		kernel.release();
	}
	const outOfBag = new Float32Array(binned.rows);
	bagMeans(bag, options.trees, NaN, outOfBag);
	return { trees: joinTrees(parts), outOfBag };
}

/**
 * Gradient boosting in place. label: [rows] in [0, 1]. weight: [rows] above 0, or 0 to leave a row out; 1 where undefined.
 * With validation rows the loss curve is drawn and, with `patience`, growing stops early and only the trees up to
 * the best are kept. The log-odds of a row are base + the sum of the leaves: `predictBoosted`.
 */
export async function growBoosted(
	binned: Binned,
	label: Labels,
	weight: Float32Array | undefined,
	options: GrowBoosted,
	{ validation, random, report, signal }: GrowWork & { readonly validation?: Watched }
): Promise<GrownBoosted> {
	const base = baseMargin(label, weight);
	const rows = boostRows(boostTable(validation ? [binned, validation.binned] : [binned]), { label, weight }, validation, base);
	const kernel = createBoostKernel(rows, slotsOf(options));
	const pause = breather(signal);
	const grow = async (from: number, to: number) => {
		await pause();
		return growBoostedPart(kernel, rows, options, random, from, to);
	};
	const tell = (part: BoostedPart, done: number) =>
		report({ stage: 'trees', done, total: options.trees, loss: part.curve.at(-1) });
	try {
		const grown = await boost(grow, rows, options, 1, tell);
		return { ...grown, base, margin: kernel.margin.slice() };
	} finally {
		kernel.release();
	}
}

/** Boosting part by part, `step` trees each, wherever `grow` has them grown, until it is done or stops improving. */
export async function boost(
	grow: (from: number, to: number) => Promise<BoostedPart>,
	rows: BoostRows,
	options: GrowBoosted,
	step: number,
	report: (part: BoostedPart, done: number) => void
): Promise<Pick<GrownBoosted, 'trees' | 'all' | 'curve'>> {
	const parts: Trees[] = [];
	const curve: { readonly train: number; readonly validation: number }[] = [];
	let best = 0;
	let from = 0;
	const isWatched = () => options.patience > 0 && curve.length > 0;
	while (from < options.trees && !(isWatched() && from - best > options.patience)) {
		const to = Math.min(options.trees, from + step);
		const part = await grow(from, to);
		if (part.margin) rows.margin.set(part.margin);
		parts.push(part.trees);
		curve.push(...part.curve);
		for (let tree = from; tree < curve.length; tree++) if (curve[tree].validation < curve[best].validation) best = tree;
		from = to;
		report(part, to);
	}
	const trees = joinTrees(parts);
	return { trees: isWatched() ? sliceTrees(trees, 0, best + 1) : trees, all: trees, curve };
}
