import { bytesOf, packed } from '../../core/project/portable-what-if.js';
import type { PortableWhatIf } from '../../core/project/portable-what-if.js';
import type { WhatIf } from '../../core/project/what-if.js';

/** The most that a page is given: copied and checked in one go there. */
const MOST_BYTES = 24 * 2 ** 20;
/** An answer that takes longer here comes no sooner from the page, and holds it up. */
const MOST_MILLISECONDS = 12;
/** Customers whose answers are timed; the first ones find cold code. */
const TIMED = 12;

/** The what-if for the page to answer by itself; undefined where the model is too large or too slow for that. */
export function forPage(whatIf: WhatIf): PortableWhatIf | undefined {
	const { predictor } = whatIf;
	if (bytesOf(predictor.card.model) > MOST_BYTES) return undefined;
	return milliseconds(whatIf) > MOST_MILLISECONDS ? undefined : packed(whatIf);
}

/** The quickest of some answers with impacts of one product, each of another customer. */
function milliseconds(whatIf: WhatIf): number {
	const { products, examples, project } = whatIf.predictor;
	const customers = Array.from(examples.customer.subarray(0, TIMED), (c) => project.book.customers[c]);
	return Math.min(
		...customers.map((customer) => {
			const began = performance.now();
			whatIf.answer({ customer, values: {}, explain: products.slice(0, 1) });
			return performance.now() - began;
		})
	);
}
