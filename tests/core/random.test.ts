import { expect, it } from 'vitest';
import { Random } from '../../src/lib/core/random.js';

it('draws many shares at once as it draws them one by one, and goes on from there', () => {
	const [one, many] = [new Random('a'), new Random('a')];
	const drawn = new Uint8Array(1000);
	for (const share of [0.3, 0.7]) {
		many.below(share, drawn);
		expect([...drawn]).toEqual(Array.from(drawn, () => (one.next() < share ? 1 : 0)));
	}
	expect(many.next()).toBe(one.next());
});

it('goes on where another stream stood', () => {
	const [one, other] = [new Random('a'), new Random('b')];
	one.next();
	other.moveTo(one.words());
	expect([other.uint32(), other.uint32()]).toEqual([one.uint32(), one.uint32()]);
});
