import { describe, expect, it } from 'vitest';
import { AudienceChoice } from '../../../src/lib/core/project/audience-choice.js';

describe('the choice of an audience', () => {
	it('gives products a margin of their own where they have one, whatever they are called', () => {
		const products = ['__proto__', 'constructor', 'toString', 'Ink'];
		const margins = JSON.parse('{"__proto__": 7, "Ink": 2}') as Record<string, number>;
		const { margin } = new AudienceChoice(products, { rule: { kind: 'profit' }, terms: { cost: 1, margin: 4, margins }, limit: 5 });
		expect([...(margin ?? [])]).toEqual([7, 4, 4, 2]);
	});
});
