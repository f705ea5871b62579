import type { Examples } from '../../features/types.js';
import type { Capacity } from './batch.js';
import { capacityOf, fillBatch } from './batch.js';
import { encodeRows } from './encoder.js';
import { forward, noDropout } from './forward.js';
import { bestKernels } from './kernels-best.js';
import type { Encoders, Material } from './material.js';
import { materialOf } from './material.js';
import type { Layout } from './shape.js';
import { productLayout, productParameters } from './shape.js';
import { Arena, batchIn, refresh, takeWeights, takeWorkspace } from './workspace.js';

const block = 256;

/** A trained network: everything that answering takes. */
export interface Network {
	readonly layout: Layout;
	readonly encoders: Encoders;
	/** [layout.size] */
	readonly parameters: Float32Array;
}

/** P(buy), [rows × products], row-major. Needs no TensorFlow.js. */
export function predictAll(network: Network, examples: Examples): Float32Array {
	const material = materialOf({ ...examples, labels: undefined }, network.encoders);
	const out = new Float32Array(material.rows * material.products);
	if (!material.rows) return out;
	const run = runner(network, capacityOf(material, Math.min(block, material.rows)));
	for (let from = 0; from < material.rows; from += block) {
		const to = Math.min(material.rows, from + block);
		run(material, from, to, out);
	}
	return out;
}

/** P(buy) of one product for free vectors, [rows × (customer + product features)], row-major, NaN missing. */
export function predictOne(network: Network, product: number, table: Float32Array, rows: number): Float32Array {
	const { encoders, layout } = network;
	const customers = encoders.customer.features;
	const width = customers + encoders.own.features;
	const customerX = new Float32Array(rows * customers);
	const ownX = new Float32Array(rows * encoders.own.features);
	for (let r = 0; r < rows; r++) {
		for (let f = 0; f < customers; f++) customerX[r * customers + f] = table[r * width + f];
		for (let f = customers; f < width; f++) ownX[r * (width - customers) + f - customers] = table[r * width + f];
	}
	const x = new Float32Array(rows * encoders.customer.inputs);
	const own = new Float32Array(rows * encoders.own.inputs);
	encodeRows(encoders.customer, customerX, 0, rows, x);
	encodeRows(encoders.own, ownX, 0, rows, own);
	const ordinals = Int32Array.from({ length: rows + 1 }, (_, r) => r);
	const none = new Int32Array(rows);
	const special = layout.slot('ownBiases').columns > 0;
	const material: Material = {
		rows,
		products: 1,
		x,
		entries: special ? { start: ordinals, product: none } : { start: new Int32Array(rows + 1), product: new Int32Array(0) },
		own: special ? own : new Float32Array(0),
		labels: { start: new Int32Array(rows + 1), product: new Int32Array(0) }
	};
	const out = new Float32Array(rows);
	if (!rows) return out;
	const run = singleRunner(network, product);
	for (let from = 0; from < rows; from += block) run(material, from, Math.min(rows, from + block), out);
	return out;
}

/** The product that was asked about last, ready to be asked again: explanations ask thousands of times. */
const lastAsked = new WeakMap<Network, { product: number; run: ReturnType<typeof runner> }>();

function singleRunner(network: Network, product: number): ReturnType<typeof runner> {
	const last = lastAsked.get(network);
	if (last?.product === product) return last.run;
	const { layout, encoders, parameters } = network;
	const single = { encoders, layout: productLayout(layout), parameters: productParameters(layout, parameters, product) };
	const run = runner(single, { rows: block, trunk: block, entries: block, positives: 0 });
	lastAsked.set(network, { product, run });
	return run;
}

function runner(network: Network, capacity: Capacity) {
	const { layout } = network;
	const arena = new Arena();
	const weights = takeWeights(arena, layout);
	const workspace = takeWorkspace(arena, layout, capacity, false);
	const kernels = bestKernels(arena.size);
	const x = kernels.memory;
	x.set(network.parameters, weights.parameters);
	x.set(network.encoders.absent, weights.absent);
	refresh(kernels, weights);
	const batch = batchIn(kernels, layout, workspace);
	const { products } = layout.shape;
	return (from: Material, start: number, end: number, out: Float32Array) => {
		fillBatch(batch, from, undefined, start, end);
		forward(kernels, weights, workspace, batch, noDropout);
		for (let e = 0; e < batch.entries; e++)
			x[workspace.logits + batch.entryRow[e] * products + batch.entryProduct[e]] = x[workspace.entryLogits + e];
		for (let i = 0; i < batch.rows * products; i++)
			out[start * products + i] = 1 / (1 + Math.exp(-x[workspace.logits + i]));
	};
}
