import type { DemoName } from './engine.js';

export const demoTitles: Readonly<Record<DemoName, string>> = { superstore: 'Superstore', 'office-shop': 'Office shop' };

/** A demo is stored under one id, so that opening it twice gives one project. */
export function demoProjectId(name: DemoName): string {
	return `demo-${name}`;
}
