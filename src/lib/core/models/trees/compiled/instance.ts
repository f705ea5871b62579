import type { Bins } from '../types.js';
import { kernelBase64 } from '../wasm/kernel.wasm.js';

interface Exports {
	readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
	setupForest(...pointers: number[]): void;
	growForestTree(usable: number, replacing: number, a: number, b: number, c: number, d: number): number;
	subsetsGrown(): number;
	setupBoost(...pointers: number[]): void;
	setSearch(lambda: number, minH: number): void;
	gradients(scaleG: number, scaleH: number): void;
	sumPairs(begin: number, end: number): bigint;
	histogram(slot: number, begin: number, end: number, used: number): void;
	subtract(slot: number, other: number, used: number): void;
	searchHistogram(slot: number, g: number, h: number, used: number, minGain: number): void;
	partition(begin: number, end: number): number;
	transpose(from: number, to: number, rows: number, columns: number): void;
	predict(...pointers: number[]): void;
}

/** The part of the WebAssembly interface that is used; the global itself belongs to the host. */
interface WebAssemblyHost {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const PAGE = 65_536;
/** An instance with more memory than this is dropped after use, so that it can be collected. */
const KEEP = 64 * 1024 * 1024;

let compiled: object | null | undefined;
const idle: Instance[] = [];

/** One instantiated kernel with its own memory, which grows and never shrinks. */
export class Instance {
	constructor(readonly exports: Exports) {}

	get memory(): Exports['memory'] {
		return this.exports.memory;
	}

	/** Puts named regions of so many bytes into memory, each at a multiple of 16, and returns where they begin. */
	layOut<Name extends string>(sizes: Readonly<Record<Name, number>>): Record<Name, number> {
		const at = {} as Record<Name, number>;
		let end = 1024;
		for (const name of Object.keys(sizes) as Name[]) {
			at[name] = end;
			end = (end + sizes[name] + 15) & ~15;
		}
		const missing = end + 16 - this.memory.buffer.byteLength;
		if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
		return at;
	}

	release(): void {
		if (this.memory.buffer.byteLength <= KEEP) idle.push(this);
	}
}

/** A kernel for the caller alone until it is released; undefined where WebAssembly with SIMD cannot start. */
export function takeInstance(): Instance | undefined {
	const kept = idle.pop();
	if (kept) return kept;
	const host = (globalThis as { WebAssembly?: WebAssemblyHost }).WebAssembly;
	if (!host || compiled === null) return undefined;
	try {
		compiled ??= new host.Module(bytesOf(kernelBase64));
		return new Instance(new host.Instance(compiled, {}).exports as Exports);
	} catch {
		compiled = null;
		return undefined;
	}
}

/** Standard base64, without line breaks. */
function bytesOf(base64: string): Uint8Array {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
	const text = base64.replace(/=+$/, '');
	const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
	let bits = 0;
	let held = 0;
	let at = 0;
	for (const letter of text) {
		held = ((held << 6) | alphabet.indexOf(letter)) & 0xffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			bytes[at++] = (held >> bits) & 255;
		}
	}
	return bytes;
}

/** Bytes that the search needs: running sums and numbers of up to 257 bins. */
export const CANDIDATES = 257 * 20;

/** [columns] as the search wants them: bins of a number column with the missing one, 0 for a category. */
export function binCounts(bins: Bins): number[] {
	return bins.kinds.map((kind, c) => (kind === 'category' ? 0 : bins.edges[c].length + 2));
}
