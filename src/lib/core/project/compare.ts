import { LikelyError } from '../errors.js';
import { selectRows } from '../features/examples.js';
import { passes } from '../recommendation/thresholds.js';
import { breather } from '../progress.js';
import type { Work } from '../progress.js';
import type { CustomerComparison, ModelComparison } from './cards.js';
import type { Predictor } from './predictor.js';
import { WhatIf } from './what-if.js';

/** Pairs that are listed as the most different. */
const WIDEST = 20;
/** Customers per block: a cancelled comparison ends within one. */
const BLOCK = 512;

/**
 * Two customers side by side: every product's probability, the impacts that lead from b's to a's, and their parameters.
 * @throws LikelyError `customer.unknown`
 */
export function compareCustomers(whatIf: WhatIf, a: string, b: string): CustomerComparison {
	const { explanations } = whatIf.answer({ customer: a, values: {}, baselineOf: { kind: 'customer', customer: b } });
	const products = explanations.map(({ product, probability, baseline, impacts }) => ({ product, a: probability, b: baseline, impacts }));
	const theirs = whatIf.start(b).parameters;
	return {
		...{ a, b },
		products: products.sort((p, q) => Math.abs(q.a - q.b) - Math.abs(p.a - p.b)),
		parameters: whatIf.start(a).parameters.map(({ name, feature, value }, i) => ({ name, feature, a: value, b: theirs[i].value }))
	};
}

/**
 * Two models of one project side by side, on everybody as they stand now, and on one customer as each explains them.
 * They have to be about the same question, or their probabilities mean different things.
 * @throws LikelyError `compare.other_question`, `customer.unknown`, and `cancelled`
 */
export async function compareModels(a: Predictor, b: Predictor, customer: string | undefined, work: Work): Promise<ModelComparison> {
	if (JSON.stringify(a.card.question) !== JSON.stringify(b.card.question)) throw new LikelyError('compare.other_question', { a: a.card.id, b: b.card.id });
	const { products, examples, project } = a;
	const k = products.length;
	const means = products.map(() => ({ a: 0, b: 0 }));
	const sums = { a: 0, b: 0, aa: 0, bb: 0, ab: 0, apart: 0, same: 0 };
	const widest: { row: number; product: number; a: number; b: number }[] = [];
	const apart = (pair: { readonly a: number; readonly b: number }) => Math.abs(pair.a - pair.b);
	const pause = breather(work.signal);
	for (let first = 0; first < examples.rows; first += BLOCK) {
		const rows = Math.min(BLOCK, examples.rows - first);
		const block = selectRows(examples, Int32Array.from({ length: rows }, (_, i) => first + i));
		const [ours, theirs] = [a.model.predict(block), b.model.predict(block)];
		for (let i = 0; i < rows * k; i++) {
			const pair = { row: first + Math.floor(i / k), product: i % k, a: ours[i], b: theirs[i] };
			means[pair.product].a += pair.a / examples.rows;
			means[pair.product].b += pair.b / examples.rows;
			sums.a += pair.a;
			sums.b += pair.b;
			sums.aa += pair.a ** 2;
			sums.bb += pair.b ** 2;
			sums.ab += pair.a * pair.b;
			sums.apart += apart(pair);
			if (passes(pair.a, project.threshold) === passes(pair.b, project.threshold)) sums.same++;
			if (widest.length === WIDEST && apart(pair) <= apart(widest[WIDEST - 1])) continue;
			widest.push(pair);
			widest.sort((p, q) => apart(q) - apart(p));
			widest.length = Math.min(widest.length, WIDEST);
		}
		work.report({ stage: 'compare', done: first + rows, total: examples.rows });
		work.signal?.throwIfAborted();
		await pause();
	}
	const n = examples.rows * k;
	const spread = (sum: number, squares: number) => Math.sqrt(Math.max(0, squares - sum ** 2 / n));
	return {
		a: a.card.id,
		b: b.card.id,
		pairs: n,
		correlation: (sums.ab - (sums.a * sums.b) / n) / (spread(sums.a, sums.aa) * spread(sums.b, sums.bb)),
		meanDifference: sums.apart / n,
		sameVerdict: sums.same / n,
		products: products.map((product, p) => ({ product, ...means[p] })),
		widest: widest.map((pair) => ({ customer: project.book.customers[examples.customer[pair.row]], product: products[pair.product], a: pair.a, b: pair.b })),
		...(customer !== undefined && { customer: oneCustomer(a, b, customer) })
	};
}

function oneCustomer(a: Predictor, b: Predictor, id: string): ModelComparison['customer'] {
	const [ours, theirs] = [a, b].map((predictor) => {
		const { explanations } = new WhatIf(predictor).answer({ customer: id, values: {} });
		return { p: predictor.probabilities(predictor.rowOf(id)), explanations: new Map(explanations.map((e) => [e.product, e])) };
	});
	const products = a.products.flatMap((product, i) => {
		const [explanationA, explanationB] = [ours.explanations.get(product), theirs.explanations.get(product)];
		return explanationA && explanationB ? [{ product, a: ours.p[i], b: theirs.p[i], explanationA, explanationB }] : [];
	});
	return { id, products: products.sort((p, q) => Math.abs(q.a - q.b) - Math.abs(p.a - p.b)) };
}
