import type { Question } from '$lib/core/features/types.js';
import type { ProductLikeness } from '$lib/core/project/cards.js';
import { count, percent } from './numbers.js';
import { called } from './products.js';
import { withinShort } from './question.js';

/** "Of the 100 customers whose orders are most like theirs, 23 bought Paper within 60 days: 23%. Of all customers, 9% did." */
export function alikeSentence({ product, customers, bought, everyone }: ProductLikeness, question: Question): string {
	const ever = question.kind === 'ever';
	const all = ever ? `Of all customers, ${percent(everyone)} do.` : `Of all customers, ${percent(everyone)} did.`;
	if (customers === 0) return `Nobody else bought what this customer bought, so there is nobody to compare with. ${all}`;
	const who = count(customers, ['Of the # customer whose orders are most like theirs', 'Of the # customers whose orders are most like theirs']);
	const many = bought ? String(bought) : /* @wc-include */ 'none';
	if (ever) return `${who}, ${many} own ${called(product)}: ${percent(bought / customers)}. ${all}`;
	return `${who}, ${many} bought ${called(product)} ${withinShort(question)}: ${percent(bought / customers)}. ${all}`;
}

/** What the list of own products means. */
export function ownSentence({ product }: ProductLikeness, question: Question): string {
	if (question.kind === 'ever') return `What they own speaks for it, too. Of the customers who own each of these, so many own ${called(product)}:`;
	return `What they bought before speaks for it, too. Of the customers who had bought each of these, so many bought ${called(product)} ${withinShort(question)}:`;
}
