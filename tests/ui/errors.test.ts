import { describe, expect, it } from 'vitest';
import { knownCodes, sentenceOf } from '../../src/lib/ui/errors.js';

const sources = import.meta.glob<string>('../../src/lib/{core,browser,state}/**/*.ts', { query: '?raw', import: 'default', eager: true });

/** Thrown where this program would be wrong, not the person: the general sentence is the honest one. */
const internal = /^(evaluation|examples|model\.(empty|features|no_examples|unknown_family|unknown_option|unlabelled)|edit|audience|profit|uplift|tree|wasm)/;

describe('sentences for failures', () => {
	it('has one of its own for every code that a person can meet', () => {
		const thrown = Object.values(sources).flatMap((source) => [...source.matchAll(/new LikelyError\(\s*'([^']+)'/g)].map((match) => match[1]));
		expect(thrown.length).toBeGreaterThan(20);
		const without = [...new Set(thrown)].filter((code) => !internal.test(code) && !knownCodes.includes(code));
		expect(without).toEqual([]);
	});

	it('says what happened and what to do, whatever facts are missing', () => {
		for (const code of [...knownCodes, 'never.heard_of']) {
			const { what, next } = sentenceOf({ code, facts: {} });
			expect([code, what.length > 15, next.length > 10]).toEqual([code, true, true]);
			expect(what + next).not.toMatch(/undefined|NaN|\[object/);
		}
	});

	it('names the facts', () => {
		expect(sentenceOf({ code: 'customer.unknown', facts: { customer: 'AA-1' } }).what).toContain('AA-1');
		expect(sentenceOf({ code: 'file.too_large', facts: { bytes: 3_000_000_000 } }).what).toContain('3 GB');
		expect(sentenceOf({ code: 'constructor', facts: {} }).what).toContain('(constructor)');
	});
});
