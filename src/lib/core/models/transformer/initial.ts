import type { Random } from '../../random.js';
import type { Layout } from '../neural/shape.js';

/** Sets the starting parameters of the front and of its way into the trunk, in place. */
export function initialiseFront(layout: Layout, parameters: Float32Array, random: Random): void {
	for (const { name, offset, rows, columns } of layout.slots) {
		const part = name.replace(/^layer\.\d+\./, '');
		const size = rows * columns;
		if (/^(gain2?|lastGain)$/.test(part)) parameters.fill(1, offset, offset + size);
		else if (part === 'slope') for (let h = 0; h < columns; h++) parameters[offset + h] = 0.5 / (1 + h) ** 2;
		else if (part in reach) {
			const limit = reach[part] * Math.sqrt(6 / (part === 'basketProducts' ? columns : rows + columns));
			for (let i = 0; i < size; i++) parameters[offset + i] = (2 * random.next() - 1) * limit;
		}
	}
}

/** Shares of the Glorot-uniform limit; what ends in the residual stream starts small. */
const reach: Readonly<Record<string, number>> = {
	basketProducts: 0.5,
	basketFacts: 1,
	qkv: 1,
	mix: 0.5,
	up: 1,
	down: 0.5,
	extraWeights: 1
};
