import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Mapping, Role } from '../../src/lib/core/data/types.js';
import { remapped, roleOf } from '../../src/lib/state/mapping.js';

const start: Mapping = { columns: { customer: 'who', product: 'what', date: 'when' }, attributes: ['region'], dateOrder: 'ymd', decimalMark: '.' };
const columns = ['who', 'what', 'when', 'region', 'paid'];
const roles: Role[] = ['customer', 'order', 'date', 'product', 'amount', 'attribute', 'ignore'];

describe('remapped', () => {
	it('takes a role that only one column can have from the one that had it', () => {
		const next = remapped(start, 'paid', 'product');
		expect(next.columns).toEqual({ customer: 'who', date: 'when', product: 'paid' });
		expect(roleOf(next, 'what')).toBe('ignore');
	});

	it('lets several columns be details of the customer', () => {
		expect(remapped(start, 'paid', 'attribute').attributes).toEqual(['region', 'paid']);
		expect(remapped(start, 'region', 'ignore').attributes).toEqual([]);
	});

	it('gives the column the role that was asked for, and no column two', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.constantFrom(...columns), fc.constantFrom(...roles)), { maxLength: 12 }), (steps) => {
				let mapping = start;
				for (const [column, role] of steps) {
					mapping = remapped(mapping, column, role);
					expect(roleOf(mapping, column)).toBe(role);
					const taken = [...Object.values(mapping.columns), ...mapping.attributes];
					expect(new Set(taken).size).toBe(taken.length);
				}
			})
		);
	});
});
