import { beforeAll, describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples } from '../../../src/lib/core/features/examples.js';
import type { BaselineOf, WhatIfAnswer } from '../../../src/lib/core/project/cards.js';
import type { Predictor } from '../../../src/lib/core/project/predictor.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import type { Transactions } from '../../../src/lib/core/data/types.js';
import { smallTransactions } from '../../fixtures/shop.js';
import { trainedPredictor } from './trained.js';

const source = smallTransactions(80, 4);

describe('the point of comparison', () => {
	let predictor: Predictor;
	let whatIf: WhatIf;
	let customer: string;
	const ask = (baselineOf?: BaselineOf, baseline = {}): WhatIfAnswer => whatIf.answer({ customer, values: {}, baselineOf, baseline });
	const baselines = (answer: WhatIfAnswer) => Object.fromEntries(answer.explanations.map((e) => [e.product, e.baseline]));
	beforeAll(async () => {
		predictor = await trainedPredictor('forest', buildOrderBook(source));
		whatIf = new WhatIf(predictor);
		customer = predictor.project.book.customers[9];
	});

	it('adds up to the same probability from wherever it starts', () => {
		const plain = ask();
		for (const of of [{ kind: 'original' }, { kind: 'earlier', days: 91 }, { kind: 'customer', customer: 'C7' }] as const) {
			const { explanations, after } = ask(of);
			for (const { product, baseline, impacts, probability } of explanations) {
				const sum = impacts.reduce((total, { impact }) => total + impact, baseline);
				expect(Math.abs(sum - probability)).toBeLessThan(1e-9);
				expect(after[product]).toBe(probability);
				expect(probability).toBeCloseTo(plain.after[product], 9);
			}
			expect(baselines({ ...plain, explanations })).not.toEqual(baselines(plain));
		}
	});

	it('is the average customer unless told', () => {
		expect(ask({ kind: 'average' })).toEqual(ask());
	});

	it('is the original customer where that says something', () => {
		const values = Object.fromEntries(ask({ kind: 'original' }).explanations[0].impacts.map((i) => [i.parameter, i.baseline]));
		expect(values).toMatchObject({ total_orders: 5, total_spent: 250, average_order_value: 50, product_diversity: 2, high_value_customer: 0 });
	});

	it('is another customer as they stand now', () => {
		expect(baselines(ask({ kind: 'customer', customer: 'C7' }))).toEqual(whatIf.answer({ customer: 'C7', values: {} }).after);
		expect(() => ask({ kind: 'customer', customer: 'nobody' })).toThrow('customer.unknown');
	});

	it('is the customer as the file would have had them some days ago', () => {
		const { to } = predictor.project.book;
		const last = to + 1 - 91;
		const keep = Array.from(source.time.keys()).filter((row) => source.time[row] < last);
		const column = (codes: ArrayLike<number>) => Int32Array.from(keep, (row) => codes[row]);
		const cut: Transactions = {
			...source,
			rows: keep.length,
			...{ customer: { ...source.customer, codes: column(source.customer.codes) }, order: { ...source.order, codes: column(source.order.codes) } },
			product: { ...source.product, codes: column(source.product.codes) },
			time: Float64Array.from(keep, (row) => source.time[row]),
			amount: Float64Array.from(keep, (row) => source.amount[row]),
			quantity: Float64Array.from(keep, (row) => source.quantity[row]),
			returned: Uint8Array.from(keep, (row) => source.returned[row]),
			line: column(source.line),
			attributes: source.attributes.map((a) => ({ ...a, column: { ...a.column, codes: column(a.column.codes) } }))
		};
		const book = { ...buildOrderBook(cut), to: last - 1 };
		const then = currentExamples(book, predictor.card.question, Int32Array.of(book.customers.indexOf(customer)));
		const p = predictor.model.predict(then);
		const found = baselines(ask({ kind: 'earlier', days: 91 }));
		book.products.forEach((product, i) => expect(Math.abs(found[product] - p[i])).toBeLessThan(1e-6));
	});

	it('cannot lie before the first purchase, nor be earlier for nobody', () => {
		expect(() => ask({ kind: 'earlier', days: 5000 })).toThrow('baseline.not_yet');
		expect(() => whatIf.answer({ values: {}, baselineOf: { kind: 'earlier', days: 91 } })).toThrow('baseline.no_customer');
	});

	it('can be edited on top, per product', () => {
		const of = { kind: 'customer', customer: 'C7' } as const;
		const edited = ask(of, { p2_purchases_total: 7 });
		const impact = (answer: WhatIfAnswer, product: string) => answer.explanations.find((e) => e.product === product);
		expect(impact(edited, 'P1')).toEqual(impact(ask(of), 'P1'));
		const { parameters } = whatIf.start(customer, { baselineOf: of });
		const seven = whatIf.start('C7').parameters;
		expect(parameters.map((p) => p.baseline)).toEqual(seven.map((p) => p.value));
		expect(whatIf.answers.edited(whatIf.inputs.baseline(of, customer), { p2_purchases_total: 7 })[2]).not.toEqual(whatIf.inputs.baseline(of, customer)[2]);
	});
});
