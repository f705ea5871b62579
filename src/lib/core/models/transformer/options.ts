import type { NeuralOptions } from '../neural/options.js';
import { neuralDefaults } from '../neural/options.js';

/** How the transformer looks and learns; `hidden` and `own` are those of the network behind it. */
export interface TransformerOptions extends NeuralOptions {
	/** Numbers that stand for a basket; a multiple of `heads`. */
	readonly width: number;
	readonly heads: number;
	readonly layers: number;
	/** The last baskets that it looks back on. */
	readonly window: number;
}

export const transformerDefaults: TransformerOptions = {
	...neuralDefaults,
	width: 32,
	heads: 2,
	layers: 1,
	window: 24,
	learningRate: 0.002
};
