import type { Arena, Weights } from '../neural/workspace.js';
import type { Attention, Runs } from './attention.js';
import type { Norm } from './layer-norm.js';
import { basketFacts } from './sequences.js';

/** The sizes of the part that reads the baskets. */
export interface FrontShape {
	readonly products: number;
	readonly width: number;
	readonly heads: number;
	readonly layers: number;
}

/** Its slots in the flat parameter vector, see layoutOf. */
export function frontSlots({ products, width, heads, layers }: FrontShape): (readonly [string, number, number, boolean])[] {
	const layer = (l: number): (readonly [string, number, number, boolean])[] => [
		[`layer.${l}.gain`, 1, width, false],
		[`layer.${l}.bias`, 1, width, false],
		[`layer.${l}.qkv`, width, 3 * width, true],
		[`layer.${l}.slope`, 1, heads, false],
		[`layer.${l}.mix`, width, width, true],
		[`layer.${l}.gain2`, 1, width, false],
		[`layer.${l}.bias2`, 1, width, false],
		[`layer.${l}.up`, width, 2 * width, true],
		[`layer.${l}.upBias`, 1, 2 * width, false],
		[`layer.${l}.down`, 2 * width, width, true],
		[`layer.${l}.downBias`, 1, width, false]
	];
	return [
		['basketProducts', products, width, true],
		['basketFacts', basketFacts, width, true],
		...Array.from({ length: layers }, (_, l) => layer(l)).flat(),
		['lastGain', 1, width, false],
		['lastBias', 1, width, false]
	];
}

/** The most that it has to hold at once. */
export interface FrontCapacity {
	readonly rows: number;
	readonly tokens: number;
	readonly pairs: number;
	/** Products over all baskets. */
	readonly items: number;
}

interface Layer extends Attention {
	readonly norm: Norm;
	readonly norm2: Norm;
	/** [tokens × width] after attention; [tokens × 2 width] inside; [tokens × width] out: the next layer's input. */
	readonly mixed: number;
	readonly inner: number;
	readonly next: number;
}

/** Where the numbers of the front lie. */
export interface FrontPlaces {
	readonly facts: number;
	readonly tokens: number;
	readonly itemToken: number;
	readonly itemProduct: number;
	readonly itemScale: number;
	readonly lag: number;
	readonly layers: readonly Layer[];
	/** [rows × width] the last basket of each row. */
	readonly lastToken: number;
	readonly last: Norm;
	readonly dToken: number;
	readonly dNormed: number;
	readonly dInner: number;
	readonly dLast: number;
}

/** Takes the places; `output` [rows × width] is where the answer is wanted. */
export function takeFront(
	arena: Arena,
	{ layout, parameters }: Weights,
	{ width, heads, layers }: FrontShape,
	{ rows, tokens, pairs, items }: FrontCapacity,
	output: number
): FrontPlaces {
	const at = (name: string) => parameters + layout.slot(name).offset;
	const facts = arena.take(tokens * basketFacts);
	const first = arena.take(tokens * width);
	const lag = arena.take(pairs);
	const dQkv = arena.take(tokens * 3 * width);
	const dOutput = arena.take(tokens * width);
	let input = first;
	const stack = Array.from({ length: layers }, (_, l): Layer => {
		const mixed = arena.take(tokens * width);
		const next = arena.take(tokens * width);
		const norm = (from: number, suffix: string): Norm => ({
			input: from,
			output: arena.take(tokens * width),
			gain: at(`layer.${l}.gain${suffix}`),
			bias: at(`layer.${l}.bias${suffix}`),
			inverse: arena.take(tokens)
		});
		const layer = {
			width,
			heads,
			qkv: arena.take(tokens * 3 * width),
			dQkv,
			output: arena.take(tokens * width),
			dOutput,
			weight: arena.take(pairs * heads),
			lag,
			slope: at(`layer.${l}.slope`),
			norm: norm(input, ''),
			norm2: norm(mixed, '2'),
			mixed,
			inner: arena.take(tokens * 2 * width),
			next
		};
		input = next;
		return layer;
	});
	const lastToken = arena.take(rows * width);
	return {
		facts,
		tokens: first,
		itemToken: arena.take(items),
		itemProduct: arena.take(items),
		itemScale: arena.take(items),
		lag,
		layers: stack,
		lastToken,
		last: { input: lastToken, output, gain: at('lastGain'), bias: at('lastBias'), inverse: arena.take(rows) },
		dToken: arena.take(tokens * width),
		dNormed: arena.take(tokens * width),
		dInner: arena.take(tokens * 2 * width),
		dLast: arena.take(rows * width)
	};
}

/** How many of the places are in use. */
export interface FrontBatch extends Runs {
	items: number;
}
