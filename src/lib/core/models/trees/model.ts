import { LikelyError } from '../../errors.js';
import type { Examples, FeatureSet } from '../../features/types.js';
import type { Coalitions, EncodedModel, FamilyName, Model } from '../types.js';
import { binTable } from './bin.js';
import { coalitionWorths, effectiveWorths } from './coalitions.js';
import type { Ensemble } from './coalitions.js';
import { checkPaths, damaged, decodeTrees, encodeTrees, typed } from './codec.js';
import { binExamples, productBins } from './examples.js';
import { predictBoosted, predictForest } from './predict.js';
import type { Binned, Bins, Trees } from './types.js';

const VERSION = 1;

/** What a model of trees consists of. */
export interface TreeModelParts {
	readonly family: FamilyName;
	readonly features: FeatureSet;
	readonly products: readonly string[];
	readonly options: Readonly<Record<string, unknown>>;
	readonly bins: Bins;
	/** All products' trees: product p has trees first[p] to first[p + 1] - 1. */
	readonly trees: Trees;
	readonly first: Int32Array;
	/** [products] log-odds that the trees of a boosted model add to; unused by a forest. */
	readonly base: Float64Array;
	/** mean: the probability is the mean of the leaves. logistic: base and leaves add up to log-odds. */
	readonly link: 'mean' | 'logistic';
}

/** One ensemble of trees per product over shared bins. */
export class TreeModel implements Model {
	readonly family: FamilyName;
	readonly features: FeatureSet;
	readonly products: readonly string[];

	/** Throws `model.damaged` for trees in which a row would never come to a leaf. */
	constructor(readonly parts: TreeModelParts) {
		checkPaths(parts.trees);
		this.family = parts.family;
		this.features = parts.features;
		this.products = parts.products;
	}

	predict(examples: Examples): Float32Array {
		requireFeatures(this.features, examples.features);
		const table = binExamples(this.parts.bins, examples);
		const index = new Map(examples.book.products.map((name, p) => [name, p]));
		const width = this.products.length;
		const out = new Float32Array(examples.rows * width);
		this.products.forEach((name, p) => {
			const probabilities = this.#probabilities(p, productBins(table, index.get(name) ?? -1));
			for (let row = 0; row < probabilities.length; row++) out[row * width + p] = probabilities[row];
		});
		return out;
	}

	predictProduct(product: number, table: Float32Array, rows: number): Float32Array {
		return this.#probabilities(product, binTable(this.parts.bins, table, rows));
	}

	coalitions(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Float64Array {
		return coalitionWorths(this.#ensemble(product), current, baseline, groups);
	}

	effectiveCoalitions(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions {
		return effectiveWorths(this.#ensemble(product), current, baseline, groups);
	}

	encode(): EncodedModel {
		const { family, features, products, options, link, first, base, trees, bins } = this.parts;
		return {
			family,
			version: VERSION,
			features,
			products,
			meta: { options, link },
			buffers: { ...encodeTrees(trees, bins), first, base }
		};
	}

	#ensemble(product: number): Ensemble {
		const { first, link, base, trees, bins } = this.parts;
		return { trees, from: first[product], to: first[product + 1], bins, link, base: base[product] };
	}

	#probabilities(product: number, binned: Binned): Float32Array {
		const { first, link, base, trees } = this.parts;
		const [from, to] = [first[product], first[product + 1]];
		if (link === 'mean') return predictForest(trees, binned, from, to);
		return predictBoosted(trees, base[product], binned, from, to);
	}
}

/** A stored model. Throws `model.damaged` where it does not hold together. */
export function decodeTreeModel(encoded: EncodedModel, family: FamilyName, link: 'mean' | 'logistic'): TreeModel {
	if (encoded.family !== family || encoded.version !== VERSION || encoded.meta.link !== link) throw damaged('meta');
	const { features, products, buffers } = encoded;
	const kinds = [...features.customer, ...features.product].map((feature) => feature.kind);
	const { trees, bins } = decodeTrees(buffers, kinds);
	const first = typed(buffers, 'first', Int32Array);
	const base = typed(buffers, 'base', Float64Array);
	const fits =
		first.length === products.length + 1 &&
		first[0] === 0 &&
		first[products.length] === trees.start.length - 1 &&
		products.every((_, p) => first[p] <= first[p + 1] && (link === 'logistic' || first[p] < first[p + 1]));
	if (!fits) throw damaged('first');
	if (link === 'mean' && !trees.value.every((value) => value >= 0 && value <= 1)) throw damaged('value');
	if (base.length !== products.length || !base.every(Number.isFinite)) throw damaged('base');
	const options = (encoded.meta.options ?? {}) as Record<string, unknown>;
	return new TreeModel({ family, features, products, options, bins, trees, first, base, link });
}

function requireFeatures(own: FeatureSet, given: FeatureSet): void {
	const names = (set: FeatureSet) => [...set.customer, ...set.product].map((feature) => feature.name);
	const expected = names(own);
	const got = names(given);
	if (own.customer.length !== given.customer.length || expected.some((name, i) => name !== got[i]) || expected.length !== got.length)
		throw new LikelyError('model.features', { expected, got });
}
