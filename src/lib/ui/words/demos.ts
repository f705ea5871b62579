import type { DemoName } from '$lib/core/data/demos.js';

export const demoTitles: Readonly<Record<DemoName, string>> = {
	superstore: 'Superstore',
	'office-shop': 'Office shop'
};
