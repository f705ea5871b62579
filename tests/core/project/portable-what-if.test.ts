import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BaselineOf } from '../../../src/lib/core/project/cards.js';
import { packed, unpacked } from '../../../src/lib/core/project/portable-what-if.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { trainedProject } from './trained.js';

describe('a what-if for another thread', () => {
	it('answers moved values to the bit as the one it was packed from, whatever either was asked before', async () => {
		const project = await trainedProject(['popularity', 'forest', 'boosted']);
		const { customers, products } = project.book;
		const pairs = project.models.map(({ id }) => {
			const whatIf = new WhatIf(new Predictor({ ...project, chosen: id }));
			return { whatIf, there: unpacked(structuredClone(packed(whatIf))) };
		});
		const baselines: BaselineOf[] = [{ kind: 'average' }, { kind: 'original' }, { kind: 'customer', customer: customers[1] }];
		fc.assert(
			fc.property(
				fc.nat(pairs.length - 1),
				fc.option(fc.nat(customers.length - 1), { nil: undefined }),
				fc.constantFrom(...baselines),
				fc.dictionary(fc.constantFrom('total_orders', 'return_rate', 'p2_purchases_total'), fc.integer({ min: 0, max: 40 })),
				fc.dictionary(fc.constantFrom('total_orders', 'p1_purchases_total'), fc.integer({ min: 0, max: 9 })),
				fc.option(fc.subarray([...products]), { nil: undefined }),
				(model, c, baselineOf, values, baseline, explain) => {
					const { whatIf, there } = pairs[model];
					const request = { customer: c === undefined ? undefined : customers[c], baselineOf, values, baseline, explain };
					const inputs = structuredClone(whatIf.answerInputs(request));
					expect(there.answer(inputs, request)).toEqual(whatIf.answer(request));
				}
			),
			{ numRuns: 150, seed: 1 }
		);
	});

	it('names what it does not know, as the other does', async () => {
		const whatIf = new WhatIf(new Predictor(await trainedProject(['popularity'])));
		const there = unpacked(packed(whatIf));
		const inputs = whatIf.answerInputs({});
		expect(() => there.answer(inputs, { values: { shoe_size: 3 } })).toThrowError(/parameter\.unknown/);
		expect(() => there.answer(inputs, { values: { total_orders: 'many' } })).toThrowError(/parameter\.not_a_number/);
		expect(() => there.answer(inputs, { values: {}, explain: ['P9'] })).toThrowError(/product\.unknown/);
	});
});
