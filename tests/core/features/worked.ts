import type { Line } from './lines.js';

/** The small shop whose features the tests work out by hand. Rows are out of order on purpose. */
export const worked: readonly Line[] = [
	{ customer: 'Cid', order: 'C2', day: 250, product: 'Printer', amount: 210, region: 'west' },
	{ customer: 'Ann', order: 'A2', day: 40, product: 'Ink', amount: 30, region: 'north' },
	{ customer: 'Ann', order: 'A1', day: 10, product: 'Printer', amount: 200, region: 'north' },
	{ customer: 'Bob', order: 'B1', day: 100.5, product: 'Paper', amount: 20 },
	{ customer: 'Ann', order: 'A2', day: 40, product: 'Ink', amount: 10, region: 'north' },
	{ customer: 'Ann', order: 'A2', day: 40, product: 'Paper', amount: 5, returned: true, region: 'north' },
	{ customer: 'Ann', order: 'A3', day: 200, product: 'Ink', amount: 45, region: 'south' },
	{ customer: 'Ann', order: 'A1', day: 10, product: 'Ink', amount: 30, region: 'north' },
	{ customer: 'Ann', order: 'A3', day: 200, product: 'Pens', amount: 5, region: 'south' },
	{ customer: 'Ann', order: 'A4', day: 300, product: 'Chair', amount: 90, region: 'east' },
	{ customer: 'Cid', order: 'C1', day: 0, product: 'Desk', amount: 500, region: 'west' }
];
