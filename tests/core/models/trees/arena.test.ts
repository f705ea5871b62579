import { describe, expect, it } from 'vitest';
import { Arena, takeSeat } from '../../../../src/lib/core/models/trees/arena.js';
import { joinInstance } from '../../../../src/lib/core/models/trees/compiled/instance.js';

function open(seats: number, bytes: number, expected: number): Arena {
	const arena = Arena.open(seats, bytes, expected);
	if (!arena) throw new Error('no memory is shared here');
	return arena;
}

describe('an arena', () => {
	it('has each seat taken by one at a time, and no two in the same place', () => {
		const { seats } = open(2, 70_000, 0);
		const [one, other] = [takeSeat(seats), takeSeat(seats)];
		expect(Math.abs((one?.at ?? 0) - (other?.at ?? 0))).toBeGreaterThanOrEqual(70_000);
		expect(takeSeat(seats)).toBeUndefined();
		expect(joinInstance(seats)).toBeUndefined();
		one?.leave();
		const joined = joinInstance(seats);
		expect(joined?.seat?.at).toBe(one?.at);
		joined?.release();
		expect(takeSeat(seats)?.at).toBe(one?.at);
	});

	it('gives arrays room of their own, beyond what was expected, too, and room again that was given back', () => {
		const arena = open(1, 1000, 100);
		const arrays = [10, 100_000, 10, 3].map((length, i) => arena.bytes(length).fill(i + 1));
		arrays.forEach((array, i) => expect(array.every((byte) => byte === i + 1)).toBe(true));
		const seat = takeSeat(arena.seats);
		expect(Math.min(...arrays.map(({ byteOffset }) => byteOffset))).toBeGreaterThanOrEqual((seat?.at ?? 0) + 1000);
		arena.free(arrays[0], undefined, new Uint8Array(10));
		const again = [arena.bytes(10), arena.bytes(10)];
		expect(again[0].byteOffset).toBe(arrays[0].byteOffset);
		expect(arrays.slice(1).map(({ byteOffset }) => byteOffset)).not.toContain(again[1].byteOffset);
	});
});
