import { LikelyError } from '../../errors.js';
import { selectRows } from '../../features/examples.js';
import type { Examples, FeatureSet } from '../../features/types.js';
import { decodeNetworkEncoders, encodeNetwork, floatsOf } from '../neural/model.js';
import type { Network } from '../neural/predictor.js';
import { predictMaterial } from '../neural/predictor.js';
import { layoutOf } from '../neural/shape.js';
import type { Layout } from '../neural/shape.js';
import type { EncodedModel, HistoryModel, Model } from '../types.js';
import { frontSlots } from './front-places.js';
import type { FrontShape } from './front-places.js';
import { historyModel, readHistories } from './history.js';
import { planSequencePass } from './pass.js';
import type { FactScale, SequenceMaterial } from './sequences.js';
import { sequencesOf } from './sequences.js';

const version = 1;

/** Sizes of the whole: the front and the network behind it. */
export interface TransformerShape extends FrontShape {
	readonly window: number;
	readonly inputs: number;
	readonly hidden: readonly number[];
	readonly ownInputs: number;
	readonly own: number;
}

export function transformerLayout(shape: TransformerShape): Layout {
	const { inputs, hidden, ownInputs, own, products, width } = shape;
	return layoutOf({ inputs, hidden, ownInputs, own, products, shared: true, extra: width }, frontSlots(shape));
}

/** A trained transformer. It answers from whole histories: for free feature vectors only together with one of them. */
export class TransformerModel implements Model {
	readonly family = 'transformer';
	/** [width] what the front says of everybody, on average. */
	readonly #typical = new WeakMap<Examples, Float32Array>();

	constructor(
		readonly features: FeatureSet,
		readonly products: readonly string[],
		readonly network: Network,
		readonly shape: TransformerShape,
		readonly factScale: FactScale
	) {}

	predict(examples: Examples): Float32Array {
		return predictMaterial(this.network, this.sequences(examples), planSequencePass(this.shape));
	}

	withHistory(examples: Examples, row: number): HistoryModel {
		const read = (some: Examples) => readHistories(this.network, this.shape, this.sequences(some));
		let typical = this.#typical.get(examples);
		if (!typical) {
			const all = read(examples);
			const { width } = this.shape;
			typical = new Float32Array(width).map((_, j) => {
				let sum = 0;
				for (let i = j; i < all.length; i += width) sum += all[i];
				return sum / Math.max(1, examples.rows);
			});
			this.#typical.set(examples, typical);
		}
		const orders = (r: number) => Math.min(this.shape.window, examples.cut[r]);
		const typicalOrders = examples.cut.reduce((sum, _, r) => sum + orders(r), 0) / Math.max(1, examples.rows);
		const own = read(selectRows(examples, Int32Array.of(row)));
		return historyModel(this.network, this.features, { own, typical, orders: orders(row), typicalOrders });
	}

	/** The examples as the network takes them, without labels. */
	sequences(examples: Examples): SequenceMaterial {
		return sequencesOf({ ...examples, labels: undefined }, this.network.encoders, this.factScale, this.shape.window);
	}

	encode(): EncodedModel {
		const { width, heads, layers, window, hidden, own } = this.shape;
		return {
			family: this.family,
			version,
			features: this.features,
			products: this.products,
			meta: { width, heads, layers, window, hidden: [...hidden], own },
			buffers: { ...encodeNetwork(this.network), factScale: this.factScale }
		};
	}
}

/** Throws `model.damaged` where sizes or values do not fit. */
export function decodeTransformer(encoded: EncodedModel): TransformerModel {
	const { meta, products, features, buffers } = encoded;
	const damaged = (part: string) => new LikelyError('model.damaged', { family: 'transformer', part });
	if (encoded.version !== version) throw damaged('version');
	const size = (name: string): number => {
		const value = meta[name];
		if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > 4096) throw damaged(name);
		return Number(value);
	};
	const [width, heads, layers, window] = ['width', 'heads', 'layers', 'window'].map(size);
	if (width % heads) throw damaged('heads');
	const { encoders, hidden, own, ownInputs } = decodeNetworkEncoders(encoded, damaged);
	if (!hidden.length) throw damaged('hidden');
	const shape = { width, heads, layers, window, hidden, own, ownInputs, inputs: encoders.customer.inputs, products: products.length };
	const layout = transformerLayout(shape);
	const parameters = floatsOf(buffers.parameters, layout.size, () => damaged('parameters'));
	const factScale = floatsOf(buffers.factScale, 4, () => damaged('factScale'));
	return new TransformerModel(features, products, { layout, encoders, parameters }, shape, factScale);
}
