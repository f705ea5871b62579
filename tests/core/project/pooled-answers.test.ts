import { beforeAll, describe, expect, it } from 'vitest';
import { LikelyError } from '../../../src/lib/core/errors.js';
import type { TaskPool } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import { answerTasks } from '../../../src/lib/core/project/pooled-answers.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import type { Project } from '../../../src/lib/core/project/types.js';
import { largeProject } from '../../bench/large/shop.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

/** Two cores that answer in any order; from a number on, the pool is ended. */
function pool(until = Infinity): TaskPool & { asked: number } {
	return {
		size: 2,
		asked: 0,
		async run<Input, Output>(task: string, input: Input): Promise<Output> {
			if (this.asked++ >= until) throw new LikelyError('cancelled');
			await new Promise((done) => setTimeout(done, this.asked % 3));
			return answerTasks[task](structuredClone(input) as never) as Output;
		},
		cancel: () => {}
	};
}

describe('everybody’s probabilities on other cores', () => {
	let shop: Project;
	let alone: Predictor;
	beforeAll(async () => {
		shop = await largeProject({ customers: 8_000, products: 20, family: 'forest', learn: 300 });
		alone = new Predictor(shop);
		await alone.prepare();
	}, 60_000);
	const everything = (predictor: Predictor) => [predictor.averages(), ...[0, 1, 3275, 3276, 7_999].map((row) => predictor.probabilities(row))];

	it.each([Infinity, 1, 0])('are those of this one to the bit, also where the pool ends after %s blocks', async (until) => {
		const predictor = new Predictor(shop);
		const cores = pool(until);
		const told: number[] = [];
		await predictor.prepare({ ...silent, report: ({ done }) => told.push(done) }, cores, 1000);
		expect(everything(predictor)).toEqual(everything(alone));
		expect(predictor.customerRows()).toEqual(alone.customerRows());
		expect([cores.asked, told.length, told[0]]).toEqual([3, 4, 0]);
		expect(told).toEqual(told.toSorted((a, b) => a - b));
		expect(told.at(-1)).toBe(8_000);
	});

	it('are worked out here where that is sooner, and by models that read the orders', async () => {
		for (const project of [await trainedShop(), { ...(await trainedShop('neighbours')), chosen: undefined }]) {
			const cores = pool();
			await new Predictor(project).prepare(silent, cores);
			expect(cores.asked).toBe(0);
		}
	});

	it('end where nobody waits for them any more', async () => {
		const controller = new AbortController();
		const predictor = new Predictor(shop);
		const cores = pool();
		// Longer than what runs between two looks at the signal.
		const report = () => {
			controller.abort();
			for (const until = performance.now() + 50; performance.now() < until; );
		};
		const begun = predictor.prepare({ report, signal: controller.signal }, cores, 1000);
		await expect(begun).rejects.toThrow('aborted');
		expect(predictor.isPrepared).toBe(false);
	});
});
