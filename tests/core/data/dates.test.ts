import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectDateOrder, parseTime } from '../../../src/lib/core/data/dates.js';
import type { DateOrder } from '../../../src/lib/core/data/types.js';

const iso = (time: number): string => (Number.isNaN(time) ? 'unreadable' : new Date(Math.round(time * 86_400_000)).toISOString().slice(0, 19));
const two = (value: number): string => String(value).padStart(2, '0');

describe('a time', () => {
	it.each([
		['2016-11-08', '2016-11-08T00:00:00'],
		['2016/11/8', '2016-11-08T00:00:00'],
		['2016-25-12', '2016-12-25T00:00:00'],
		['27-05-2015', '2015-05-27T00:00:00'],
		['27.5.2015', '2015-05-27T00:00:00'],
		['27. 5. 2015', '2015-05-27T00:00:00'],
		['5/27/15 8:26', '2015-05-27T08:26:00'],
		['2010-12-01 08:26:00', '2010-12-01T08:26:00'],
		['2016-11-08T23:30:00-05:00', '2016-11-09T04:30:00'],
		['2016-11-08T12:00:01.500Z', '2016-11-08T12:00:01'],
		['2019-10-01 00:00:00 UTC', '2019-10-01T00:00:00'],
		['11/18/2016 12:15:00 AM', '2016-11-18T00:15:00'],
		['11/18/2016 1:15 p.m.', '2016-11-18T13:15:00'],
		['8 Nov 2016', '2016-11-08T00:00:00'],
		['Nov 8, 2016 10:30 PM', '2016-11-08T22:30:00'],
		['08-Nov-16', '2016-11-08T00:00:00'],
		['Tue Nov 08 12:00:00 EST 2016', '2016-11-08T12:00:00'],
		['8 de noviembre de 2016', '2016-11-08T00:00:00'],
		['mar. 8 nov. 2016', '2016-11-08T00:00:00'],
		['1. März 2014', '2014-03-01T00:00:00'],
		['2016年11月8日 12時30分', '2016-11-08T12:30:00'],
		['Nov 2016', '2016-11-01T00:00:00'],
		['2016-11', '2016-11-01T00:00:00'],
		['20161108', '2016-11-08T00:00:00'],
		['20161108T1030', '2016-11-08T10:30:00'],
		['20161108123000', '2016-11-08T12:30:00'],
		['42682.5', '2016-11-08T12:00:00'],
		['1478563200', '2016-11-08T00:00:00'],
		['1478563200000', '2016-11-08T00:00:00'],
		['31/12/69', '2069-12-31T00:00:00'],
		['31/12/70', '1970-12-31T00:00:00'],
		['29-02-2016', '2016-02-29T00:00:00']
	])('%s is read', (text, expected) => {
		expect(iso(parseTime(text, 'dmy'))).toBe(expected);
		expect(iso(parseTime(text, 'mdy'))).toBe(expected);
	});

	it.each(['', 'soon', '2016-02-30', '29-02-2015', '13/13/2013', '0000-00-00', '9999-12-31', '17850.0', '536365', '12', '2016-11-08 25:00', '2016-11-08 x9!', '1/2/3/4', 'May', '12 months', '1-2-2015-3'])(
		'%j is not read',
		(text) => {
			expect(parseTime(text, 'dmy')).toBeNaN();
			expect(parseTime(text, 'mdy')).toBeNaN();
		}
	);

	it('is read in the order that is asked for', () => {
		expect(iso(parseTime('1/2/2015', 'dmy'))).toBe('2015-02-01T00:00:00');
		expect(iso(parseTime('1/2/2015', 'mdy'))).toBe('2015-01-02T00:00:00');
		expect(iso(parseTime('16-11-08', 'ymd'))).toBe('2016-11-08T00:00:00');
	});

	it('comes back from every way of writing it', () => {
		const styles: readonly ((y: number, m: number, d: number) => [string, DateOrder])[] = [
			(y, m, d) => [`${y}-${two(m)}-${two(d)}`, 'ymd'],
			(y, m, d) => [`${y}/${m}/${d}`, 'mdy'],
			(y, m, d) => [`${two(d)}-${two(m)}-${y}`, 'dmy'],
			(y, m, d) => [`${d}.${m}.${y}`, 'dmy'],
			(y, m, d) => [`${m}/${d}/${y}`, 'mdy'],
			(y, m, d) => [`${m}/${d}/${two(y % 100)}`, 'mdy'],
			(y, m, d) => [`${two(y % 100)}-${two(m)}-${two(d)}`, 'ymd'],
			(y, m, d) => [`${y}${two(m)}${two(d)}`, 'dmy'],
			(y, m, d) => [`${d} ${['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'][m - 1]} ${y}`, 'dmy']
		];
		const clocks: readonly ((h: number, m: number, s: number) => string)[] = [
			(h, m, s) => ` ${two(h)}:${two(m)}:${two(s)}`,
			(h, m, s) => ` ${h % 12 === 0 ? 12 : h % 12}:${two(m)}:${two(s)} ${h < 12 ? 'AM' : 'pm'}`
		];
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 100 * 365 - 1 }),
				fc.integer({ min: 0, max: 86_399 }),
				fc.nat(styles.length - 1),
				fc.nat(clocks.length - 1),
				(day, second, style, clock) => {
					const date = new Date(day * 86_400_000);
					const [text, order] = styles[style](date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
					expect(parseTime(text, order)).toBe(day);
					if (style === 7) return;
					const time = clocks[clock](Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60);
					expect(Math.round((parseTime(text + time, order) - day) * 86_400)).toBe(second);
				}
			),
			{ numRuns: 2000 }
		);
	});
});

describe('the order of day, month and year', () => {
	const days = (from: number, count: number, write: (d: number, m: number, y: number) => string): string[] =>
		Array.from({ length: count }, (_, i) => {
			const date = new Date((from + i) * 86_400_000);
			return write(date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCFullYear());
		});

	it('is that of the one date that tells', () => {
		expect(detectDateOrder(['1/2/2015', '3/4/2015', '25/4/2015'])).toMatchObject({ order: 'dmy', ambiguous: false, reason: 'over_12' });
		expect(detectDateOrder(['1/2/2015', '3/4/2015', '4/25/2015'])).toMatchObject({ order: 'mdy', ambiguous: false, reason: 'over_12' });
		expect(detectDateOrder(['2015-02-01', '2015-04-03'])).toMatchObject({ order: 'ymd', ambiguous: false, reason: 'year_first' });
	});

	it('is one for both styles of a column', () => {
		const evidence = detectDateOrder(['27-05-2015', '1/2/2015', '24-07-2015', '3/4/2015']);
		expect(evidence).toMatchObject({ order: 'dmy', ambiguous: false, mixed: false, readable: 1 });
		expect([...evidence.styles].sort()).toEqual(['-', '/']);
	});

	it('is ambiguous, with examples, when nothing tells', () => {
		expect(detectDateOrder(['1/2/2015', '3/4/2015', '5/5/2015'])).toMatchObject({
			order: 'mdy',
			ambiguous: true,
			reason: 'habit',
			examples: ['1/2/2015', '3/4/2015']
		});
		expect(detectDateOrder(['1.2.2015', '3.4.2015'])).toMatchObject({ order: 'dmy', ambiguous: true });
	});

	it('is the one in which the file runs forward', () => {
		const firstTwelve = (write: (d: number, m: number, y: number) => string): string[] =>
			days(16_000, 300, write).filter((_, i) => new Date((16_000 + i) * 86_400_000).getUTCDate() <= 12);
		expect(detectDateOrder(firstTwelve((d, m, y) => `${d}/${m}/${y}`))).toMatchObject({ order: 'dmy', ambiguous: false, reason: 'sequence' });
		expect(detectDateOrder(firstTwelve((d, m, y) => `${m}/${d}/${y}`))).toMatchObject({ order: 'mdy', ambiguous: false, reason: 'sequence' });
	});

	it('says when two conventions are mixed, and still reads both', () => {
		const evidence = detectDateOrder(['25/4/2015', '26/4/2015', '4/27/2015']);
		expect(evidence).toMatchObject({ order: 'dmy', mixed: true, readable: 1 });
	});

	it('knows a short year in front', () => {
		expect(detectDateOrder(days(16_000, 60, (d, m, y) => `${two(y % 100)}-${two(m)}-${two(d)}`)).order).toBe('ymd');
	});

	it('is found for any run of two months', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom('-', '/', '.'), fc.constantFrom('dmy' as const, 'mdy' as const), (from, mark, order) => {
				const written = days(from, 60, (d, m, y) => (order === 'dmy' ? [d, m, y] : [m, d, y]).join(mark));
				expect(detectDateOrder(written)).toMatchObject({ order, ambiguous: false, mixed: false, readable: 1 });
			})
		);
	});

	it('of no values, or of no dates, is some order and nothing is readable', () => {
		expect(detectDateOrder([]).readable).toBe(0);
		expect(detectDateOrder(['soon', 'later']).readable).toBe(0);
	});
});
