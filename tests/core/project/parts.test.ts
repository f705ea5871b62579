import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromParts, toParts } from '../../../src/lib/core/project/parts.js';

const roundTrip = (value: unknown) => {
	const parts = new Map<string, Uint8Array>();
	toParts('x', value, parts);
	return fromParts('x', parts);
};

const key = fc.oneof(fc.string(), fc.constantFrom('$array', '$number', '$', 'constructor', 'a/b', 'a.b', '', 'é')).filter((k) => k !== '__proto__');
const leaf = fc.oneof(
	fc.string(),
	fc.boolean(),
	fc.constant(null),
	fc.double(),
	fc.constantFrom(NaN, Infinity, -Infinity, -0),
	fc.float64Array(),
	fc.float32Array(),
	fc.int32Array(),
	fc.uint32Array(),
	fc.uint16Array(),
	fc.int16Array(),
	fc.uint8Array()
);
const plain = fc.letrec((tie) => ({
	value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), fc.dictionary(key, tie('value'), { noNullPrototype: true }))
})).value;

describe('parts of plain data', () => {
	it('give back every value to the bit', () => {
		fc.assert(
			fc.property(plain, (value) => {
				expect(isDeepStrictEqual(roundTrip(value), value)).toBe(true);
			}),
			{ numRuns: 300 }
		);
	});

	it.each([
		['names', (i: number) => `customer ${i}`, ['x.json', 'x/list.txt', 'x/list.u32']],
		['names of every kind', (i: number) => ['', 'é', '😀 smile', '\ufeffmark', 'a\0b', `${i}`][i % 6], ['x.json', 'x/list.txt', 'x/list.u32']],
		['half characters, which no bytes stand for', (i: number) => (i === 7 ? '\ud83d' : 'whole'), ['x.json']]
	])('hold long lists of %s', (_, name, expected) => {
		const value = { list: Array.from({ length: 2500 }, (__, i) => name(i)), 'li st': ['few'] };
		const parts = new Map<string, Uint8Array>();
		toParts('x', value, parts, true);
		expect([...parts.keys()]).toEqual(expected);
		expect(fromParts('x', parts)).toEqual(value);
		if (parts.size === 1) return;
		for (const cut of [new Uint8Array(3), Uint8Array.of(0xff, 0xfe)]) expect(() => fromParts('x', new Map([...parts, ['x/list.txt', cut]]))).toThrow('project.damaged');
		expect(() => fromParts('x', new Map([...parts].filter(([part]) => part !== 'x/list.u32')))).toThrow('project.damaged');
	});

	it('keep the bits of a NaN with a payload', () => {
		const bits = new Uint32Array([1, 0x7ff80001]);
		const back = roundTrip({ numbers: new Float64Array(bits.buffer) }) as { numbers: Float64Array };
		expect([...new Uint32Array(back.numbers.buffer)]).toEqual([1, 0x7ff80001]);
	});

	it('hold a view into a larger buffer, and only the view', () => {
		const whole = Float32Array.of(1, 2, 3, 4);
		expect(roundTrip({ part: whole.subarray(1, 3) })).toStrictEqual({ part: Float32Array.of(2, 3) });
	});

	it('give two arrays whose keys look alike in a file name a part each', () => {
		const value = { 'a b': Int32Array.of(1), 'a?b': Int32Array.of(2), a_b: Int32Array.of(3) };
		expect(roundTrip(value)).toStrictEqual(value);
	});

	it('refuse what is not plain data', () => {
		expect(() => roundTrip({ f: () => 0 })).toThrow(TypeError);
	});

	it.each([
		['a key that reaches the prototype', '{"__proto__":{"polluted":true}}'],
		['a reference to a part that is not there', '{"a":{"$array":"x/none.f64","length":1}}'],
		['a reference to a part of no known kind', '{"a":{"$array":"x.json","length":1}}'],
		['a word that is not a number', '{"a":{"$number":"1e999"}}'],
		['text that is not JSON', '{"a":'],
		['nesting without end', '['.repeat(5000) + ']'.repeat(5000)]
	])('refuse %s', (_, json) => {
		expect(() => fromParts('x', new Map([['x.json', new TextEncoder().encode(json)]]))).toThrow('project.damaged');
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	it('refuse an array of another length than its part', () => {
		const parts = new Map<string, Uint8Array>();
		toParts('x', { a: Float64Array.of(1, 2) }, parts);
		parts.set('x/a.f64', new Uint8Array(15));
		expect(() => fromParts('x', parts)).toThrow('project.damaged');
	});
});
