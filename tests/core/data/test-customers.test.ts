import { describe, expect, it } from 'vitest';
import { findTestCustomers } from '../../../src/lib/core/data/test-customers.js';

const marked = (customers: readonly string[], lines = customers.map(() => 1)) => {
	const people = Array.from({ length: 1000 }, (_, i) => `C${i}`);
	const marks = findTestCustomers([...customers, ...people], [...lines, ...people.map(() => 1)]);
	return customers.filter((_, c) => marks[c] === 1);
};

describe('customers who are tests of the shop', () => {
	it('are told by their names', () => {
		const tests = ['test', 'TEST-2', 'test_user', 'Test 3', 'test@shop.org', 'anna@example.com', 'Max Mustermann', 'dummy1', 'John Test'];
		expect(marked(tests)).toEqual(tests);
	});

	it('are not people whose names only hold such a word', () => {
		expect(marked(['Testa', 'Contest Ltd', 'Greatest Hits', 'Fakeye', 'Demosthenes', 'AA-10480', '', 'ann@sample-shop.com', 'testament@shop.org'])).toEqual([]);
	});

	it('are none where a good part of the shop is called so', () => {
		expect(marked(['test'], [15])).toEqual(['test']);
		expect(marked(['test'], [50])).toEqual([]);
	});
});
