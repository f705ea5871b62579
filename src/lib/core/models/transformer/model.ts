import { LikelyError } from '../../errors.js';
import type { Examples, FeatureSet } from '../../features/types.js';
import { decodeNetworkEncoders, encodeNetwork, floatsOf } from '../neural/model.js';
import type { Network } from '../neural/predictor.js';
import { answerPairs, predictMaterial, productRunner } from '../neural/predictor.js';
import { layoutOf } from '../neural/shape.js';
import type { Layout } from '../neural/shape.js';
import type { EncodedModel, Model } from '../types.js';
import { frontSlots } from './front-places.js';
import type { FrontShape } from './front-places.js';
import { HistoryInputs, planReadPass } from './history.js';
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

/** A trained transformer. It answers from whole histories: free vectors hold what it read of one, besides the named features. */
export class TransformerModel implements Model {
	readonly family = 'transformer';
	#inputs: HistoryInputs | undefined;
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

	get inputs(): HistoryInputs {
		this.#inputs ??= new HistoryInputs(this.network, this.features, this.shape, (examples) => this.sequences(examples));
		return this.#inputs;
	}

	predictProduct(product: number, table: Float32Array, rows: number): Float32Array {
		return answerPairs(productRunner(this.network, product, planReadPass), this.inputs.material(table, rows));
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
