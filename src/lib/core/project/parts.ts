import { LikelyError } from '../errors.js';
import type { Numbers } from '../models/types.js';

/** Named runs of bytes: JSON texts (UTF-8) and raw little-endian number arrays. What a project file and the store hold. */
export type Parts = ReadonlyMap<string, Uint8Array>;

const kinds = {
	f64: Float64Array,
	f32: Float32Array,
	i32: Int32Array,
	u32: Uint32Array,
	u16: Uint16Array,
	i16: Int16Array,
	u8: Uint8Array
} as const;
type Kind = keyof typeof kinds;

/** Names in a list from which on it is packed, and characters that a text may have. */
const worthPacking = 1000;
const longestText = 2 ** 27;

/** Levels of nesting that a file may have; ours have about ten. */
const deepest = 64;

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Splits plain data into one JSON part `NAME.json` and one part per typed array, which the JSON refers to as
 * `{"$array": "NAME/path.f64", "length": n}`. Numbers that JSON has no word for (NaN, ±Infinity, -0) become
 * `{"$number": "NaN"}`; a key that starts with `$` gets a second one. Keys whose value is undefined are left out.
 * The parts may share memory with `value`. `packTexts`: long lists of names become two parts, one text and the lengths, as
 * `{"$texts": "NAME/path", "length": n}`: a tenth of the time of JSON when they are read.
 */
export function toParts(name: string, value: unknown, into: Map<string, Uint8Array>, packTexts = false): void {
	const plain = (item: unknown, path: string): unknown => {
		if (typeof item === 'number') return Number.isFinite(item) && !Object.is(item, -0) ? item : { $number: wordOf(item) };
		if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
		if (Array.isArray(item)) {
			if (!item.every(isText)) return item.map((child, i) => plain(child, `${path}/${i}`));
			return (packTexts && packedTexts(item, path, into)) || item;
		}
		const kind = kindOf(item);
		if (kind) {
			const part = `${freeName(into, path)}.${kind}`;
			const array = item as Numbers;
			into.set(part, bytesOf(array));
			return { $array: part, length: array.length };
		}
		if (typeof item !== 'object') throw new TypeError(`${path} is a ${typeof item}, which is not plain data`);
		const copy: [string, unknown][] = [];
		for (const [key, child] of Object.entries(item))
			if (child !== undefined) copy.push([key.startsWith('$') ? `$${key}` : key, plain(child, `${path}/${slug(key)}`)]);
		return Object.fromEntries(copy);
	};
	// The JSON stands before its arrays: a Map keeps the place of a key that is set again.
	into.set(`${name}.json`, new Uint8Array());
	into.set(`${name}.json`, new TextEncoder().encode(JSON.stringify(plain(value, name))));
}

/**
 * The inverse of `toParts`: the value whose JSON is the part `NAME.json`. Number arrays get memory of their own; with
 * `adopt` that of their part, where it is the part's alone.
 * Throws `project.damaged` where a part is missing, is not JSON, has the wrong size, or has a key `__proto__`.
 */
export function fromParts(name: string, parts: Parts, adopt = false): unknown {
	const damaged = (reason: string) => new LikelyError('project.damaged', { part: `${name}.json`, reason });
	const revive = (item: unknown, depth: number): unknown => {
		if (item === null || typeof item !== 'object') return item;
		if (depth > deepest) throw damaged('depth');
		if (Array.isArray(item)) return item.every(isSimple) ? item : item.map((child) => revive(child, depth + 1));
		const record = item as Record<string, unknown>;
		if (Object.hasOwn(record, '$array')) return arrayOf(record, parts, adopt);
		if (Object.hasOwn(record, '$texts')) return textsOf(record, parts);
		if (Object.hasOwn(record, '$number')) return numberOf(record.$number);
		const copy: Record<string, unknown> = {};
		for (const key of Object.keys(record)) {
			if (key === '__proto__') throw damaged('key');
			if (key.startsWith('$') && !key.startsWith('$$')) throw damaged('key');
			copy[key.startsWith('$$') ? key.slice(1) : key] = revive(record[key], depth + 1);
		}
		return copy;
	};
	const json = parts.get(`${name}.json`);
	if (!json) throw damaged('missing');
	let parsed: unknown;
	try {
		parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
	} catch (cause) {
		throw new LikelyError('project.damaged', { part: `${name}.json`, reason: 'json' }, { cause });
	}
	return revive(parsed, 0);
}

/** What a list may hold and is as it was written; a long list of names is not copied one by one. */
function isSimple(item: unknown): boolean {
	return typeof item !== 'object' || item === null;
}

/** A list of names as two parts; undefined where JSON does as well or is needed: few names, very long ones, half characters. */
function packedTexts(texts: readonly string[], path: string, into: Map<string, Uint8Array>): { $texts: string; length: number } | undefined {
	if (texts.length < worthPacking) return undefined;
	const lengths = Uint32Array.from(texts, ({ length }) => length);
	if (lengths.reduce((sum, length) => sum + length, 0) > longestText) return undefined;
	const text = texts.join('');
	if (/\p{Surrogate}/u.test(text)) return undefined;
	const part = freeName(into, path);
	into.set(`${part}.txt`, new TextEncoder().encode(text));
	into.set(`${part}.u32`, bytesOf(lengths));
	return { $texts: part, length: texts.length };
}

function textsOf({ $texts: part, length }: Record<string, unknown>, parts: Parts): string[] {
	const damaged = (reason: string) => new LikelyError('project.damaged', { part: String(part), reason });
	const bytes = parts.get(`${String(part)}.txt`);
	if (!bytes) throw damaged('missing');
	const lengths = arrayOf({ $array: `${String(part)}.u32`, length }, parts, false);
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw damaged('text');
	}
	const texts: string[] = [];
	let at = 0;
	for (const each of lengths) texts.push(text.slice(at, (at += each)));
	if (at !== text.length) throw damaged('size');
	return texts;
}

function isText(item: unknown): item is string {
	return typeof item === 'string';
}

function arrayOf(reference: Record<string, unknown>, parts: Parts, adopt: boolean): Numbers {
	const { $array: part, length } = reference;
	const bytes = typeof part === 'string' ? parts.get(part) : undefined;
	const kind = typeof part === 'string' ? part.slice(part.lastIndexOf('.') + 1) : '';
	if (!bytes || !isKind(kind)) throw new LikelyError('project.damaged', { part: String(part), reason: 'missing' });
	const numbers = kinds[kind];
	if (bytes.length !== Number(length) * numbers.BYTES_PER_ELEMENT)
		throw new LikelyError('project.damaged', { part: String(part), reason: 'size' });
	const whole = adopt && bytes.length === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
	const own = whole ? bytes.buffer : bytes.slice().buffer;
	if (!littleEndian) swap(new Uint8Array(own), numbers.BYTES_PER_ELEMENT);
	return new numbers(own);
}

/** The little-endian bytes of a number array: its own memory where the machine is little-endian. */
function bytesOf(array: Numbers): Uint8Array {
	const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
	if (littleEndian) return bytes;
	const own = bytes.slice();
	swap(own, array.BYTES_PER_ELEMENT);
	return own;
}

function swap(bytes: Uint8Array, width: number): void {
	for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
}

function isKind(name: string): name is Kind {
	return Object.hasOwn(kinds, name);
}

function kindOf(value: unknown): Kind | undefined {
	if (!ArrayBuffer.isView(value)) return undefined;
	return (Object.keys(kinds) as Kind[]).find((kind) => value instanceof kinds[kind]);
}

function wordOf(value: number): string {
	return Object.is(value, -0) ? '-0' : String(value);
}

function numberOf(word: unknown): number {
	if (word !== 'NaN' && word !== 'Infinity' && word !== '-Infinity' && word !== '-0')
		throw new LikelyError('project.damaged', { part: String(word), reason: 'number' });
	return Number(word);
}

/** A key as part of a file name: what every file system takes. */
function slug(key: string): string {
	return key.replace(/[^A-Za-z0-9_-]+/g, '_') || '_';
}

function freeName(taken: ReadonlyMap<string, unknown>, path: string): string {
	const isFree = (name: string) => (Object.keys(kinds) as Kind[]).every((kind) => !taken.has(`${name}.${kind}`));
	if (isFree(path)) return path;
	let n = 2;
	while (!isFree(`${path}-${n}`)) n++;
	return `${path}-${n}`;
}
