import { toCsv } from '../data/csv.js';
import { passes } from '../recommendation/thresholds.js';
import type { AudienceAnswer, AudienceRow } from './cards.js';
import type { Predictor } from './predictor.js';

/** Everybody's pairs at or above the threshold, and what the held-out customers showed there. */
export function audience(predictor: Predictor, threshold: number, product: string | undefined, limit: number): AudienceAnswer {
	const { products } = predictor;
	const k = products.length;
	const only = product === undefined ? -1 : products.indexOf(product);
	const counts = new Int32Array(k);
	const expected = new Float64Array(k);
	const rows: AudienceRow[] = [];
	let customers = 0;
	let highest: AudienceRow = { customer: '', product: '', probability: -1 };
	eachRow(predictor, (customer, p) => {
		let reached = false;
		for (let j = 0; j < k; j++) {
			if (only >= 0 && j !== only) continue;
			const probability = p[j];
			if (probability > highest.probability) highest = { customer, product: products[j], probability };
			if (!passes(probability, threshold)) continue;
			reached = true;
			counts[j]++;
			expected[j] += probability;
			rows.push({ customer, product: products[j], probability });
		}
		if (reached) customers++;
	});
	rows.sort((a, b) => b.probability - a.probability || a.customer.localeCompare(b.customer));
	const points = predictor.card.report.thresholds;
	return {
		pairs: rows.length,
		customers,
		highest,
		perProduct: products
			.map((name, j) => ({ product: name, customers: counts[j], expected: expected[j] }))
			.filter((row) => row.customers > 0)
			.sort((a, b) => b.customers - a.customers),
		rows: rows.slice(0, limit),
		measured: points.reduce((a, b) => (Math.abs(b.threshold - threshold) < Math.abs(a.threshold - threshold) ? b : a))
	};
}

/** The whole audience as CSV, most likely first, every cell safe to open in a spreadsheet. */
export function audienceCsv(predictor: Predictor, threshold: number, product?: string): string {
	const { rows } = audience(predictor, threshold, product, Infinity);
	return toCsv(
		['customer_id', 'product', 'probability'],
		rows.map((row) => [row.customer, row.product, row.probability.toFixed(6)])
	);
}

function eachRow(predictor: Predictor, visit: (customer: string, p: Float32Array) => void): void {
	const { book, customer } = predictor.examples;
	const k = predictor.products.length;
	predictor.everybody((first, rows, p) => {
		for (let r = 0; r < rows; r++) visit(book.customers[customer[first + r]], p.subarray(r * k, (r + 1) * k));
	});
}
