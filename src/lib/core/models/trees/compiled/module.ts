import { bytesOfBase64 } from '../../../base64.js';
import { kernelBase64 } from '../wasm/kernel.wasm.js';

/** What wasm/kernel.as exports. Pointers are addresses in its memory. */
export interface Exports {
	setupForest(...pointers: number[]): void;
	growForestTree(usable: number, replacing: number, a: number, b: number, c: number, d: number): number;
	subsetsGrown(): number;
	othersAt(): number;
	othersTold(): number;
	setupBoost(...pointers: number[]): void;
	setSearch(lambda: number, minH: number): void;
	gradients(scaleG: number, scaleH: number, count: number): void;
	sumPairs(begin: number, end: number): bigint;
	histogram(slot: number, begin: number, end: number, used: number): void;
	subtract(slot: number, other: number, used: number): void;
	searchHistogram(slot: number, g: number, h: number, used: number, minGain: number): void;
	partition(begin: number, end: number): number;
	addWide(codes: number, stride: number, rows: number, tree: number, sums: number): void;
	predictWide(...pointers: number[]): void;
	belowFour(states: number, edgeHigh: number, edgeLow: number, count: number, out: number): void;
	transpose(from: number, to: number, rows: number, columns: number): void;
	predict(...pointers: number[]): void;
	predictLists(...pointers: number[]): void;
}

export const PAGE = 65_536;
/** As many as the kernel's own declaration allows: 4 GiB. */
const MOST_PAGES = 65_536;

const isThere = typeof WebAssembly !== 'undefined';
/** The kernel for memory that is shared, and that for memory that is not; null where it does not compile. */
const compiled: { [kind in 'shared' | 'own']?: object | null } = {};

/** The kernel on a memory; undefined where WebAssembly with SIMD cannot start. */
export function instantiate(memory: WebAssembly.Memory): Exports | undefined {
	const kind = memory.buffer instanceof ArrayBuffer ? 'own' : 'shared';
	if (!isThere || compiled[kind] === null) return undefined;
	try {
		compiled[kind] ??= new WebAssembly.Module(bytesFor(kind));
		return new WebAssembly.Instance(compiled[kind], { env: { memory } }).exports as unknown as Exports;
	} catch {
		compiled[kind] = null;
		return undefined;
	}
}

/** A memory of one worker's own, which grows; undefined where there is no WebAssembly. */
export function ownMemory(): WebAssembly.Memory | undefined {
	return isThere ? new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES }) : undefined;
}

/** A memory of so many bytes for several workers, which can grow to twice as much; undefined where there is none. */
export function newMemory(bytes: number): WebAssembly.Memory | undefined {
	const initial = Math.ceil(bytes / PAGE);
	if (!isThere || typeof SharedArrayBuffer === 'undefined' || initial > MOST_PAGES) return undefined;
	try {
		const memory = new WebAssembly.Memory({ initial, maximum: Math.min(MOST_PAGES, 2 * initial + 16), shared: true });
		return instantiate(memory) && memory;
	} catch {
		return undefined;
	}
}

/** The binary imports memory that is shared; but for that one flag it is the same for memory that is not. */
function bytesFor(kind: 'shared' | 'own'): Uint8Array<ArrayBuffer> {
	const bytes = bytesOfBase64(kernelBase64);
	if (kind === 'shared') return bytes;
	const name = [...'memory'].map((letter) => letter.charCodeAt(0));
	const at = bytes.findIndex((_, i) => name.every((code, j) => bytes[i + j] === code)) + name.length;
	// After the name: 2, a memory; 3, shared and with a maximum, or 1, with a maximum.
	if (bytes[at] !== 2 || bytes[at + 1] !== 3) throw new TypeError('the kernel does not import shared memory');
	bytes[at + 1] = 1;
	return bytes;
}
