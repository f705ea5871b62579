import { bytesOfBase64 } from '../base64.js';
import { LikelyError } from '../errors.js';
import { categoryOf } from './byte-column.js';
import type { PackedColumn } from './byte-column.js';
import { IRREGULAR } from './byte-rows.js';
import { CodeList } from './code-list.js';
import { surveyEncoding } from './dictionary-text.js';
import type { ColumnEncoding, EncodingSurvey, PackedValues } from './dictionary-text.js';
import type { RowLog } from './row-log.js';
import type { Category } from './types.js';
import { kernelBase64 } from './wasm/kernel.wasm.js';

/** What wasm/kernel.as exports. Pointers are addresses in its memory. */
interface Kernel {
	readonly memory: { readonly buffer: ArrayBuffer };
	setup(width: number, delimiter: number, loneCR: boolean, skip: number): void;
	input(bytes: number): number;
	read(begin: number, length: number, last: boolean): number;
	rowsRead(): number;
	unevenRead(): number;
	linesRead(): number;
	toSkip(): number;
	codesOf(column: number): number;
	linesOf(): number;
	unevensOf(): number;
	columnOf(column: number): number;
	fetched(): void;
}

let compiled: WebAssembly.Module | null | undefined;

/** A kernel with a memory of its own; undefined where WebAssembly with SIMD cannot start. */
function newKernel(): Kernel | undefined {
	if (compiled === null || typeof WebAssembly === 'undefined') return undefined;
	try {
		compiled ??= new WebAssembly.Module(bytesOfBase64(kernelBase64));
		return new WebAssembly.Instance(compiled).exports as unknown as Kernel;
	} catch {
		compiled = null;
		return undefined;
	}
}

/** A column of `CompiledRows`: its codes, and its values in the kernel's memory. */
class CompiledColumn {
	readonly codes = new CodeList(Infinity);
	readonly #kernel: Kernel;
	readonly #index: number;

	constructor(kernel: Kernel, index: number) {
		this.#kernel = kernel;
		this.#index = index;
	}

	/** Views that hold until the kernel reads on. */
	#values(): PackedValues {
		const { buffer } = this.#kernel.memory;
		const [arena, start, used, distinct] = new Uint32Array(buffer, this.#kernel.columnOf(this.#index), 4);
		return { bytes: new Uint8Array(buffer, arena, used), start: new Int32Array(buffer, start, distinct + 1) };
	}

	surveyEncoding(): EncodingSurvey {
		return surveyEncoding(this.#values());
	}

	/** The column; it has no codes afterwards. See `textsOf`. */
	finish(encoding: ColumnEncoding): Category {
		return categoryOf(this.codes.finish(), this.#values(), encoding);
	}

	pack(): PackedColumn {
		const { bytes, start } = this.#values();
		return { codes: this.codes.finish(), bytes: bytes.slice(), start: start.slice() };
	}
}

/** `ByteRows` in WebAssembly: the same rows and codes, sixteen bytes at a time. */
export class CompiledRows {
	readonly columns: readonly CompiledColumn[];
	readonly #kernel: Kernel;
	readonly #log: RowLog;

	private constructor(kernel: Kernel, width: number, log: RowLog) {
		this.#kernel = kernel;
		this.#log = log;
		this.columns = Array.from({ length: width }, (_, c) => new CompiledColumn(kernel, c));
	}

	/** Undefined where WebAssembly with SIMD cannot start. */
	static start(width: number, delimiter: string, newline: '\n' | '\r', log: RowLog): CompiledRows | undefined {
		const kernel = newKernel();
		kernel?.setup(width, delimiter.charCodeAt(0), newline === '\r', log.skip);
		return kernel && new CompiledRows(kernel, width, log);
	}

	get lines(): number {
		return this.#kernel.linesRead();
	}

	/** As `ByteRows.read`, but the bytes stay as they are. Throws file.too_large. */
	read(bytes: Uint8Array, length: number, last: boolean): number {
		const kernel = this.#kernel;
		try {
			const at = kernel.input(length);
			new Uint8Array(kernel.memory.buffer).set(bytes.subarray(0, length), at);
			let taken = 0;
			do {
				const before = taken;
				taken = kernel.read(taken, length, last);
				this.#fetch();
				if (taken === before) break;
			} while (taken !== IRREGULAR && taken < length);
			this.#log.skip = kernel.toSkip();
			return taken;
		} catch (cause) {
			// The kernel stops where it gets no more memory.
			throw new LikelyError('file.too_large', {}, { cause });
		}
	}

	#fetch(): void {
		const kernel = this.#kernel;
		const { buffer } = kernel.memory;
		const rows = kernel.rowsRead();
		if (rows === 0) return;
		const before = this.#log.lines.length;
		for (const line of new Int32Array(buffer, kernel.linesOf(), rows)) this.#log.add(line);
		const uneven = new Int32Array(buffer, kernel.unevensOf(), 2 * kernel.unevenRead());
		for (let i = 0; i < uneven.length; i += 2) this.#log.markUneven(uneven[i + 1], before + uneven[i]);
		this.columns.forEach(({ codes }, c) => codes.add(new Int32Array(buffer, kernel.codesOf(c), rows)));
		kernel.fetched();
	}
}
