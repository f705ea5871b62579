import type { Kernels } from '../neural/kernels.js';
import type { PassPlan } from '../neural/pass.js';
import { passIn } from '../neural/pass.js';
import { takeWorkspace } from '../neural/workspace.js';
import { frontBackward, frontForward } from './front.js';
import type { FrontBatch, FrontCapacity, FrontPlaces, FrontShape } from './front-places.js';
import { takeFront } from './front-places.js';
import type { SequenceMaterial } from './sequences.js';
import { basketFacts } from './sequences.js';

/** The pass of the network with the transformer in front: what the baskets come to is more input for the trunk. */
export function planSequencePass(shape: FrontShape): PassPlan<SequenceMaterial> {
	return (arena, weights, capacity, learning, materials) => {
		const workspace = takeWorkspace(arena, weights.layout, capacity, learning);
		const need = frontCapacity(materials, capacity.rows);
		const places = takeFront(arena, weights, shape, need, workspace.extra);
		return (kernels) => {
			const pass = passIn(kernels, weights, workspace);
			const runs = () => new Int32Array(capacity.rows + 1);
			const batch: FrontBatch = { rows: 0, tokens: 0, items: 0, start: runs(), pairs: runs() };
			return {
				...pass,
				gather(material, order, from, to) {
					pass.gather(material, order, from, to);
					fillFront(kernels, places, batch, material, order, from, to);
				},
				forward(dropout) {
					frontForward(kernels, weights, places, batch, dropout);
					pass.forward(dropout);
				},
				backward(dropout, gradient) {
					pass.backward(dropout, gradient);
					frontBackward(kernels, weights, places, batch, dropout.keep, workspace.dExtra, gradient);
				}
			};
		};
	};
}

/** How much `rows` rows of any of the materials can need, whichever rows they are. */
function frontCapacity(materials: readonly SequenceMaterial[], rows: number): FrontCapacity {
	const most = (size: (m: SequenceMaterial, r: number) => number) =>
		Math.max(
			0,
			...materials.map((m) => {
				const sizes = Float64Array.from({ length: m.rows }, (_, r) => size(m, r)).sort();
				return sizes.subarray(Math.max(0, m.rows - rows)).reduce((sum, n) => sum + n, 0);
			})
		);
	return {
		rows,
		tokens: most((m, r) => m.last[r] - m.first[r]),
		pairs: most((m, r) => (m.last[r] - m.first[r]) ** 2),
		items: most((m, r) => m.start[m.last[r]] - m.start[m.first[r]])
	};
}

function fillFront(
	k: Kernels,
	p: FrontPlaces,
	batch: FrontBatch,
	m: SequenceMaterial,
	order: Int32Array | undefined,
	from: number,
	to: number
): void {
	const { memory: x, integers } = k;
	batch.rows = to - from;
	batch.tokens = 0;
	batch.items = 0;
	let pairs = 0;
	for (let r = 0; r < batch.rows; r++) {
		const row = order ? order[from + r] : from + r;
		const n = m.last[row] - m.first[row];
		batch.start[r] = batch.tokens;
		batch.pairs[r] = pairs;
		for (let t = 0; t < n; t++) {
			const o = m.first[row] + t;
			const token = batch.tokens++;
			for (let f = 0; f < basketFacts; f++) x[p.facts + token * basketFacts + f] = m.facts[o * basketFacts + f];
			const share = 1 / Math.sqrt(Math.max(1, m.start[o + 1] - m.start[o]));
			for (let i = m.start[o]; i < m.start[o + 1]; i++) {
				const item = batch.items++;
				integers[p.itemToken + item] = token;
				integers[p.itemProduct + item] = m.product[i];
				x[p.itemScale + item] = share;
			}
			for (let s = 0; s <= t; s++) x[p.lag + pairs + t * n + s] = Math.log1p(Math.max(0, m.time[o] - m.time[m.first[row] + s]));
		}
		pairs += n * n;
	}
	batch.start[batch.rows] = batch.tokens;
	batch.pairs[batch.rows] = pairs;
}
