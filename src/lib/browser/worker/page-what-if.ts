import { bytesOf, packed } from '../../core/project/portable-what-if.js';
import type { PageMaterial } from '../../core/project/portable-what-if.js';
import type { WhatIf } from '../../core/project/what-if.js';

/** The most that a page is given: copied and checked in one go there. */
const MOST_BYTES = 24 * 2 ** 20;
/** An answer that takes longer, about a frame, comes no sooner from the page, and holds it up. */
const MOST_MILLISECONDS = 16;
/** Customers whose answers are timed, with impacts of one product and of all; the first ones find cold code. */
const [TIMED, TIMED_ALL] = [12, 4];

/** The what-if for the page to answer by itself; undefined where the model is too large or too slow for that. */
export function forPage(whatIf: WhatIf): PageMaterial | undefined {
	const { card, products } = whatIf.predictor;
	if (bytesOf(card.model) > MOST_BYTES) return undefined;
	if (milliseconds(whatIf, TIMED, products.slice(0, 1)) > MOST_MILLISECONDS) return undefined;
	return { ...packed(whatIf), answersAll: milliseconds(whatIf, TIMED_ALL) <= MOST_MILLISECONDS };
}

/** What a third of some answers to a moved value stay within, with impacts of these products or all, each of another customer and parameter. */
function milliseconds(whatIf: WhatIf, timed: number, explain?: readonly string[]): number {
	const { examples, project } = whatIf.predictor;
	const customers = Array.from(examples.customer.subarray(0, timed), (c) => project.book.customers[c]);
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
