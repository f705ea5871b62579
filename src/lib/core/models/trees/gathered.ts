import { PARTS, roomFor } from './builder.js';
import { damaged } from './codec.js';
import type { Trees } from './types.js';

/**
 * Trees gathered part by part in whatever order they come, each part copied to its place as soon as all before it are there,
 * so that hardly any stand in memory twice.
 */
export class GatheredTrees {
	#room = roomFor(0);
	#nodes = 0;
	#trees = 0;
	/** The place that is filled next, and parts that came before their turn. */
	#next = 0;
	readonly #early = new Map<number, Trees>();
	readonly #start: number[] = [];
	readonly #subsetStart: number[] = [];
	readonly #subsets: Uint32Array[] = [];
	#subsetCount = 0;
	readonly #gain: Float32Array[] = [];

	/** trees: how many will come in all. */
	constructor(readonly trees: number) {}

	/** Places count from 0; each is filled once. Throws `model.damaged` for one that was filled before. */
	add(place: number, part: Trees): void {
		if (place < this.#next || this.#early.has(place)) throw damaged('parts');
		this.#early.set(place, part);
		for (let own = this.#early.get(this.#next); own; own = this.#early.get(this.#next)) {
			this.#early.delete(this.#next++);
			this.#append(own);
		}
	}

	/** All trees; views of somewhat larger buffers. Throws `model.damaged` where not as many came as were to come. */
	finish(): Trees {
		if (this.#trees !== this.trees) throw damaged('parts');
		const views = Object.fromEntries(PARTS.map((part) => [part, this.#room[part].subarray(0, this.#nodes)]));
		const gain = new Float32Array(this.#gain.reduce((sum, part) => sum + part.length, 0));
		const subsets = new Uint32Array(this.#subsetCount * 8);
		place(this.#gain, gain);
		place(this.#subsets, subsets);
		return {
			...(views as Pick<Trees, (typeof PARTS)[number]>),
			start: Int32Array.from([...this.#start, this.#nodes]),
			subsetStart: Int32Array.from([...this.#subsetStart, this.#subsetCount]),
			subsets,
			gain
		};
	}

	#append(part: Trees): void {
		const nodes = part.column.length;
		const trees = part.start.length - 1;
		for (let tree = 0; tree < trees; tree++) {
			this.#start.push(this.#nodes + part.start[tree]);
			this.#subsetStart.push(this.#subsetCount + part.subsetStart[tree]);
		}
		this.#trees += trees;
		const needed = this.#nodes + nodes;
		if (needed > this.#room.kind.length) this.#grow(Math.max(needed, Math.ceil(1.1 * this.trees * (needed / this.#trees)), Math.ceil(1.2 * this.#nodes)));
		for (const key of PARTS) this.#room[key].set(part[key], this.#nodes);
		this.#nodes = needed;
		if (part.subsets.length) this.#subsets.push(part.subsets);
		this.#subsetCount += part.subsets.length / 8;
		this.#gain.push(part.gain);
	}

	#grow(capacity: number): void {
		const wider = roomFor(capacity);
		for (const key of PARTS) wider[key].set(this.#room[key].subarray(0, this.#nodes));
		this.#room = wider;
	}
}

function place<T extends Float32Array | Uint32Array>(parts: readonly T[], into: T): void {
	let at = 0;
	for (const part of parts) {
		into.set(part, at);
		at += part.length;
	}
}
