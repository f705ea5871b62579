/** Products that are all explained at once, at most, and how many of more are: each takes a model that reads histories its time. */
const ALL = 200;
const LIKELIEST = 20;

/** The products to explain beside each other, undefined for all: of a large catalogue the likeliest, and the one looked at. after: probabilities. */
export function explainedTogether(after: Readonly<Record<string, number>>, product: string | undefined): string[] | undefined {
	const products = Object.keys(after);
	if (products.length <= ALL) return undefined;
	const likeliest = products.sort((a, b) => after[b] - after[a]).slice(0, LIKELIEST);
	return product === undefined || likeliest.includes(product) ? likeliest : [...likeliest, product];
}
