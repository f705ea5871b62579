import { describe, expect, it } from 'vitest';
import { errorReport } from '../../src/lib/state/error-report.js';

const around = { page: '/customers/', version: '1', browser: 'Firefox', isolated: true, online: false, time: '2024-01-01T00:00:00Z' };

describe('errorReport', () => {
	it('says what happened, and nothing of the data', () => {
		const report = errorReport(
			{
				code: 'customer.unknown',
				facts: { customer: 'Ada Lovelace', rows: 12, damaged: true, columns: ['Ada', 'Bob'], message: `Unexpected token 'A', "Ada,Lovelace"... is not valid JSON` }
			},
			around,
			'Error: Ada Lovelace\n    at read (http://localhost:1/_app/immutable/chunks/x.js:10:7)\n    at Ada (blob:http://localhost/1:2:3)'
		);
		expect(report).not.toMatch(/Ada|Bob|Lovelace/);
		expect(report).toContain('code: customer.unknown');
		expect(report).toContain('rows: 12');
		expect(report).toContain('customer: (text of 12 letters)');
		expect(report).toContain('message: Unexpected token …, …... is not valid JSON');
		expect(report).toContain('at _app/immutable/chunks/x.js:10:7');
		expect(report).toContain('page: /customers/');
	});

	it('hides a quotation that was cut off', () => {
		expect(errorReport({ code: 'unexpected', facts: { message: 'bad cell "Ada Lov' } }, around)).not.toContain('Ada');
	});
});
