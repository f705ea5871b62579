import type { Split } from './kernel.js';
import { NodeKind } from './types.js';
import type { Trees } from './types.js';
import { packWide } from './wide.js';

/** One tree's nodes, its subsets, and its gains by column. */
export type GrownTree = Omit<Trees, 'start' | 'subsetStart' | 'gain'> & { readonly gain: Float64Array };

/** Room for the parts of so many nodes, in one buffer: one is given away to another thread sooner than six. */
export function roomFor(nodes: number) {
	const buffer = new ArrayBuffer(nodes * 17);
	return {
		left: new Int32Array(buffer, 0, nodes),
		value: new Float32Array(buffer, nodes * 4, nodes),
		cover: new Float32Array(buffer, nodes * 8, nodes),
		column: new Uint16Array(buffer, nodes * 12, nodes),
		split: new Uint16Array(buffer, nodes * 14, nodes),
		kind: new Uint8Array(buffer, nodes * 16, nodes)
	};
}

export const PARTS = ['column', 'split', 'kind', 'left', 'value', 'cover'] as const;

/** Collects nodes while trees grow. */
export class TreeBuilder {
	#room = roomFor(1024);
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
		this.#room.value[at] = value;
		this.#room.cover[at] = cover;
	}

	/** Makes a node ask a question; returns its left child, the right one is next to it. */
	divide(node: number, by: Split, value: number, cover: number, gain: number): number {
		this.leaf(node, value, cover);
		const at = this.#at(node);
		this.#room.column[at] = by.column;
		this.#room.kind[at] = by.kind;
		this.#room.split[at] = by.kind === NodeKind.category ? this.#addSubset(by.subset) : by.split;
		this.#gain[(this.#start.length - 1) * this.columns + by.column] += gain;
		const left = this.#add();
		this.#add();
		this.#room.left[this.#at(node)] = left;
		return left;
	}

	/** Lays the tree that was begun last out at bytes[0…]; see packWide. */
	packWide(bytes: Uint8Array): boolean {
		return packWide(this.#room, this.#at(0), bytes, 0);
	}

	/** Adds a tree that was grown elsewhere. */
	add(tree: GrownTree): void {
		const nodes = tree.column.length;
		const at = this.#nodes;
		this.#start.push(at);
		this.#subsetStart.push(this.#subsetCount);
		if (at === 0) this.#grow(Math.ceil(nodes * this.trees * 1.1));
		if (this.#capacity < at + nodes) this.#grow(Math.max(2 * this.#capacity, at + nodes));
		for (const part of PARTS) this.#room[part].set(tree[part], at);
		this.#nodes += nodes;
		for (let word = 0; word < tree.subsets.length; word += 8) this.#addSubset(tree.subsets.subarray(word, word + 8));
		for (const gain of tree.gain) this.#gain.push(gain);
	}

	/** The trees; the builder may not be used afterwards. */
	finish(): Trees {
		const n = this.#nodes;
		const { column, split, kind, left, value, cover } = this.#room;
		return {
			start: Int32Array.from([...this.#start, n]),
			column: column.subarray(0, n),
			split: split.subarray(0, n),
			kind: kind.subarray(0, n),
			left: left.subarray(0, n),
			value: value.subarray(0, n),
			cover: cover.subarray(0, n),
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

	get #capacity(): number {
		return this.#room.kind.length;
	}

	#grow(capacity: number): void {
		if (capacity <= this.#capacity) return;
		const wider = roomFor(capacity);
		for (const part of PARTS) wider[part].set(this.#room[part].subarray(0, this.#nodes));
		this.#room = wider;
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
		for (const key of PARTS) joined[key].set(part[key], node);
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
