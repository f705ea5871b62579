import { LikelyError } from '../errors.js';
import type { TaskPool } from '../parallel.js';
import { breather } from '../progress.js';
import { IRREGULAR, LONGEST_ROW } from './byte-rows.js';
import { utf8MarkLength } from './decode.js';
import { JoinedParts } from './joined-parts.js';
import { readPart } from './read-part.js';
import type { PartInput, PartOutput } from './read-part.js';
import type { Helpers, Read, Reading } from './reading.js';
import { pieces } from './source.js';
import type { Encoding } from './types.js';

const LF = 10;
const QUOTE = 34;
const LEAST_PART = 1 << 22;
const MOST_PART = 1 << 23;
/** Parts that are read and wait for one before them. */
const MOST_WAITING = 12;
/** With fewer bytes, or cores, helpers cost more than they save: on two, one reader was a fifth faster. */
const WORTH_IT = 1 << 23;
const CORES = 3;

/** Whether helpers should read a text. A lone carriage return would leave open whether a line feed follows the cut. */
export function isWorthParting({ source, dialect }: Reading, { pool, partBytes }: Helpers): boolean {
	return dialect.newline === '\n' && (partBytes !== undefined || (pool.size >= CORES && source.size >= WORTH_IT));
}

/**
 * Reads a text with the tasks of a pool (`readingTasks`), in parts that are cut where a row seems to end. Each part is
 * joined only when the one before has been read to its last byte; where a cut turns out to lie inside a row (a line
 * break in quotes), what is left over goes before the next part, which is then read again. So the result is that of one
 * reader, to the bit. A few parts are under way at a time, so that memory does not grow with the file.
 *
 * Undefined when the quoting is not regular, or a row too long. Throws what `pieces` and the pool throw.
 */
export async function readInParts(reading: Reading, { pool, partBytes }: Helpers): Promise<Read | undefined> {
	const { source, work } = reading;
	const parts = new Parts(reading, pool, partBytes ?? partSize(source.size, pool.size));
	const pause = breather(work.signal, 100);
	let buffer = parts.buffer(0);
	let length = 0;
	let first = true;
	let done = 0;
	for await (const piece of pieces(source, (bytes) => (done = bytes))) {
		let rest = piece;
		if (first && rest.length >= 3) rest = rest.subarray(utf8MarkLength(rest));
		first = false;
		while (rest.length > 0) {
			const room = Math.min(rest.length, buffer.length - 1 - length);
			buffer.set(rest.subarray(0, room), length);
			length += room;
			rest = rest.subarray(room);
			if (length < buffer.length - 1) break;
			const over = await parts.send(buffer, length, false);
			if (!over) return undefined;
			buffer = parts.buffer(over.length);
			buffer.set(over);
			length = over.length;
		}
		work.report({ stage: 'reading', done, total: source.size });
		work.signal?.throwIfAborted();
		await pause();
	}
	if (length > 0 && !(await parts.send(buffer, length, true))) return undefined;
	return parts.finish(pause, reading.encoding);
}

function partSize(bytes: number, size: number): number {
	return Math.max(LEAST_PART, Math.min(MOST_PART, Math.ceil(bytes / (16 * size))));
}

interface Job {
	readonly output: Promise<PartOutput>;
	/** The rows that the part was told to skip. */
	readonly skip: number;
}

/** The parts that are under way, and those that are joined. */
class Parts {
	readonly #reading: Reading;
	readonly #pool: TaskPool;
	readonly #bufferBytes: number;
	readonly #joined: JoinedParts;
	readonly #underWay: Job[] = [];
	/** Parts that the pool has. */
	#handedOut = 0;
	readonly #free: Uint8Array<ArrayBuffer>[] = [];
	/** Rows that still have to be skipped, and the bytes of a row that is not yet whole, behind the joined parts. */
	#skip: number;
	#left: Uint8Array = new Uint8Array(0);
	/** A cut lay inside a row: the next part must begin where the joined ones end, and from then on quotes are counted. */
	#astray = false;
	#quotesMatter = false;

	constructor(reading: Reading, pool: TaskPool, partBytes: number) {
		this.#reading = reading;
		this.#pool = pool;
		this.#bufferBytes = partBytes + 1;
		this.#skip = reading.dialect.skip;
		this.#joined = new JoinedParts(reading.dialect.names.length);
	}

	/** A buffer for a part that begins with so many bytes, and the one byte more that reading needs. */
	buffer(filled: number): Uint8Array<ArrayBuffer> {
		if (2 * filled >= this.#bufferBytes) return new Uint8Array(2 * filled + this.#bufferBytes);
		return this.#free.pop() ?? new Uint8Array(this.#bufferBytes);
	}

	/** Has a part read, when there is room for one; what is left of it comes back, or undefined when the text cannot be read in parts. */
	async send(buffer: Uint8Array<ArrayBuffer>, filled: number, last: boolean): Promise<Uint8Array | undefined> {
		let [bytes, length] = [buffer, filled];
		if (this.#astray) {
			if (!(await this.#settleTo(0))) return undefined;
			[bytes, length] = this.#behindLeft(bytes.subarray(0, length));
			this.#left = new Uint8Array(0);
			this.#astray = false;
		}
		const end = last ? length : this.#rowEnd(bytes, length);
		const over = bytes.slice(end, length);
		const skip = this.#underWay.length === 0 ? this.#skip : 0;
		const output = this.#run(bytes, end, last, skip);
		output.catch(() => undefined);
		this.#underWay.push({ output, skip });
		return (await this.#settleTo(MOST_WAITING)) ? over : undefined;
	}

	/** All parts joined; undefined when the text cannot be read in parts. */
	async finish(pause: () => Promise<void> | undefined, encoding?: Encoding): Promise<Read | undefined> {
		if (!(await this.#settleTo(0))) return undefined;
		if (this.#left.length > 0 && !this.#join(await this.#again(new Uint8Array(0), true))) return undefined;
		return this.#joined.finish(pause, encoding);
	}

	/** Where the last row of a part seems to end; everything, where none does. */
	#rowEnd(bytes: Uint8Array, length: number): number {
		if (!this.#quotesMatter) return bytes.lastIndexOf(LF, length - 1) + 1 || length;
		let end = 0;
		let quoted = false;
		for (let i = 0; i < length; i++) {
			const byte = bytes[i];
			if (byte === QUOTE) quoted = !quoted;
			else if (byte === LF && !quoted) end = i + 1;
		}
		return end || length;
	}

	/** Joins the oldest parts until no more than so many are under way. */
	async #settleTo(most: number): Promise<boolean> {
		while (this.#underWay.length > most) {
			const [job] = this.#underWay.splice(0, 1);
			const output = await job.output;
			const asExpected = this.#left.length === 0 && job.skip === this.#skip;
			if (!asExpected) this.#astray = this.#quotesMatter = true;
			if (!this.#join(asExpected ? output : await this.#again(output.bytes.subarray(0, output.length), false))) return false;
		}
		return true;
	}

	/** Reads what is left over and what comes behind it. */
	#again(bytes: Uint8Array, last: boolean): Promise<PartOutput> {
		return this.#run(...this.#behindLeft(bytes), last, this.#skip);
	}

	#behindLeft(bytes: Uint8Array): [bytes: Uint8Array<ArrayBuffer>, length: number] {
		const both = new Uint8Array(this.#left.length + bytes.length + 1);
		both.set(this.#left);
		both.set(bytes, this.#left.length);
		return [both, both.length - 1];
	}

	#join(output: PartOutput): boolean {
		const { bytes, length, taken, skip } = output;
		if (taken === IRREGULAR || length - taken > LONGEST_ROW) return false;
		this.#left = bytes.slice(taken, length);
		this.#skip = skip;
		this.#joined.add(output);
		if (bytes.length === this.#bufferBytes) this.#free.push(bytes);
		return true;
	}

	/** Has a part read by the others, or reads it here while they have enough to do: one of the pool's cores is this one. */
	async #run(bytes: Uint8Array<ArrayBuffer>, length: number, last: boolean, skip: number): Promise<PartOutput> {
		const { dialect, rowBytes } = this.#reading;
		const input: PartInput = {
			bytes,
			length,
			last,
			skip,
			width: dialect.names.length,
			delimiter: dialect.delimiter,
			newline: dialect.newline,
			capacity: Math.ceil((1.05 * length) / rowBytes) + 16
		};
		if (this.#handedOut >= 2 * Math.max(1, this.#pool.size - 1)) return readPart(input);
		this.#handedOut++;
		try {
			return await this.#pool.run<PartInput, PartOutput>('data.readPart', input, [bytes.buffer]);
		} finally {
			this.#handedOut--;
		}
	}
}

/** Whether helpers could not be had, so that the text has to be read without them. */
export function isWithoutHelpers(error: unknown): boolean {
	return error instanceof LikelyError && error.code === 'worker.failed';
}
