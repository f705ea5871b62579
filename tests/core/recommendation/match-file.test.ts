import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { silent } from '../../../src/lib/core/progress.js';
import { COUNTRIES, countryOf, googleEmail, normalEmail, normalPhone } from '../../../src/lib/core/recommendation/identifiers.js';
import { matchFile } from '../../../src/lib/core/recommendation/match-file.js';

const digest = (text: string) => createHash('sha256').update(text).digest();
const sha256 = async (bytes: Uint8Array) => Uint8Array.from(createHash('sha256').update(bytes).digest()).buffer;

describe('identifiers', () => {
	it('are e-mail addresses in lower case without spaces around them', () => {
		expect(normalEmail('  Ann.Lee@Example.ORG ')).toBe('ann.lee@example.org');
		for (const text of ['', 'ann', 'ann@home', 'a b@x.org', 'a@b@c.org']) expect(normalEmail(text)).toBe('');
		expect(googleEmail('Ann.Lee+shop@Gmail.com')).toBe('annlee@gmail.com');
		expect(googleEmail('Ann.Lee+shop@example.org')).toBe('ann.lee+shop@example.org');
	});

	it('are telephone numbers with their country code', () => {
		const cases = [
			['(650) 555-1234', 'US', '+16505551234'],
			['1-650-555-1234', 'US', '+16505551234'],
			['0171 / 555 12 34', 'DE', '+491715551234'],
			['+49 (0)171 5551234', 'US', '+491715551234'],
			['0049 171 5551234', 'FR', '+491715551234'],
			['491715551234', 'DE', '+491715551234'],
			['06 1234 5678', 'IT', '+390612345678'],
			['06 20 123 4567', 'HU', '+36201234567'],
			['612 345 678', 'ES', '+34612345678']
		];
		for (const [text, country, number] of cases) expect([text, normalPhone(text, countryOf(country))]).toEqual([text, number]);
		for (const text of ['', '12', 'call me', '+0', '+1234567890123456', '4915112345678', '555-1234', '+1 650 555 123']) expect(normalPhone(text, countryOf('US'))).toBe('');
	});

	it('know countries by two letters, each once', () => {
		expect(new Set(COUNTRIES.map(({ id }) => id)).size).toBe(COUNTRIES.length);
		expect(() => countryOf('XX')).toThrow('audience.country');
	});
});

describe('matchFile', () => {
	const customers = [
		{ email: 'Ann.Lee@gmail.com', phone: '650 555 1234' },
		{ email: 'C-17', phone: '' },
		{ email: '', phone: '+44 20 7946 0000' }
	];

	it('is what the platform expects, hashed, and nothing else', async () => {
		const google = await matchFile('google', customers, countryOf('US'), sha256, silent);
		expect(google).toMatchObject({ rows: 2, skipped: 1 });
		expect(google.text.trim().split('\r\n')).toEqual([
			'Email,Phone',
			`${digest('annlee@gmail.com').toString('hex')},${digest('+16505551234').toString('hex')}`,
			`,${digest('+442079460000').toString('hex')}`
		]);
		const meta = await matchFile('meta', customers, countryOf('US'), sha256, silent);
		expect(meta.text.split('\r\n').slice(0, 2)).toEqual(['email,phone', `${digest('ann.lee@gmail.com').toString('hex')},${digest('16505551234').toString('hex')}`]);
		expect(`${google.text}${meta.text}`).not.toMatch(/ann|C-17|555/i);
	});

	it('leaves out a column that nobody fills', async () => {
		const { text } = await matchFile('meta', [{ email: 'a@x.org', phone: '' }], countryOf('US'), sha256, silent);
		expect(text).toBe(`email\r\n${digest('a@x.org').toString('hex')}\r\n`);
	});
});
