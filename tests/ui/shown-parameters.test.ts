import { expect, it } from 'vitest';
import type { Parameter } from '../../src/lib/core/project/cards.js';
import { shownParameters } from '../../src/lib/ui/what-if/shown-parameters.js';

const parameter = (name: string, value: number, history?: string, product?: string): Parameter => ({
	name,
	feature: { name, scope: 'customer', kind: 'number', unit: '', meaning: '', source: 'orders', ...(history !== undefined && { history }) },
	product,
	value,
	baseline: 0,
	low: 0,
	high: 5,
	step: 1
});
const histories = (count: number, bought: (i: number) => number) => Array.from({ length: count }, (_, i) => parameter(`h${i}`, bought(i), `P${i}`));

it('shows every parameter of the customer and of the product where they are few', () => {
	const all = [parameter('orders', 3), parameter('ink', 1, undefined, 'Ink'), parameter('paper', 1, undefined, 'Paper'), ...histories(20, () => 0)];
	expect(shownParameters(all, 'Ink').map(({ name }) => name)).toEqual(['orders', 'ink', ...Array.from({ length: 20 }, (_, i) => `h${i}`)]);
});

it('of thousands of histories shows the product’s first, those that were bought most, and those that were touched', () => {
	const all = [parameter('pace', 2), ...histories(3000, (i) => (i % 10 ? 0 : 1 + i / 3000))];
	const shown = shownParameters(all, 'P7', (name) => name === 'h11').map(({ name }) => name);
	expect(shown.slice(0, 2)).toEqual(['h7', 'pace']);
	expect(shown).toContain('h11');
	expect(shown).toContain('h2990');
	expect(shown).not.toContain('h0');
	expect(shown).not.toContain('h2991');
	expect(shown.length).toBeLessThanOrEqual(61);
});
