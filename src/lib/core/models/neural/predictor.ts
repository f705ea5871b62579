import type { Examples } from '../../features/types.js';
import type { Capacity } from './batch.js';
import { encodeRows } from './encoder.js';
import { noDropout } from './forward.js';
import { bestKernels } from './kernels-best.js';
import type { Encoders, Material } from './material.js';
import { materialOf } from './material.js';
import type { PassPlan } from './pass.js';
import { largest, planPass } from './pass.js';
import type { Layout } from './shape.js';
import { productLayout, productParameters } from './shape.js';
import { Arena, refresh, takeWeights } from './workspace.js';

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
	return predictMaterial(network, materialOf({ ...examples, labels: undefined }, network.encoders), planPass);
}

/** The same for a network with a net in front. */
export function predictMaterial<M extends Material>(network: Network, material: M, plan: PassPlan<M>): Float32Array {
	const out = new Float32Array(material.rows * material.products);
	if (!material.rows) return out;
	const rows = Math.min(block, material.rows);
	const run = runner(network, largest([material], rows), plan, [material]);
	for (let from = 0; from < material.rows; from += rows) run(material, from, Math.min(material.rows, from + rows), out);
	return out;
}

/** P(buy) of one product for free vectors, [rows × (customer + product features)], row-major, NaN missing. */
export function predictOne(network: Network, product: number, table: Float32Array, rows: number): Float32Array {
	return answerPairs(singleRunner(network, product), pairMaterial(network, table, rows));
}

/** Free vectors of one product as the network takes them; table as in `predictOne`. */
export function pairMaterial(network: Network, table: Float32Array, rows: number): Material {
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
	return {
		rows,
		products: 1,
		x,
		entries: special ? { start: ordinals, product: none } : { start: new Int32Array(rows + 1), product: new Int32Array(0) },
		own: special ? own : new Float32Array(0),
		absent: special ? encoders.absent : new Float32Array(0),
		labels: { start: new Int32Array(rows + 1), product: new Int32Array(0) }
	};
}

/** All rows of the material through `run`, [rows]. */
export function answerPairs<M extends Material>(run: Run<M>, material: M): Float32Array {
	const out = new Float32Array(material.rows);
	for (let from = 0; from < material.rows; from += block) run(material, from, Math.min(material.rows, from + block), out);
	return out;
}

/** The product that was asked about last, ready to be asked again: explanations ask thousands of times. */
const lastAsked = new WeakMap<Network, { product: number; run: Run<Material> }>();

function singleRunner(network: Network, product: number): Run<Material> {
	const last = lastAsked.get(network);
	if (last?.product === product) return last.run;
	const run = productRunner(network, product, planPass);
	lastAsked.set(network, { product, run });
	return run;
}

/** Answers for one product alone, up to 256 rows at a time. */
export function productRunner<M extends Material>(network: Network, product: number, plan: PassPlan<M>): Run<M> {
	const { layout, encoders, parameters } = network;
	const single = { encoders, layout: productLayout(layout), parameters: productParameters(layout, parameters, product) };
	return runner(single, { rows: block, trunk: block, entries: block, positives: 0, columns: 0 }, plan, []);
}

export type Run<M extends Material> = (from: M, start: number, end: number, out: Float32Array) => void;

function runner<M extends Material>(network: Network, capacity: Capacity, plan: PassPlan<M>, materials: readonly M[]): Run<M> {
	const { layout } = network;
	const arena = new Arena();
	const weights = takeWeights(arena, layout);
	const passOf = plan(arena, weights, capacity, false, materials);
	const kernels = bestKernels(arena.size);
	const x = kernels.memory;
	x.set(network.parameters, weights.parameters);
	x.set(network.encoders.absent, weights.absent);
	refresh(kernels, weights);
	const pass = passOf(kernels);
	const { batch, workspace } = pass;
	const { products } = layout.shape;
	return (from, start, end, out) => {
		pass.gather(from, undefined, start, end);
		pass.forward(noDropout);
		for (let e = 0; e < batch.entries; e++)
			x[workspace.logits + batch.entryRow[e] * products + batch.entryProduct[e]] = x[workspace.entryLogits + e];
		kernels.crossEntropy(workspace.logits, batch.rows * products, 1);
		out.set(x.subarray(workspace.logits, workspace.logits + batch.rows * products), start * products);
	};
}
