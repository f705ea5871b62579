import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boosted } from '../../../../src/lib/core/models/boosted/index.js';
import { forest } from '../../../../src/lib/core/models/forest/index.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { shop } from './shop.js';

const { examples } = shop(300, 2);
const context = { seed: 5, validation: shop(100, 2, 9).examples, report: () => {}, pool: inline(treeTasks) };

describe.each([
	['forest', forest, await forest.fit(examples, { ...forest.defaults, trees: 5, minLeaf: 5 }, context)],
	['boosted', boosted, await boosted.fit(examples, { ...boosted.defaults, trees: 10 }, context)]
] as const)('a stored %s', (_, family, { model }) => {
	const encoded = model.encode();
	const names = Object.keys(encoded.buffers).filter((name) => encoded.buffers[name].length > 0);
	const damaged = expect.objectContaining({ code: 'model.damaged' });

	it('is refused where anything is missing, cut short, or of another type', () => {
		for (const name of names) {
			const { [name]: buffer, ...others } = encoded.buffers;
			expect(() => family.decode({ ...encoded, buffers: others }), name).toThrow(damaged);
			const replaced = (by: typeof buffer) => ({ ...encoded, buffers: { ...others, [name]: by } });
			expect(() => family.decode(replaced(buffer.slice(0, -1))), name).toThrow(damaged);
			expect(() => family.decode(replaced(new Int16Array(buffer.length))), name).toThrow(damaged);
		}
		expect(() => family.decode({ ...encoded, version: 99 })).toThrow(damaged);
	});

	it('is refused where a row would be led round in a circle or out of its tree', () => {
		const { start, kind, left } = encoded.buffers;
		const inner = kind.findIndex((own, node) => own > 0 && node > start[1]);
		const own = inner - start[start.findIndex((first) => first > inner) - 1];
		for (const to of [0, own - 1, own, -1, 1e6]) {
			const altered = left.slice();
			altered[inner] = to;
			expect(() => family.decode({ ...encoded, buffers: { ...encoded.buffers, left: altered } }), String(to)).toThrow(damaged);
		}
	});

	it('is refused, or still answers with probabilities, where one number was altered', () => {
		fc.assert(
			fc.property(fc.constantFrom(...names), fc.nat(), fc.oneof(fc.integer(), fc.float(), fc.constant(-1)), (name, at, to) => {
				const buffer = encoded.buffers[name].slice();
				buffer[at % buffer.length] = to;
				let decoded;
				try {
					decoded = family.decode({ ...encoded, buffers: { ...encoded.buffers, [name]: buffer } });
				} catch (error) {
					expect(error).toEqual(damaged);
					return;
				}
				for (const p of decoded.predict(examples)) expect(p >= 0 && p <= 1).toBe(true);
			}),
			{ numRuns: 200 }
		);
	});
});
