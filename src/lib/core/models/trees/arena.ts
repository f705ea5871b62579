import { newMemory, PAGE } from './compiled/module.js';

/** What a worker needs to work in an arena. */
export interface Seats {
	readonly memory: WebAssembly.Memory;
	/** How many can work at a time, and the bytes that each has to itself. */
	readonly count: number;
	readonly bytes: number;
}

/** Room for typed arrays that workers are to read. */
export type Allocate = (bytes: number) => Uint8Array;

/** Where the seats begin; before them stands, i32 each, which are taken. */
const FIRST_SEAT = 4096;
/** Each array begins at a multiple of so many bytes: a vector may be read beyond its end. */
const ALIGN = 64;

/**
 * One WebAssembly memory for all workers: a table's codes, labels and margins stand there once, where every kernel reads
 * them, and each worker has a seat for what is its own.
 */
export class Arena {
	readonly seats: Seats;
	#end: number;
	/** The shared buffers that arrays of its own were views of: a memory that grows has another. */
	readonly #buffers = new WeakSet<ArrayBufferLike>();
	/** Arrays that were given back, by their bytes. */
	readonly #spare = new Map<number, number[]>();

	private constructor(seats: Seats) {
		this.seats = seats;
		this.#end = FIRST_SEAT + seats.count * seats.bytes;
	}

	/**
	 * An arena for `count` workers at a time, each with so many bytes, in which `expected` bytes of arrays will stand at
	 * a time; undefined where memory cannot be shared, or not so much of it.
	 */
	static open(count: number, bytes: number, expected: number): Arena | undefined {
		const seat = Math.ceil(bytes / PAGE) * PAGE;
		const memory = newMemory(FIRST_SEAT + count * seat + expected);
		return memory && new Arena({ memory, count, bytes: seat });
	}

	/** So many bytes that all workers see; not cleared where they were used before. */
	readonly bytes: Allocate = (length) => {
		const size = Math.max(ALIGN, Math.ceil(length / ALIGN) * ALIGN);
		const at = this.#spare.get(size)?.pop() ?? this.#take(size);
		const { buffer } = this.seats.memory;
		this.#buffers.add(buffer);
		return new Uint8Array(buffer, at, length);
	};

	/** Gives arrays back that no worker reads any more; those that stand elsewhere are left alone. */
	free(...arrays: readonly (ArrayBufferView | undefined)[]): void {
		for (const array of arrays) {
			if (!array || !this.#buffers.has(array.buffer)) continue;
			const size = Math.max(ALIGN, Math.ceil(array.byteLength / ALIGN) * ALIGN);
			const spare = this.#spare.get(size);
			if (spare) spare.push(array.byteOffset);
			else this.#spare.set(size, [array.byteOffset]);
		}
	}

	#take(size: number): number {
		const at = this.#end;
		this.#end += size;
		const missing = this.#end - this.seats.memory.buffer.byteLength;
		if (missing > 0) this.seats.memory.grow(Math.ceil(missing / PAGE));
		return at;
	}
}

/** Takes a seat that is free; undefined where none is. Returns where it begins, and how to leave it. */
export function takeSeat({ memory, count, bytes }: Seats): { readonly at: number; readonly leave: () => void } | undefined {
	const taken = new Int32Array(memory.buffer, 0, count);
	for (let seat = 0; seat < count; seat++)
		if (Atomics.compareExchange(taken, seat, 0, 1) === 0)
			return { at: FIRST_SEAT + seat * bytes, leave: () => void Atomics.store(taken, seat, 0) };
	return undefined;
}
