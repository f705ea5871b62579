import { LikelyError } from '../../errors.js';
import type { FeatureSet } from '../../features/types.js';
import type { EncodedModel, Model, Numbers } from '../types.js';
import type { Encoder } from './encoder.js';
import type { Encoders } from './material.js';
import { encodersOf } from './material.js';
import type { Network } from './predictor.js';
import { predictAll, predictOne } from './predictor.js';
import { layoutOf } from './shape.js';

export const version = 1;

/** A trained network behind the model interface. */
export class NeuralModel implements Model {
	readonly family = 'neural';

	constructor(
		readonly features: FeatureSet,
		readonly products: readonly string[],
		readonly network: Network
	) {}

	predict(examples: Parameters<Model['predict']>[0]): Float32Array {
		return predictAll(this.network, examples);
	}

	predictProduct(product: number, table: Float32Array, rows: number): Float32Array {
		return predictOne(this.network, product, table, rows);
	}

	encode(): EncodedModel {
		const { layout } = this.network;
		return {
			family: this.family,
			version,
			features: this.features,
			products: this.products,
			meta: { hidden: [...layout.shape.hidden], own: layout.shape.own },
			buffers: encodeNetwork(this.network)
		};
	}
}

/** Throws `model.damaged` where sizes or values do not fit. */
export function decodeNeural(encoded: EncodedModel): NeuralModel {
	const { buffers, features, products } = encoded;
	const damaged = (part: string) => new LikelyError('model.damaged', { family: 'neural', part });
	if (encoded.version !== version) throw damaged('version');
	const { encoders, hidden, own, ownInputs } = decodeNetworkEncoders(encoded, damaged);
	const { inputs } = encoders.customer;
	const layout = layoutOf({ inputs, hidden, own, ownInputs, products: products.length, shared: true });
	const parameters = floatsOf(buffers.parameters, layout.size, () => damaged('parameters'));
	return new NeuralModel(features, products, { layout, encoders, parameters });
}

/** The buffers of a network: its parameters and its encoders. */
export function encodeNetwork({ encoders, parameters }: Network): Record<string, Numbers> {
	return {
		parameters,
		absent: encoders.absentX,
		...encoderBuffers('customer', encoders.customer),
		...encoderBuffers('own', encoders.own)
	};
}

/** The encoders and the sizes of the network behind them. */
export function decodeNetworkEncoders(
	{ buffers, features, meta }: EncodedModel,
	damaged: (part: string) => LikelyError
): { encoders: Encoders; hidden: readonly number[]; own: number; ownInputs: number } {
	const { hidden, own } = meta;
	const isWidth = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65536;
	if (!Array.isArray(hidden) || !hidden.every((width) => isWidth(width) && width > 0)) throw damaged('hidden');
	if (!isWidth(own)) throw damaged('own');
	const absentX = buffers.absent;
	if (!(absentX instanceof Float32Array) || absentX.length !== features.product.length) throw damaged('absent');
	const customer = decodeEncoder('customer', buffers, features.customer.length, damaged);
	const ownEncoder = decodeEncoder('own', buffers, features.product.length, damaged);
	return {
		encoders: encodersOf(customer, ownEncoder, absentX),
		hidden,
		own: ownEncoder.inputs ? own : 0,
		ownInputs: own ? ownEncoder.inputs : 0
	};
}

/** The buffer, where it is finite floats of that length. */
export function floatsOf(buffer: Numbers | undefined, length: number, damaged: () => LikelyError): Float32Array {
	if (!(buffer instanceof Float32Array) || buffer.length !== length || !buffer.every(Number.isFinite)) throw damaged();
	return buffer;
}

const parts = ['kind', 'mean', 'scale', 'missing', 'first', 'codeInput'] as const;

function encoderBuffers(prefix: string, encoder: Encoder): Record<string, Numbers> {
	return Object.fromEntries(parts.map((part) => [`${prefix}.${part}`, encoder[part]]));
}

function decodeEncoder(
	prefix: string,
	buffers: EncodedModel['buffers'],
	features: number,
	damaged: (part: string) => LikelyError
): Encoder {
	const take = <T extends Numbers>(part: string, type: new (n: number) => T, length?: number): T => {
		const buffer = buffers[`${prefix}.${part}`];
		if (!(buffer instanceof type) || (length !== undefined && buffer.length !== length))
			throw damaged(`${prefix}.${part}`);
		if (!buffer.every(Number.isFinite)) throw damaged(`${prefix}.${part}`);
		return buffer;
	};
	const kind = take('kind', Uint8Array, features);
	const mean = take('mean', Float64Array, features);
	const scale = take('scale', Float64Array, features);
	const missing = take('missing', Int32Array, features);
	const first = take('first', Int32Array, features);
	const codeInput = take('codeInput', Int32Array);
	let inputs = 0;
	const claim = (input: number) => {
		if (input !== inputs) throw damaged(`${prefix}.inputs`);
		inputs++;
	};
	let codes = 0;
	kind.forEach((k, f) => {
		if (k > 2) throw damaged(`${prefix}.kind`);
		if (k === 2) {
			if (first[f] !== codes) throw damaged(`${prefix}.first`);
			const next = kind.findIndex((other, g) => g > f && other === 2);
			const end = next < 0 ? codeInput.length : first[next];
			if (end < codes || end > codeInput.length) throw damaged(`${prefix}.first`);
			for (; codes < end; codes++) if (codeInput[codes] >= 0) claim(codeInput[codes]);
			return;
		}
		claim(first[f]);
		if (missing[f] >= 0) claim(missing[f]);
	});
	if (codes !== codeInput.length) throw damaged(`${prefix}.codeInput`);
	return { features, inputs, kind, mean, scale, missing, first, codeInput };
}
