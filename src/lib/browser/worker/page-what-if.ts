import { bytesOf, packed } from '../../core/project/portable-what-if.js';
import type { PageMaterial } from '../../core/project/portable-what-if.js';
import type { WhatIf } from '../../core/project/what-if.js';

/** The most that a page is given: copied and checked in one go there. */
const MOST_BYTES = 24 * 2 ** 20;
/** An answer that takes longer, about a frame, comes no sooner from the page, and holds it up. */
const MOST_MILLISECONDS = 16;
/** Customers whose answers are timed, with impacts of one product and of all; the first ones find cold code. */
const [TIMED, TIMED_ALL] = [12, 4];

/** The what-if for the page to answer by itself; undefined where the model is too large or too slow for that. Others are answered in between. */
export async function forPage(whatIf: WhatIf): Promise<PageMaterial | undefined> {
	const { card, products } = whatIf.predictor;
	if (bytesOf(card.model) > MOST_BYTES) return undefined;
	if (!(await isQuick(whatIf, TIMED, products.slice(0, 1)))) return undefined;
	return { ...packed(whatIf), answersAll: await isQuick(whatIf, TIMED_ALL) };
}

/** Whether a third of some answers to a moved value are, with impacts of these products or all, each of another customer and parameter. */
async function isQuick(whatIf: WhatIf, timed: number, explain?: readonly string[]): Promise<boolean> {
	const { examples, project } = whatIf.predictor;
	const customers = Array.from(examples.customer.subarray(0, timed), (c) => project.book.customers[c]);
	const needed = Math.min(customers.length, Math.floor(customers.length / 3) + 1);
	let quick = 0;
	for (let i = 0; i < customers.length && quick < needed && quick + customers.length - i >= needed; i++) {
		await new Promise((resolve) => setTimeout(resolve));
		const customer = customers[i];
		whatIf.answer({ customer, values: {}, explain });
		const movable = whatIf.start(customer).parameters.filter(({ feature, low, high }) => feature.kind === 'number' && high > low);
		const moved = movable[i % Math.max(1, movable.length)];
		const values = moved ? { [moved.name]: moved.low + (moved.high - moved.low) * 0.61 } : {};
		const began = performance.now();
		whatIf.answer({ customer, values, explain });
		if (performance.now() - began <= MOST_MILLISECONDS) quick++;
	}
	return quick >= needed;
}
