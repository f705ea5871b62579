import type { NeuralOptions } from '../neural/options.js';
import { badOption, checkTrainingOptions, neuralDefaults } from '../neural/options.js';

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

/** Throws `model.bad_option` where sizes are none, or do not fit together. */
export function checkTransformerOptions(options: TransformerOptions): void {
	checkTrainingOptions('transformer', options);
	const { width, heads, hidden } = options;
	for (const option of ['width', 'heads', 'layers', 'window'] as const)
		if (!Number.isInteger(options[option]) || options[option] < 1 || options[option] > 4096)
			throw badOption('transformer', option, options[option]);
	if (width % heads) throw badOption('transformer', 'heads', heads);
	if (!hidden.length) throw badOption('transformer', 'hidden', hidden);
}
