import { LikelyError } from '../../errors.js';
import type { EncodedModel, Numbers } from '../types.js';
import { NodeKind } from './types.js';
import type { Bins, ColumnKind, Trees } from './types.js';

type Buffers = EncodedModel['buffers'];
type Kinds = { [Key in keyof Trees]: { new (length: number): Trees[Key]; readonly name: string } };

const arrays: Kinds = {
	start: Int32Array,
	column: Uint16Array,
	split: Uint16Array,
	kind: Uint8Array,
	left: Int32Array,
	value: Float32Array,
	cover: Float32Array,
	subsetStart: Int32Array,
	subsets: Uint32Array,
	gain: Float32Array
};

/** Trees and bins as named flat buffers. */
export function encodeTrees(trees: Trees, bins: Bins): Record<string, Numbers> {
	return {
		...trees,
		edgeStart: starts(bins.edges),
		edges: flat(bins.edges, Float32Array),
		codeStart: starts(bins.codes),
		codes: flat(bins.codes, Uint8Array)
	};
}

/** Back again. Throws `model.damaged` where a buffer is missing, has the wrong type or size, or points astray. */
export function decodeTrees(buffers: Buffers, kinds: readonly ColumnKind[]): { trees: Trees; bins: Bins } {
	const take = <Key extends keyof Trees>(key: Key): Trees[Key] => typed(buffers, key, arrays[key]);
	const trees: Trees = {
		start: take('start'),
		column: take('column'),
		split: take('split'),
		kind: take('kind'),
		left: take('left'),
		value: take('value'),
		cover: take('cover'),
		subsetStart: take('subsetStart'),
		subsets: take('subsets'),
		gain: take('gain')
	};
	const edges = typed(buffers, 'edges', Float32Array);
	const codes = typed(buffers, 'codes', Uint8Array);
	const bins: Bins = {
		kinds,
		edges: slices(edges, typed(buffers, 'edgeStart', Int32Array), kinds.length, 'edges'),
		codes: slices(codes, typed(buffers, 'codeStart', Int32Array), kinds.length, 'codes')
	};
	checkTrees(trees, kinds);
	for (const own of bins.edges) require(own.every((edge, i) => (i > 0 ? edge > own[i - 1] : !Number.isNaN(edge))), 'edges');
	return { trees, bins };
}

/** Children stand in their own tree, after their parent, so that every walk comes to a leaf. Throws `model.damaged`. */
export function checkPaths({ start, kind, left }: Trees): void {
	for (let tree = 0; tree + 1 < start.length; tree++) {
		const [root, size] = [start[tree], start[tree + 1] - start[tree]];
		for (let node = 0; node < size; node++)
			if (kind[root + node] !== NodeKind.leaf && !(left[root + node] > node && left[root + node] + 1 < size)) throw damaged('left');
	}
}

/** Every tree has its nodes, and every node asks a column that exists, by a split that there is. */
function checkTrees(trees: Trees, kinds: readonly ColumnKind[]): void {
	const { start, column, split, kind, left, value, cover, subsetStart, subsets } = trees;
	const nodes = column.length;
	const same = [split, kind, left, value, cover].every((array) => array.length === nodes);
	require(same, 'nodes');
	require(trees.gain.length === (start.length - 1) * kinds.length && trees.gain.every(Number.isFinite), 'gain');
	ascending(start, nodes, 'start');
	require(subsetStart.length === start.length && subsets.length % 8 === 0, 'subsets');
	ascending(subsetStart, subsets.length / 8, 'subsetStart');
	for (let tree = 0; tree + 1 < start.length; tree++) {
		const size = start[tree + 1] - start[tree];
		const own = subsetStart[tree + 1] - subsetStart[tree];
		require(size > 0, 'start');
		for (let node = 0; node < size; node++) {
			const at = start[tree] + node;
			require(Number.isFinite(value[at]) && cover[at] >= 0 && cover[at] < Infinity, 'value');
			if (kind[at] === NodeKind.leaf) continue;
			require(column[at] < kinds.length, 'column');
			const isCategory = kinds[column[at]] === 'category';
			require(kind[at] <= NodeKind.category && (kind[at] === NodeKind.category) === isCategory, 'kind');
			const least = kind[at] === NodeKind.missingRight ? 1 : 0;
			require(split[at] >= least && split[at] < (isCategory ? own : 256), 'split');
		}
	}
}

function ascending(start: Int32Array, total: number, buffer: string): void {
	require(start.length > 0 && start[0] === 0 && start[start.length - 1] === total, buffer);
	for (let i = 0; i + 1 < start.length; i++) require(start[i] <= start[i + 1], buffer);
}

function slices<T extends Float32Array | Uint8Array>(all: T, start: Int32Array, count: number, buffer: string): T[] {
	require(start.length === count + 1, buffer);
	ascending(start, all.length, buffer);
	return Array.from({ length: count }, (_, i) => all.subarray(start[i], start[i + 1]) as T);
}

/** The named buffer if it is of the type asked for. */
export function typed<T extends Numbers>(buffers: Buffers, name: string, type: { new (length: number): T }): T {
	const buffer: Numbers | undefined = buffers[name];
	if (!(buffer instanceof type)) throw damaged(name);
	return buffer;
}

export const damaged = (buffer: string) => new LikelyError('model.damaged', { buffer });

function require(holds: boolean, buffer: string): void {
	if (!holds) throw damaged(buffer);
}

function starts(parts: readonly { readonly length: number }[]): Int32Array {
	const start = new Int32Array(parts.length + 1);
	parts.forEach((part, i) => (start[i + 1] = start[i] + part.length));
	return start;
}

function flat<T extends Float32Array | Uint8Array>(parts: readonly T[], type: { new (length: number): T }): T {
	const start = starts(parts);
	const all = new type(start[parts.length]);
	parts.forEach((part, i) => all.set(part, start[i]));
	return all;
}
