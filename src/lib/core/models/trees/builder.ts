import type { Split } from './kernel.js';
import { NodeKind } from './types.js';
import type { Trees } from './types.js';

/** One tree's nodes, its subsets, and its gains by column. */
export type GrownTree = Omit<Trees, 'start' | 'subsetStart' | 'gain'> & { readonly gain: Float64Array };

/** Collects nodes while trees grow. */
export class TreeBuilder {
	#capacity = 1024;
	#column = new Uint16Array(this.#capacity);
	#split = new Uint16Array(this.#capacity);
	#kind = new Uint8Array(this.#capacity);
	#left = new Int32Array(this.#capacity);
	#value = new Float32Array(this.#capacity);
	#cover = new Float32Array(this.#capacity);
	#nodes = 0;
	readonly #start: number[] = [];
	readonly #subsetStart: number[] = [];
	#subsets = new Uint32Array(64);
	#subsetCount = 0;
	readonly #gain: number[] = [];

	/** trees: how many will be added, as far as that is known; room is made for them when the first one has shown its size. */
	constructor(
		readonly columns: number,
		readonly trees = 0
	) {}

	/** Begins a tree and returns its root, node 0. */
	begin(): number {
		this.#start.push(this.#nodes);
		this.#subsetStart.push(this.#subsetCount);
		for (let c = 0; c < this.columns; c++) this.#gain.push(0);
		return this.#add();
	}

	leaf(node: number, value: number, cover: number): void {
		const at = this.#at(node);
		this.#value[at] = value;
		this.#cover[at] = cover;
	}

	/** Makes a node ask a question; returns its left child, the right one is next to it. */
	divide(node: number, by: Split, value: number, cover: number, gain: number): number {
		this.leaf(node, value, cover);
		const at = this.#at(node);
		this.#column[at] = by.column;
		this.#kind[at] = by.kind;
		this.#split[at] = by.kind === NodeKind.category ? this.#addSubset(by.subset) : by.split;
		this.#gain[(this.#start.length - 1) * this.columns + by.column] += gain;
		const left = this.#add();
		this.#add();
		this.#left[this.#at(node)] = left;
		return left;
	}

	/** Adds a tree that was grown elsewhere. */
	add(tree: GrownTree): void {
		const nodes = tree.column.length;
		const at = this.#nodes;
		this.#start.push(at);
		this.#subsetStart.push(this.#subsetCount);
		if (at === 0) this.#grow(Math.ceil(nodes * this.trees * 1.1));
		if (this.#capacity < at + nodes) this.#grow(Math.max(2 * this.#capacity, at + nodes));
		this.#column.set(tree.column, at);
		this.#split.set(tree.split, at);
		this.#kind.set(tree.kind, at);
		this.#left.set(tree.left, at);
		this.#value.set(tree.value, at);
		this.#cover.set(tree.cover, at);
		this.#nodes += nodes;
		for (let word = 0; word < tree.subsets.length; word += 8) this.#addSubset(tree.subsets.subarray(word, word + 8));
		for (const gain of tree.gain) this.#gain.push(gain);
	}

	finish(): Trees {
		const n = this.#nodes;
		return {
			start: Int32Array.from([...this.#start, n]),
			column: this.#column.slice(0, n),
			split: this.#split.slice(0, n),
			kind: this.#kind.slice(0, n),
			left: this.#left.slice(0, n),
			value: this.#value.slice(0, n),
			cover: this.#cover.slice(0, n),
			subsetStart: Int32Array.from([...this.#subsetStart, this.#subsetCount]),
			subsets: this.#subsets.slice(0, this.#subsetCount * 8),
			gain: Float32Array.from(this.#gain)
		};
	}

	#at(node: number): number {
		return this.#start[this.#start.length - 1] + node;
	}

	#add(): number {
		if (this.#nodes === this.#capacity) this.#grow(2 * this.#capacity);
		return this.#nodes++ - this.#start[this.#start.length - 1];
	}

	#addSubset(subset: Uint32Array): number {
		if ((this.#subsetCount + 1) * 8 > this.#subsets.length) {
			const wider = new Uint32Array(this.#subsets.length * 2);
			wider.set(this.#subsets);
			this.#subsets = wider;
		}
		this.#subsets.set(subset, this.#subsetCount * 8);
		return this.#subsetCount++ - this.#subsetStart[this.#subsetStart.length - 1];
	}

	#grow(capacity: number): void {
		if (capacity <= this.#capacity) return;
		this.#capacity = capacity;
		const wider = <T extends { set(from: T): void }>(from: T, to: T): T => {
			to.set(from);
			return to;
		};
		const n = capacity;
		this.#column = wider(this.#column, new Uint16Array(n));
		this.#split = wider(this.#split, new Uint16Array(n));
		this.#kind = wider(this.#kind, new Uint8Array(n));
		this.#left = wider(this.#left, new Int32Array(n));
		this.#value = wider(this.#value, new Float32Array(n));
		this.#cover = wider(this.#cover, new Float32Array(n));
	}
}

/** One after another; columns must agree. */
export function joinTrees(parts: readonly Trees[]): Trees {
	const total = (count: (part: Trees) => number) => parts.reduce((sum, part) => sum + count(part), 0);
	const nodes = total((p) => p.column.length);
	const trees = total((p) => p.start.length - 1);
	const joined: Trees = {
		start: new Int32Array(trees + 1),
		column: new Uint16Array(nodes),
		split: new Uint16Array(nodes),
		kind: new Uint8Array(nodes),
		left: new Int32Array(nodes),
		value: new Float32Array(nodes),
		cover: new Float32Array(nodes),
		subsetStart: new Int32Array(trees + 1),
		subsets: new Uint32Array(total((p) => p.subsets.length)),
		gain: new Float32Array(total((p) => p.gain.length))
	};
	let tree = 0;
	let node = 0;
	let subset = 0;
	let gain = 0;
	for (const part of parts) {
		for (const key of ['column', 'split', 'kind', 'left', 'value', 'cover'] as const) joined[key].set(part[key], node);
		joined.subsets.set(part.subsets, subset * 8);
		for (let t = 0; t + 1 < part.start.length; t++, tree++) {
			joined.start[tree] = node + part.start[t];
			joined.subsetStart[tree] = subset + part.subsetStart[t];
		}
		joined.gain.set(part.gain, gain);
		gain += part.gain.length;
		node += part.column.length;
		subset += part.subsets.length / 8;
	}
	joined.start[tree] = node;
	joined.subsetStart[tree] = subset;
	return joined;
}

/** Trees `from` to `to` - 1 as trees of their own. */
export function sliceTrees(trees: Trees, from: number, to: number): Trees {
	const [node, nodeEnd] = [trees.start[from], trees.start[to]];
	const width = trees.gain.length / (trees.start.length - 1);
	const [subset, subsetEnd] = [trees.subsetStart[from], trees.subsetStart[to]];
	return {
		start: trees.start.slice(from, to + 1).map((at) => at - node),
		column: trees.column.slice(node, nodeEnd),
		split: trees.split.slice(node, nodeEnd),
		kind: trees.kind.slice(node, nodeEnd),
		left: trees.left.slice(node, nodeEnd),
		value: trees.value.slice(node, nodeEnd),
		cover: trees.cover.slice(node, nodeEnd),
		subsetStart: trees.subsetStart.slice(from, to + 1).map((at) => at - subset),
		subsets: trees.subsets.slice(subset * 8, subsetEnd * 8),
		gain: trees.gain.slice(from * width, to * width)
	};
}
