import type * as Core from '@tensorflow/tfjs-core';
import type { Dropout } from '../neural/forward.js';
import { fillMask } from '../neural/graph-dropout.js';
import type { GraphFront, GraphFrontPlan } from '../neural/graph-pass.js';
import type { Parameters } from '../neural/graph.js';
import { parameterOf } from '../neural/graph.js';
import { mostCells } from '../neural/graph-rows.js';
import { halves, shardSeed } from '../neural/stepper.js';
import type { FrontShape } from './front-places.js';
import { frontSeed } from './front.js';
import { tiny } from './layer-norm.js';
import type { SequenceMaterial } from './sequences.js';
import { basketFacts } from './sequences.js';

type TensorFlow = typeof Core;

/** A score of what may not be looked at: nothing is left of it even in 16 bits. */
const hidden = -1e4;

/** The transformer in front, in plain TensorFlow.js operations: what trains it on backends that cannot run the fused step. */
export function planGraphFront(shape: FrontShape): GraphFrontPlan<SequenceMaterial> {
	return (tf, material, rows) => new PaddedFront(tf, shape, material, rows);
}

/** Every row gets as many places for baskets as the longest has; its own come first, so that causality hides the rest. */
class PaddedFront implements GraphFront<SequenceMaterial> {
	/** Places of a row, and products in all places. */
	readonly #places: number;
	readonly #most: number;
	readonly #facts: Float32Array;
	readonly #lag: Float32Array;
	/** [rows] baskets. */
	readonly #baskets: Int32Array;
	#rows = 0;
	#items = 0;
	readonly #itemPlace: Int32Array;
	readonly #itemProduct: Int32Array;
	readonly #itemShare: Float32Array;

	constructor(
		private readonly tf: TensorFlow,
		private readonly shape: FrontShape,
		readonly material: SequenceMaterial,
		private readonly capacity: number
	) {
		const { first, last, start } = material;
		const items = first.map((from, r) => start[last[r]] - start[from]).sort();
		this.#places = first.reduce((most, from, r) => Math.max(most, last[r] - from), 1);
		this.#most = items.subarray(Math.max(0, items.length - capacity)).reduce((sum, n) => sum + n, 1);
		const places = capacity * this.#places;
		this.#facts = new Float32Array(places * basketFacts);
		this.#lag = new Float32Array(places * this.#places);
		this.#baskets = new Int32Array(capacity);
		this.#itemPlace = new Int32Array(this.#most);
		this.#itemProduct = new Int32Array(this.#most);
		this.#itemShare = new Float32Array(this.#most);
	}

	gather(order: Int32Array | undefined, from: number, to: number): void {
		const m = this.material;
		const places = this.#places;
		for (const numbers of [this.#facts, this.#lag, this.#itemShare]) numbers.fill(0);
		this.#rows = to - from;
		this.#items = 0;
		for (let r = 0; r < this.#rows; r++) {
			const row = order ? order[from + r] : from + r;
			const first = m.first[row];
			const n = m.last[row] - first;
			this.#baskets[r] = n;
			for (let t = 0; t < n; t++) this.#take(first + t, r * places + t, t, first);
		}
	}

	/** Takes a basket to its place; it is the row's number t, whose first is `first`. */
	#take(basket: number, place: number, t: number, first: number): void {
		const m = this.material;
		for (let f = 0; f < basketFacts; f++) this.#facts[place * basketFacts + f] = m.facts[basket * basketFacts + f];
		const share = 1 / Math.sqrt(Math.max(1, m.start[basket + 1] - m.start[basket]));
		for (let i = m.start[basket]; i < m.start[basket + 1]; i++, this.#items++) {
			this.#itemPlace[this.#items] = place;
			this.#itemProduct[this.#items] = m.product[i];
			this.#itemShare[this.#items] = share;
		}
		for (let s = 0; s <= t; s++) this.#lag[place * this.#places + s] = Math.log1p(Math.max(0, m.time[basket] - m.time[first + s]));
	}

	read(parameters: Parameters, dropout: Dropout): Core.Tensor2D {
		const { tf, capacity } = this;
		const { width, layers } = this.shape;
		const all = capacity * this.#places;
		const at = (name: string) => parameterOf<Core.Tensor2D>(parameters, name);
		const facts = tf.matMul(tf.tensor2d(this.#facts, [all, basketFacts]), at('basketFacts'));
		let tokens = tf.add<Core.Tensor2D>(facts, this.#bags(at('basketProducts')));
		for (let l = 0; l < layers; l++) {
			const of = (name: string) => at(`layer.${l}.${name}`);
			const seen = this.#attend(normalised(tf, tokens, of('gain'), of('bias')), of('qkv'), of('slope'));
			const mixed = tf.add<Core.Tensor2D>(tokens, tf.matMul(seen, of('mix')));
			const up = tf.matMul(normalised(tf, mixed, of('gain2'), of('bias2')), of('up'));
			let inner = tf.relu(tf.add<Core.Tensor2D>(up, of('upBias')));
			if (dropout.keep < 1) inner = tf.mul(inner, this.#mask(dropout, l));
			tokens = tf.add(tf.add(mixed, tf.matMul(inner, of('down'))), of('downBias'));
		}
		const isLast = new Float32Array(all);
		for (let r = 0; r < this.#rows; r++) if (this.#baskets[r]) isLast[r * this.#places + this.#baskets[r] - 1] = 1;
		const last = tf.mul(tf.reshape(tokens, [capacity, this.#places, width]), tf.tensor3d(isLast, [capacity, this.#places, 1]));
		return normalised(tf, tf.sum<Core.Tensor2D>(last, 1), at('lastGain'), at('lastBias'));
	}

	/** [places × width] the sum of each basket's products, over the root of their number. */
	#bags(products: Core.Tensor2D): Core.Tensor2D {
		const { tf } = this;
		const all = this.capacity * this.#places;
		const [catalogue] = products.shape;
		if (all * catalogue > mostCells) {
			const shares = tf.tensor2d(this.#itemShare, [this.#most, 1]);
			const items = tf.mul<Core.Tensor2D>(tf.gather(products, tf.tensor1d(this.#itemProduct, 'int32')), shares);
			return tf.unsortedSegmentSum<Core.Tensor2D>(items, tf.tensor1d(this.#itemPlace, 'int32'), all);
		}
		const bags = new Float32Array(all * catalogue);
		for (let i = 0; i < this.#items; i++) bags[this.#itemPlace[i] * catalogue + this.#itemProduct[i]] = this.#itemShare[i];
		return tf.matMul(tf.tensor2d(bags, [all, catalogue]), products);
	}

	/** See `attend`. */
	#attend(tokens: Core.Tensor2D, qkv: Core.Tensor2D, slope: Core.Tensor2D): Core.Tensor2D {
		const { tf, capacity } = this;
		const { width, heads } = this.shape;
		const n = this.#places;
		const [query, key, value] = tf.split(tf.matMul(tokens, qkv), 3, 1).map((part) =>
			tf.transpose(tf.reshape(part, [capacity, n, heads, width / heads]), [0, 2, 1, 3])
		);
		const later = Float32Array.from({ length: n * n }, (_, i) => (i % n > Math.floor(i / n) ? hidden : 0));
		const faded = tf.mul(tf.reshape(slope, [1, heads, 1, 1]), tf.tensor4d(this.#lag, [capacity, 1, n, n]));
		const scores = tf.sub(tf.mul(tf.matMul(query, key, false, true), Math.sqrt(heads / width)), faded);
		const weights = tf.softmax(tf.add(scores, tf.tensor4d(later, [1, 1, n, n])));
		return tf.reshape(tf.transpose(tf.matMul(weights, value), [0, 2, 1, 3]), [capacity * n, width]);
	}

	/** The pattern that the fused step draws for the inner layer `l`, whose tokens are numbered within each half of the rows. */
	#mask({ keep, seed }: Dropout, l: number): Core.Tensor2D {
		const width = 2 * this.shape.width;
		const mask = new Float32Array(this.capacity * this.#places * width);
		const [half] = halves(0, this.#rows);
		let token = 0;
		for (let r = 0; r < this.#rows; r++) {
			const shard = r < half ? 0 : 1;
			if (r === half) token = 0;
			for (let t = 0; t < this.#baskets[r]; t++, token++)
				fillMask(mask, r * this.#places + t, token, width, shardSeed(seed, shard) + frontSeed + l, keep);
		}
		return this.tf.tensor2d(mask, [this.capacity * this.#places, width]);
	}
}

/** See `normalise`. */
function normalised(tf: TensorFlow, x: Core.Tensor2D, gain: Core.Tensor2D, bias: Core.Tensor2D): Core.Tensor2D {
	const centred = tf.sub(x, tf.mean(x, 1, true));
	const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), tiny));
	return tf.add(tf.mul(tf.mul(centred, scale), gain), bias);
}
