import { describe, expect, it } from 'vitest';
import { tips } from '../../../src/lib/core/history/tips.js';
import { kept } from './kept.js';

const model = (more: { positives?: number; skill?: number } = {}, time = '2024-03-01T00:00:00.000Z') => ({
	time,
	family: 'forest',
	report: { perProduct: [{ product: 'Paper', positives: 50, asked: 100, base_rate: 0.5, auc: 0.7, ap: 0.6, log_loss: 0.5, skill: 0.1, ...more }] }
});
const codes = (...given: Parameters<typeof tips>) => tips(...given).map(({ code }) => code);

describe('tips for a kept prediction', () => {
	it('name the parameter that does more than all others together', () => {
		expect(tips(kept(), model())).toEqual([{ code: 'one_driver', parameter: 'total_orders', impact: 0.35, share: expect.closeTo(0.875, 9) }]);
	});

	it('say that a verdict hangs on little', () => {
		expect(tips(kept({ probability: 0.72 }))[0]).toMatchObject({ code: 'close_call' });
		expect(codes(kept({ probability: 0.76 }))).not.toContain('close_call');
	});

	it('warn of products that the model does not know well', () => {
		expect(tips(kept(), model({ skill: -0.02 }))[0]).toEqual({ code: 'weak_product', skill: -0.02 });
		expect(tips(kept(), model({ positives: 3, skill: -0.02 }))[0]).toEqual({ code: 'rare_product', positives: 3 });
		expect(codes(kept({ product: 'Unknown' }), model({ skill: -1 }))).not.toContain('weak_product');
	});

	it('see where the rules and the model part', () => {
		const record = kept({ ruleImpacts: [{ parameter: 'total_orders', value: 9, baseline: 12, impact: -0.6, direction: 'negative' }] });
		expect(tips(record)).toContainEqual({ code: 'rule_disagrees', parameter: 'total_orders', impact: 0.35 });
	});

	it('know an old model and a made-up customer', () => {
		expect(codes(kept({ hypothetical: true }), model({}, '2024-05-01T00:00:00.000Z'))).toEqual(['one_driver', 'newer_model', 'hypothetical']);
	});

	it('know another model of the same training', () => {
		expect(codes(kept({ family: 'boosted' }), model())).toContain('newer_model');
		expect([kept({ family: 'forest' }), kept()].flatMap((record) => codes(record, model()))).not.toContain('newer_model');
	});

	it('have nothing to say of a prediction without impacts', () => {
		const record = kept();
		expect(tips({ ...record, ruleImpacts: [], explanation: { ...record.explanation, impacts: [] } })).toEqual([]);
	});
});
