import { language } from '$lib/language/language.svelte.js';
import { count, decimal } from './numbers.js';

const MS_PER_DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** A format of dates in the language of the page; English dates are British, day before month. */
function dateFormat(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const locale = language.code === 'en' ? 'en-GB' : language.code;
	const name = `${locale} ${key}`;
	let format = formats.get(name);
	if (!format) formats.set(name, (format = new Intl.DateTimeFormat(locale, options)));
	return format;
}

// English months are named here: the browser's formats take a phone 100 ms to set up, before the first one is shown.
const englishMonths = /* @wc-ignore */ 'January February March April May June July August September October November December'.split(' ');
const englishShort = englishMonths.map((name) => name.slice(0, name.length === 9 ? 4 : 3));

/** A day since 1970-01-01 UTC as "30 Dec 2017". */
export function day(value: number): string {
	const date = new Date(value * MS_PER_DAY);
	if (language.code === 'en' && date.getUTCFullYear() > 0) return `${date.getUTCDate()} ${englishShort[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
	return Number.isFinite(value) ? dateFormat('day', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(value * MS_PER_DAY) : '–';
}

/** A day since 1970-01-01 UTC as "Dec 2017". */
export function month(value: number): string {
	return Number.isFinite(value) ? dateFormat('month', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(value * MS_PER_DAY) : '–';
}

/** The month of a number from 1 to 12, undefined for another: "March". */
export function monthName(value: number): string | undefined {
	const month = Math.round(value);
	if (language.code === 'en') return englishMonths[month - 1];
	return month >= 1 && month <= 12 ? dateFormat('name', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, month - 1, 1)) : undefined;
}

/** A day as a date field wants it: "2017-12-30". */
export function isoDay(value: number): string {
	return new Date(Math.floor(value) * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The day of "2017-12-30", undefined where the text is no date. */
export function dayOfIso(text: string): number | undefined {
	const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
	return Number.isNaN(time) ? undefined : time / MS_PER_DAY;
}

/** An ISO moment in the reader's own time zone: "3 Mar 2025, 14:05". */
export function moment(iso: string): string {
	const time = Date.parse(iso);
	if (Number.isNaN(time)) return '–';
	if (language.code === 'en') {
		const at = new Date(time);
		const [hours, minutes] = [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0'));
		return `${at.getDate()} ${englishShort[at.getMonth()]} ${at.getFullYear()}, ${hours}:${minutes}`;
	}
	return dateFormat('moment', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(time);
}

/** How long something lasts, as a person says it: "less than a second", "8 seconds", "2 minutes", "1 hour 5 minutes". */
export function duration(seconds: number): string {
	if (!Number.isFinite(seconds)) return '–';
	if (seconds < 1) return 'less than a second';
	const rounded = Math.round(seconds);
	if (rounded < 60) return count(rounded, 'second');
	const minutes = Math.round(rounded / 60);
	if (minutes < 60) return count(minutes, 'minute');
	const rest = minutes % 60;
	return rest ? `${count((minutes - rest) / 60, 'hour')} ${count(rest, 'minute')}` : count(minutes / 60, 'hour');
}

/** A measured time: "<0.01 s", "0.42 s", "8.1 s", "2 min 5 s". */
export function seconds(value: number): string {
	if (!Number.isFinite(value)) return '–';
	if (value < 0.005) return `<${decimal(0.01, 2)} s`;
	if (value < 1) return `${decimal(value, 2)} s`;
	if (value < 60) return `${decimal(value, 1)} s`;
	const rounded = Math.round(value);
	return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
}

/** A number of days as a horizon: 7 → "7 days", 90 → "90 days", 365 → "one year". */
export function days(value: number): string {
	if (value === 365 || value === 366) return 'one year';
	return value === 1 ? 'one day' : count(value, 'day');
}

/** The same to say by when: "within 90 days". */
export function withinDays(value: number): string {
	if (value === 365 || value === 366) return 'within one year';
	return count(value, ['within # day', 'within # days']);
}
