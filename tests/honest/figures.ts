import { readOrders } from '../../src/cli/orders.js';
import { tasks } from '../../src/cli/tasks.js';
import { startTensorFlow } from '../../src/cli/tensorflow.js';
import { simulateOfficeShop } from '../../src/lib/core/data/office-shop.js';
import type { OfficeShop } from '../../src/lib/core/data/office-shop.js';
import { intervalOf } from '../../src/lib/core/evaluation/interval.js';
import type { ReliabilityBin } from '../../src/lib/core/evaluation/types.js';
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
import { outsideByCustomers } from './bins.js';

const ENOUGH = 100;

async function open(source: string): Promise<{ book: OrderBook; shop?: OfficeShop }> {
	const simulated = /^demo:office-shop(?::(\d+))?$/.exec(source);
	if (!simulated) return { book: (await readOrders(source, {}, silent)).book };
	const shop = simulateOfficeShop({ seed: Number(simulated[1] ?? 1) });
	return { shop, book: buildOrderBook(shop.transactions) };
}

export { driftFigures } from './drift.js';
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
		const isOutside = ({ pairs, predicted, low, high }: ReliabilityBin) => pairs >= ENOUGH && (predicted < low || predicted > high);
		const outside = reliability.filter(isOutside);
		const p = decodeModel(trained.model).predict(test);
		rows[trained.family] = {
			'bins outside': `${outside.length} of ${bins.length}`,
			'by customers': outsideByCustomers(isOutside, reliability, p, label, test.customer),
			'calibration error': metrics.ece.toFixed(4),
			'by chance': (metrics.ece_by_chance ?? NaN).toFixed(4),
			'log loss': metrics.log_loss.toFixed(5),
			skill: `${percent(metrics.skill)} (${percent(metrics.skill_low)} to ${percent(metrics.skill_high)})`
		};
		if (!truth) continue;
		const certainty = certaintyOfCard(trained);
		const held = p.filter((own, i) => {
			const { low, high } = intervalOf(own, certainty);
			return truth[i] >= low && truth[i] <= high;
		});
		const width = p.reduce((sum, own) => sum + intervalOf(own, certainty).high - intervalOf(own, certainty).low, 0) / p.length;
		const { expected, cameAbout, byChance } = aboveTruth(p, truth, label, test.customer);
		Object.assign(rows[trained.family], {
			'above the truth': ofTruth(cameAbout),
			'to be expected': ofTruth(expected),
			'labels alone': `± ${(100 * byChance).toFixed(2)} %`
		});
		Object.assign(rows[trained.family], { [`truth within its ${percent(certainty.level, 0)} interval`]: percent(held.length / p.length), 'mean width': width.toFixed(3) });
	}
	if (truth) {
		const loss = truth.reduce((sum, own, i) => sum + pairLoss(own, label[i]), 0) / truth.length;
		rows['the truth itself'] = { 'calibration error': calibrationError(truth, label).toFixed(4), 'log loss': loss.toFixed(5) };
	}
	return rows;
}

interface Above {
	readonly share: number;
	readonly error: number;
}

/**
 * How far the log loss of probabilities is above the truth's own, as shares of the latter with standard errors over
 * customers: on the labels that came about, and as is to be expected of the true probabilities; and how far labels drawn
 * from the truth, of the very same customers, let the first stray from the second. [rows × products] each.
 */
function aboveTruth(p: ArrayLike<number>, truth: Float64Array, label: Uint8Array, customer: Int32Array): { expected: Above; cameAbout: Above; byChance: number } {
	const products = truth.length / customer.length;
	const within = (q: number) => Math.min(1 - 1e-7, Math.max(1e-7, q));
	const expectedLoss = (q: number, t: number) => (t > 0 ? t * pairLoss(within(q), 1) : 0) + (t < 1 ? (1 - t) * pairLoss(within(q), 0) : 0);
	const tops = [new Map<number, number>(), new Map<number, number>()];
	const bottoms = [new Map<number, number>(), new Map<number, number>()];
	let noise = 0;
	for (let i = 0; i < truth.length; i++) {
		const c = customer[Math.floor(i / products)];
		const [q, t] = [within(p[i]), truth[i]];
		const own = [pairLoss(within(t), label[i]), expectedLoss(t, t)];
		const others = [pairLoss(q, label[i]), expectedLoss(q, t)];
		own.forEach((loss, k) => {
			tops[k].set(c, (tops[k].get(c) ?? 0) + others[k] - loss);
			bottoms[k].set(c, (bottoms[k].get(c) ?? 0) + loss);
		});
		noise += (Math.log(q / (1 - q)) - Math.log(within(t) / (1 - within(t)))) ** 2 * t * (1 - t);
	}
	const sum = (of: Map<number, number>) => [...of.values()].reduce((all, value) => all + value, 0);
	const [cameAbout, expected] = tops.map((top, k): Above => {
		const bottom = sum(bottoms[k]);
		const share = sum(top) / bottom;
		const squares = [...top].reduce((all, [c, value]) => all + (value - share * (bottoms[k].get(c) ?? 0)) ** 2, 0);
		return { share, error: Math.sqrt(squares) / bottom };
	});
	return { expected, cameAbout, byChance: Math.sqrt(noise) / sum(bottoms[0]) };
}

const ofTruth = ({ share, error }: Above): string => `${(100 * share).toFixed(2)} ± ${(100 * error).toFixed(2)} %`;

const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;
