import { describe, expect, it } from 'vitest';
import { settingsOfHash, settingsToHash } from '../../src/lib/state/shared-settings.js';

describe('settings in a link', () => {
	it('come out as they went in', () => {
		for (const settings of [
			{ threshold: 0.65, question: 'next', horizon: 90, theme: 'dark' },
			{ threshold: 0.7, question: 'next-order', language: 'de' },
			{ question: 'ever' },
			{}
		] as const)
			expect(settingsOfHash(settingsToHash(settings))).toEqual(settings);
	});

	it('say nothing to the host, and nothing about the data', () => {
		const asked = { kind: 'next', horizon: 30, asOf: 19_000, snapshots: 3 } as const;
		const hash = settingsToHash({ threshold: 0.7, question: asked.kind, horizon: asked.horizon });
		expect(hash).toBe('#settings?threshold=0.7&question=next&horizon=30');
	});

	it.each([
		['', undefined],
		['#main', undefined],
		['#settings?threshold=7&question=why&horizon=-1&theme=pink&language=xx', {}],
		['#settings?threshold=0&horizon=30', {}],
		['#settings?question=next&horizon=1e9', { question: 'next' }],
		['#settings?threshold=__proto__&question=constructor', {}]
	])('%s', (hash, settings) => {
		expect(settingsOfHash(hash)).toEqual(settings);
	});
});
