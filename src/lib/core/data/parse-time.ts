import { monthOf } from './months.js';
import type { DateOrder } from './types.js';

const triple = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})\.?(?=$|[T ,])/;
const clock =
	/^[T ,]*(\d{1,2})(?:[:.h](\d{2})(?:[:.](\d{2})(?:[.,:](\d{1,9}))?)?)?\s*([ap])?\.?(?:m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Z]{2,5})?(?:\s*UTC)?$/i;
const clockInside = /\b\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s*[ap]\.?m\.?)?(?:\s*(?:Z|UTC|GMT)?(?:[+-]\d{2}:?\d{2})?)?(?=\s|$|,)/i;
const DAY = 86_400_000;

/**
 * A date, with or without a time of day, as days since 1970-01-01 UTC (the fraction is the time of day); NaN if it
 * cannot be read. `order` decides between day and month where the text does not; a text that it cannot be right for
 * (month 25) is read the other way round. A year written first, a month by name, compact digits (20161108), Excel
 * serial numbers, and unix seconds, milliseconds and microseconds are read as what they are. A time without a zone
 * counts as UTC. Years of two digits are 1970 to 2069.
 */
export function parseTime(text: string, order: DateOrder): number {
	if (text.length > 80 || !/\d/.test(text)) return NaN;
	const number = Number(text);
	if (!Number.isNaN(number)) return fromNumber(text.replace(/^(\d{8}|\d{10,14})\.0+$/, '$1'), number);
	const plain = text.includes('年') || text.includes('년') ? eastern(text) : text;
	const parts = splitTriple(plain);
	return parts ? dayOf(parts, order) + clockOf(parts.rest) : fromMonth(plain) ?? fromWords(plain);
}

/** The three numbers of a written date, its separator, and the text after it. */
export interface DateParts {
	readonly a: number;
	readonly b: number;
	readonly c: number;
	readonly yearFirst: boolean;
	/** Which of `a` and `c` has four digits (or three), if any. */
	readonly yearLast: boolean;
	readonly separator: string;
	readonly rest: string;
}

/** The parts of a text like 27-05-2015, 5/27/15 10:30 or 2015.05.27; undefined if it is not written so. */
export function splitTriple(text: string): DateParts | undefined {
	const tight = text.includes('. ') ? text.replace(/^(\d{1,2})\. ?(\d{1,2})\. ?(\d)/, '$1.$2.$3') : text;
	const found = triple.exec(tight);
	if (!found) return undefined;
	const [whole, a, separator, b, c] = found;
	if ((a.length > 2 && a.length !== 4) || (c.length > 2 && c.length !== 4) || (a.length === 4 && c.length === 4)) return undefined;
	return {
		a: Number(a),
		b: Number(b),
		c: Number(c),
		yearFirst: a.length === 4,
		yearLast: c.length === 4,
		separator,
		rest: tight.slice(whole.length)
	};
}

function dayOf({ a, b, c, yearFirst, yearLast, separator }: DateParts, order: DateOrder): number {
	if (yearFirst || (!yearLast && order === 'ymd')) return eitherWay(fullYear(a, yearFirst), b, c);
	const dayFirst = order === 'dmy' || (order === 'ymd' && separator !== '/');
	return dayFirst ? eitherWay(fullYear(c, yearLast), b, a) : eitherWay(fullYear(c, yearLast), a, b);
}

function eitherWay(year: number, month: number, day: number): number {
	return month > 12 ? civil(year, day, month) : civil(year, month, day);
}

/** Days since 1970-01-01 of a day that exists, from 1900 to 2199; else NaN. */
function civil(year: number, month: number, day: number): number {
	if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) return NaN;
	const days = Date.UTC(year, month - 1, day) / DAY;
	return new Date(days * DAY).getUTCMonth() === month - 1 ? days : NaN;
}

function fullYear(year: number, written: boolean): number {
	return written ? year : year + (year < 70 ? 2000 : 1900);
}

/** The time of day as a fraction of a day, the zone taken off; 0 for no text, NaN for a text that is no time. */
function clockOf(text: string): number {
	if (text.trim() === '') return 0;
	const found = clock.exec(text);
	if (!found) return NaN;
	const [, h, m = '0', s = '0', fraction = '0', half, zone = ''] = found;
	if (!found[2] && !half) return NaN;
	let hour = Number(h);
	if (half) {
		if (hour < 1 || hour > 12) return NaN;
		hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
	}
	const minute = Number(m);
	const second = Number(s) + Number(`0.${fraction}`);
	if (hour > 24 || minute > 59 || second >= 61 || (hour === 24 && minute + second > 0)) return NaN;
	const offset = /([+-])(\d{2}):?(\d{2})?/.exec(zone);
	const shift = offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) : 0;
	return (hour * 3600 + (minute - shift) * 60 + second) / 86_400;
}

/** A date with its month as a word: 8 Nov 2016, Nov 8, 2016 10:30 PM, Tue Nov 08 12:00:00 GMT 2016, 8 de mayo de 2016, Nov 2016. */
function fromWords(text: string): number {
	if (!/\p{L}{3}/u.test(text)) return NaN;
	const time = clockInside.exec(text)?.[0] ?? '';
	const fraction = time ? clockOf(time) : 0;
	let month = 0;
	const numbers: string[] = [];
	for (const word of text.replace(time, ' ').split(/[\s,./\-']+|(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/u)) {
		if (/^\d{1,4}$/.test(word)) numbers.push(word);
		else if (/^\d/.test(word)) return NaN;
		else month = monthOf(word) || month;
	}
	if (!month || numbers.length < 1 || numbers.length > 2) return NaN;
	const yearAt = numbers.findIndex((number) => number.length === 4);
	if (numbers.length === 1) return yearAt === 0 ? civil(Number(numbers[0]), month, 1) + fraction : NaN;
	const year = yearAt < 0 ? fullYear(Number(numbers[1]), false) : Number(numbers[yearAt]);
	return civil(year, month, Number(numbers[yearAt === 0 ? 1 : 0])) + fraction;
}

/** 2016-11 or 11/2016 as the first of that month, 20161108T1030 as what it is; undefined if the text is neither. */
function fromMonth(text: string): number | undefined {
	const compact = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(.*)$/.exec(text);
	if (compact) {
		const [, y, m, d, hour, minute, second = '00', rest] = compact;
		return civil(Number(y), Number(m), Number(d)) + clockOf(`${hour}:${minute}:${second}${rest}`);
	}
	const month = /^(\d{4})[-/.](\d{1,2})$/.exec(text);
	if (month) return civil(Number(month[1]), Number(month[2]), 1);
	const turned = /^(\d{1,2})[-/.](\d{4})$/.exec(text);
	return turned ? civil(Number(turned[2]), Number(turned[1]), 1) : undefined;
}

/** A date written as one number, told by its size; NaN where it could be anything. */
function fromNumber(text: string, value: number): number {
	if (/^\d{8}$/.test(text)) return civil(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
	if (/^\d{12}(\d\d)?$/.test(text)) {
		const day = civil(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)));
		const time = clockOf(`${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12) || '00'}`);
		if (!Number.isNaN(day + time)) return day + time;
	}
	if (value >= 20_000 && value < 80_000 && /^\d{5}(\.\d+)?$/.test(text)) return value - 25_569;
	for (const unit of [1, 1e3, 1e6, 1e9]) if (value >= 3e8 * unit && value < 4.2e9 * unit) return value / unit / 86_400;
	return NaN;
}

/** 2016年11月8日 12時30分 as 2016-11-8 12:30. */
function eastern(text: string): string {
	return text
		.replace(/\s*[年월月년]\s*/g, '-')
		.replace(/\s*[日일]/, '')
		.replace(/[時时시]\s*/, ':')
		.replace(/[分분]\s*/, ':')
		.replace(/[秒초]\s*$/, '')
		.replace(/:$/, '')
		.trim();
}
