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

/** What a third of some answers to a moved value stay within, with impacts of one product, each of another customer and parameter. */
function milliseconds(whatIf: WhatIf): number {
	const { products, examples, project } = whatIf.predictor;
	const customers = Array.from(examples.customer.subarray(0, TIMED), (c) => project.book.customers[c]);
	const explain = products.slice(0, 1);
	const times = customers.map((customer, i) => {
		whatIf.answer({ customer, values: {}, explain });
		const movable = whatIf.start(customer).parameters.filter(({ feature, low, high }) => feature.kind === 'number' && high > low);
		const moved = movable[i % Math.max(1, movable.length)];
		const values = moved ? { [moved.name]: moved.low + (moved.high - moved.low) * 0.61 } : {};
		const began = performance.now();
		whatIf.answer({ customer, values, explain });
		return performance.now() - began;
	});
	return times.sort((a, b) => a - b)[Math.floor(times.length / 3)] ?? 0;
}
