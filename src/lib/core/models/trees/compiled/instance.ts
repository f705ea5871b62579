import { takeSeat } from '../arena.js';
import type { Seats } from '../arena.js';
import type { Bins } from '../types.js';
import { instantiate, ownMemory, PAGE } from './module.js';
import type { Exports } from './module.js';

/** An instance with more memory than this is dropped after use, so that it can be collected. */
const KEEP = 64 * 1024 * 1024;
/** Where a memory of one's own begins to be used. */
const FIRST = 1024;

const idle: Instance[] = [];

/** One instantiated kernel: with its own memory, which grows and never shrinks, or on a seat in one that all workers share. */
export class Instance {
	constructor(
		readonly exports: Exports,
		readonly memory: WebAssembly.Memory,
		readonly seat?: { readonly at: number; readonly end: number; readonly leave: () => void }
	) {}

	/**
	 * Puts named regions of so many bytes into what is its own, each at a multiple of 16, and returns where they begin.
	 */
	layOut<Name extends string>(sizes: Readonly<Record<Name, number>>): Record<Name, number> {
		const { at, end } = placed(sizes, this.seat?.at ?? FIRST);
		const missing = end - (this.seat?.end ?? this.memory.buffer.byteLength);
		if (missing > 0 && this.seat) throw new RangeError('a seat is too small');
		if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
		return at;
	}

	/**
	 * Where an array lies in its memory: where it is, if it stands in the shared one, or else the place laid out for it,
	 * to which it is copied.
	 */
	place(array: Uint8Array | Float32Array, at: number): number {
		if (this.seat) return array.byteOffset;
		new Uint8Array(this.memory.buffer, at, array.byteLength).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
		return at;
	}

	/** Bytes to lay out for an array that `place` will be given. */
	room(bytes: number): number {
		return this.seat ? 0 : bytes;
	}

	release(): void {
		if (this.seat) this.seat.leave();
		else if (this.memory.buffer.byteLength <= KEEP) idle.push(this);
	}
}

/** Where named regions lie from `from` on, and where the last one ends, with room to read a vector beyond it. */
function placed<Name extends string>(sizes: Readonly<Record<Name, number>>, from: number) {
	const at = {} as Record<Name, number>;
	let end = from;
	for (const name of Object.keys(sizes) as Name[]) {
		at[name] = end;
		end = (end + sizes[name] + 15) & ~15;
	}
	return { at, end: end + 16 };
}

/** How many bytes a seat must have for these regions. */
export function seatBytes(sizes: Readonly<Record<string, number>>): number {
	return placed(sizes, 0).end;
}

/** A kernel for the caller alone until it is released; undefined where WebAssembly with SIMD cannot start. */
export function takeInstance(): Instance | undefined {
	const kept = idle.pop();
	if (kept) return kept;
	const memory = ownMemory();
	const exports = memory && instantiate(memory);
	return exports && new Instance(exports, memory);
}

/** A kernel in memory that all workers share; undefined where no seat is free. */
export function joinInstance(seats: Seats): Instance | undefined {
	const exports = instantiate(seats.memory);
	const seat = exports && takeSeat(seats);
	return seat && new Instance(exports, seats.memory, { ...seat, end: seat.at + seats.bytes });
}

/** Bytes that the search needs: running sums and numbers of up to 257 bins. */
export const CANDIDATES = 257 * 20;

/** [columns] as the search wants them: bins of a number column with the missing one, 0 for a category. */
export function binCounts(bins: Bins): number[] {
	return bins.kinds.map((kind, c) => (kind === 'category' ? 0 : bins.edges[c].length + 2));
}
