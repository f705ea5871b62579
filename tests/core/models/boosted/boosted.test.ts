import { describe, expect, it } from 'vitest';
import { selectRows } from '../../../../src/lib/core/features/examples.js';
import { boosted } from '../../../../src/lib/core/models/boosted/index.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { scrambled } from '../trees/scrambled.js';
import { distance, shop } from '../trees/shop.js';
import { difference } from '../../../difference.js';

const { examples: train } = shop(1500, 3);
const { examples: validation } = shop(500, 3, 3);
const { examples: test, truth } = shop(500, 3, 2);
const context = { seed: 7, validation, report: () => {}, pool: inline(treeTasks) };

describe('boosted', async () => {
	const fitted = await boosted.fit(train, boosted.defaults, context);

	it('comes near the true probabilities of customers it has not seen', () => {
		const base = truth.reduce((sum, p) => sum + p, 0) / truth.length;
		const spread = distance(truth, new Float64Array(truth.length).fill(base));
		expect(distance(fitted.model.predict(test), truth)).toBeLessThan(0.15 * spread);
	});

	it('stops early, and says so with a curve that has its lowest point before its end', () => {
		expect(fitted.facts.most).toBeLessThan(boosted.defaults.trees);
		expect(fitted.curve?.length).toBeGreaterThan(10);
		const losses = (fitted.curve ?? []).map((point) => point.validation);
		expect(Math.min(...losses)).toBeLessThan(losses[0]);
		expect((fitted.curve ?? []).at(-1)?.train).toBeLessThan((fitted.curve ?? [])[0].train);
	});

	it('grows all its trees where nobody watches, the same as with somebody who says that so many are best', async () => {
		const options = { ...boosted.defaults, trees: 40, patience: 3 };
		const unwatched = await boosted.fit(train, options, { ...context, validation: selectRows(validation, new Int32Array(0)) });
		expect(unwatched.facts).toMatchObject({ fewest: 40, most: 40 });
		const patient = await boosted.fit(train, { ...options, patience: 0 }, context);
		expect(difference(unwatched.model.predict(test), patient.model.predict(test))).toBeUndefined();
	});

	it('is the same model to the bit when it is fitted again, with rows and columns drawn', async () => {
		const drawing = { ...boosted.defaults, trees: 30, rowShare: 0.7, columnShare: 0.5 };
		const [a, b] = [await boosted.fit(train, drawing, context), await boosted.fit(train, drawing, context)];
		expect(difference(a.model.encode(), b.model.encode())).toBeUndefined();
		const other = await boosted.fit(train, drawing, { ...context, seed: 8 });
		expect(other.model.encode()).not.toEqual(a.model.encode());
	});

	it('is the same model to the bit on workers that answer in another order', async () => {
		const options = { ...boosted.defaults, trees: 30 };
		const [here, there] = [await boosted.fit(train, options, context), await boosted.fit(train, options, { ...context, pool: scrambled(4) })];
		expect(difference(there.model.encode(), here.model.encode())).toBeUndefined();
	});

	it('stops within half a second when it is cancelled, and hands nothing out after it', async () => {
		const stop = new AbortController();
		let stopped = 0;
		let after = 0;
		const report = ({ done }: { done: number }) => {
			if (stop.signal.aborted) after++;
			else if (done > 0) {
				stop.abort();
				stopped = performance.now();
			}
		};
		const fitting = boosted.fit(shop(20_000, 8).examples, boosted.defaults, { ...context, report, signal: stop.signal });
		await expect(fitting).rejects.toMatchObject({ name: 'AbortError' });
		expect(performance.now() - stopped).toBeLessThan(500);
		expect(after).toBeLessThanOrEqual(1);
	});

	it('survives storing to the bit', () => {
		const copy = boosted.decode(structuredClone(fitted.model.encode()));
		expect(difference(copy.predict(test), fitted.model.predict(test))).toBeUndefined();
	});
});
