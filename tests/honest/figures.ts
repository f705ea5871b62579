import { readOrders } from '../../src/cli/orders.js';
import { tasks } from '../../src/cli/tasks.js';
import { startTensorFlow } from '../../src/cli/tensorflow.js';
import { simulateOfficeShop } from '../../src/lib/core/data/office-shop.js';
import type { OfficeShop } from '../../src/lib/core/data/office-shop.js';
import { intervalOf } from '../../src/lib/core/evaluation/interval.js';
import { pairLoss } from '../../src/lib/core/evaluation/loss.js';
import { calibrationError } from '../../src/lib/core/evaluation/reliability.js';
import { buildOrderBook } from '../../src/lib/core/features/book.js';
import { defaultQuestion } from '../../src/lib/core/features/questions.js';
import { labelMatrix } from '../../src/lib/core/features/table.js';
import type { OrderBook } from '../../src/lib/core/features/types.js';
import { decodeModel } from '../../src/lib/core/models/decode.js';
import type { FamilyName } from '../../src/lib/core/models/types.js';
import { inline } from '../../src/lib/core/parallel.js';
import { silent } from '../../src/lib/core/progress.js';
import { certaintyOfCard } from '../../src/lib/core/project/certainty.js';
import { splitExamples, trainModels } from '../../src/lib/core/project/train.js';

const ENOUGH = 100;

async function open(source: string): Promise<{ book: OrderBook; shop?: OfficeShop }> {
	const simulated = /^demo:office-shop(?::(\d+))?$/.exec(source);
	if (!simulated) return { book: (await readOrders(source, {}, silent)).book };
	const shop = simulateOfficeShop({ seed: Number(simulated[1] ?? 1) });
	return { shop, book: buildOrderBook(shop.transactions) };
}

export { unlikeShares } from './unlike.js';

/** The orders of a source. */
export const bookOf = async (source: string): Promise<OrderBook> => (await open(source)).book;

/** A row of figures per family, by name. */
export async function honesty(source: string, families: readonly FamilyName[]): Promise<Record<string, Record<string, string | number>>> {
	await startTensorFlow();
	const { book, shop } = await open(source);
	const question = defaultQuestion(book);
	const seed = 1;
	const { models } = await trainModels(book, question, { families, seed, threshold: 0.7, pool: inline(tasks), now: new Date(0).toISOString() }, silent);
	const { test } = splitExamples(book, question, seed);
	const label = labelMatrix(test);
	const horizon = question.kind === 'next' ? question.horizon : 0;
	const truth = shop && Float64Array.from(label, (_, i) => shop.truth(book.customers[test.customer[Math.floor(i / book.products.length)]], book.products[i % book.products.length], test.asOf[0], horizon));
	const rows: Record<string, Record<string, string | number>> = {};
	for (const trained of models) {
		const { metrics, reliability } = trained.report;
		const bins = reliability.filter(({ pairs }) => pairs >= ENOUGH);
		const outside = bins.filter(({ predicted, low, high }) => predicted < low || predicted > high);
		rows[trained.family] = {
			'bins outside': `${outside.length} of ${bins.length}`,
			'calibration error': metrics.ece.toFixed(4),
			'by chance': (metrics.ece_by_chance ?? NaN).toFixed(4),
			'log loss': metrics.log_loss.toFixed(5),
			skill: `${percent(metrics.skill)} (${percent(metrics.skill_low)} to ${percent(metrics.skill_high)})`
		};
		if (!truth) continue;
		const p = decodeModel(trained.model).predict(test);
		const certainty = certaintyOfCard(trained);
		const held = p.filter((own, i) => {
			const { low, high } = intervalOf(own, certainty);
			return truth[i] >= low && truth[i] <= high;
		});
		const width = p.reduce((sum, own) => sum + intervalOf(own, certainty).high - intervalOf(own, certainty).low, 0) / p.length;
		Object.assign(rows[trained.family], { [`truth within its ${percent(certainty.level, 0)} interval`]: percent(held.length / p.length), 'mean width': width.toFixed(3) });
	}
	if (truth) {
		const loss = truth.reduce((sum, own, i) => sum + pairLoss(own, label[i]), 0) / truth.length;
		rows['the truth itself'] = { 'calibration error': calibrationError(truth, label).toFixed(4), 'log loss': loss.toFixed(5) };
	}
	return rows;
}

const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;
