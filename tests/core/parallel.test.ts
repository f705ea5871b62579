import { describe, expect, it } from 'vitest';
import { buffersOf } from '../../src/lib/core/parallel.js';

describe('buffersOf', () => {
	it('finds every buffer of a result once, however deep, and none that is shared', () => {
		const one = new Float32Array(3);
		const two = new Uint8Array(5);
		const output = { one, half: one.subarray(1), trees: { two, curve: [{ train: 1 }] }, shared: new Uint8Array(new SharedArrayBuffer(2)) };
		expect(buffersOf(output)).toEqual([one.buffer, two.buffer]);
		expect(buffersOf(two)).toEqual([two.buffer]);
		expect(buffersOf(undefined)).toEqual([]);
	});
});
