import type { Calibration } from '../../../src/lib/core/evaluation/calibration.js';
import type { Examples } from '../../../src/lib/core/features/types.js';
import { calibrated } from '../../../src/lib/core/models/calibrated.js';
import { NeuralModel } from '../../../src/lib/core/models/neural/model.js';
import { findExampleBins } from '../../../src/lib/core/models/trees/examples.js';
import { TreeModel } from '../../../src/lib/core/models/trees/model.js';
import { NodeKind } from '../../../src/lib/core/models/trees/types.js';
import type { Bins, Trees } from '../../../src/lib/core/models/trees/types.js';
import type { Model } from '../../../src/lib/core/models/types.js';
import type { Random } from '../../../src/lib/core/random.js';
import { setUp } from '../models/neural/set-up.js';

export const kinds = ['forest', 'boosted', 'neural'] as const;

/** A model that was drawn, not learned: every kind of node, input and calibration is in one sooner or later. */
export function randomModel(kind: (typeof kinds)[number], examples: Examples, random: Random): Model {
	const { features, book } = examples;
	const inner = kind === 'neural' ? new NeuralModel(features, book.products, setUp(examples, random.integer(2) ? [6, 4] : [5])) : randomTrees(kind, examples, random);
	return random.integer(4) ? calibrated(inner, randomCalibration(book.products.length, kind === 'forest' ? 1e-6 : 0.01, random)) : inner;
}

function randomTrees(family: 'forest' | 'boosted', { features, book, ...examples }: Examples, random: Random): TreeModel {
	const bins = findExampleBins({ features, book, ...examples }, 2 + random.integer(12));
	// Boosted products may have no tree at all.
	const counts = book.products.map(() => (family === 'forest' ? 1 : 0) + random.integer(4));
	const first = new Int32Array(counts.length + 1);
	counts.forEach((count, p) => (first[p + 1] = first[p] + count));
	return new TreeModel({
		family,
		features,
		products: book.products,
		options: {},
		bins,
		trees: drawTrees(first[counts.length], bins, family === 'forest' ? 1 : 4, random),
		first,
		base: Float64Array.from(counts, () => random.normal()),
		link: family === 'forest' ? 'mean' : 'logistic'
	});
}

/** Trees with leaves between 0 and `largest`. */
function drawTrees(count: number, bins: Bins, largest: number, random: Random): Trees {
	const nodes: { column: number; split: number; kind: number; left: number; value: number }[] = [];
	const [start, subsetStart, subsets] = [[0], [0], [] as number[]];
	for (let tree = 0; tree < count; tree++) {
		const root = nodes.length;
		const ownSubsets = subsets.length / 8;
		const grow = (at: number, depth: number) => {
			nodes[at].value = Math.fround(largest * random.next());
			if (depth === 0 || random.next() < 0.2) return;
			const column = random.integer(bins.kinds.length);
			const isCategory = bins.kinds[column] === 'category';
			const kind = isCategory ? NodeKind.category : random.integer(2) ? NodeKind.missingLeft : NodeKind.missingRight;
			let split = random.integer(bins.edges[column].length + 3);
			if (isCategory) {
				split = subsets.length / 8 - ownSubsets;
				for (let word = 0; word < 8; word++) subsets.push(random.integer(2 ** 32));
			}
			const left = nodes.length;
			nodes[at] = { ...nodes[at], column, kind, split: kind === NodeKind.missingRight ? Math.max(1, split) : split, left: left - root };
			nodes.push({ ...empty }, { ...empty });
			grow(left, depth - 1);
			grow(left + 1, depth - 1);
		};
		nodes.push({ ...empty });
		grow(root, 5);
		start.push(nodes.length);
		subsetStart.push(subsets.length / 8);
	}
	return {
		start: Int32Array.from(start),
		column: Uint16Array.from(nodes, (node) => node.column),
		split: Uint16Array.from(nodes, (node) => node.split),
		kind: Uint8Array.from(nodes, (node) => node.kind),
		left: Int32Array.from(nodes, (node) => node.left),
		value: Float32Array.from(nodes, (node) => node.value),
		cover: new Float32Array(nodes.length).fill(1),
		subsetStart: Int32Array.from(subsetStart),
		subsets: Uint32Array.from(subsets),
		gain: new Float32Array(count * bins.kinds.length)
	};
}

const empty = { column: 0, split: 0, kind: NodeKind.leaf, left: 0, value: 0 };

/**
 * clip: the last digit of a float32 close to 1 is worth much after a calibration, so where it may differ, none comes close.
 */
function randomCalibration(products: number, clip: number, random: Random): Calibration {
	const draw = () => Float64Array.from({ length: products }, () => random.normal());
	const shape = random.integer(4);
	const odds = shape === 0 ? 0 : 0.5 + random.next();
	const ascending = (length: number) => Float64Array.from({ length }, () => random.normal() * 2).sort();
	const length = 1 + random.integer(5);
	return {
		kind: (['popularity', 'platt', 'beta-popularity', 'isotonic'] as const)[shape],
		map: {
			clip,
			bias: random.normal(),
			odds,
			against: shape === 1 ? odds : shape === 0 ? 0 : 0.5 + random.next(),
			popularity: random.next(),
			rateLogit: draw(),
			offset: draw(),
			...(shape === 3 && { knots: { x: ascending(length), y: ascending(length) } })
		},
		spread: 0,
		logLoss: NaN,
		candidates: []
	};
}
