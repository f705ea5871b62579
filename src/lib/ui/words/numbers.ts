import { language } from '$lib/language/language.svelte.js';
import { englishNumber } from './english-number.js';

const formats = new Map<string, Intl.NumberFormat>();
const plurals = new Map<string, Intl.PluralRules>();

/** A number in the language of the page, with `least` to `most` decimals. */
function written(value: number, least: number, most: number, style: 'decimal' | 'percent' = 'decimal'): string {
	const { code } = language;
	if (code === 'en') return style === 'percent' ? `${englishNumber(value, least, most, 2)}%` : englishNumber(value, least, most);
	const name = `${code} ${style} ${least} ${most}`;
	let format = formats.get(name);
	if (!format) formats.set(name, (format = new Intl.NumberFormat(code, { style, minimumFractionDigits: least, maximumFractionDigits: most })));
	return format.format(value);
}

/** A probability or share (0 to 1) as percent with `digits` decimals: 0.4231 → "42.3%". What would round to 0 or 100 but is not says so. */
export function percent(share: number, digits = 1): string {
	if (!Number.isFinite(share)) return '–';
	const smallest = 10 ** -(digits + 2);
	if (share > 0 && share < smallest / 2) return `<${percent(smallest, digits)}`;
	if (share < 1 && share > 1 - smallest / 2) return `>${percent(1 - smallest, digits)}`;
	return written(share, digits, digits, 'percent');
}

/**
 * Shares of one whole as whole percents that add up to what the shares do: each rounded down, what is left going to the largest remainders
 * (Hamilton's method). One that is not 0 but gets nothing reads "<1%".
 */
export function wholePercents(shares: readonly number[]): string[] {
	const given = shares.map((share) => Math.floor(100 * share + 1e-9));
	const left = Math.round(100 * shares.reduce((a, b) => a + b, 0)) - given.reduce((a, b) => a + b, 0);
	const remainder = (i: number) => 100 * shares[i] - given[i];
	const order = shares.map((_, i) => i).sort((a, b) => remainder(b) - remainder(a) || a - b);
	for (const i of order.slice(0, left)) given[i]++;
	return given.map((own, i) => percent(own === 0 ? Math.min(shares[i], 0.004) : own === 100 ? Math.max(shares[i], 0.996) : own / 100, 0));
}

/** The figure of a percentage without its sign, for display type: 0.4231 → "42". */
export function wholePercent(share: number): string {
	return percent(share, 0).replace(/\s?%/, '');
}

/** A change of probability in percentage points with its sign: 0.032 → "+3.2", -0.01 → "−1.0", 0 → "0.0". */
export function points(change: number, digits = 1): string {
	return signed(change * 100, digits);
}

/** An impact in percentage points; one that a single decimal would hide has three: 0.032 → "+3.2", 0.0003 → "+0.030", 0 → "0.0". */
export function impactPoints(impact: number): string {
	const size = Math.abs(impact);
	return points(impact, size < 5e-4 && size >= 5e-6 ? 3 : 1);
}

/** A number with an explicit sign and a true minus. What rounds to zero has no sign. */
export function signed(value: number, digits = 2): string {
	if (!Number.isFinite(value)) return '–';
	const text = decimal(Math.abs(value), digits);
	if (Number(Math.abs(value).toFixed(digits)) === 0) return text;
	return `${value > 0 ? '+' : '−'}${text}`;
}

/** Weighted points of a rule, whose sizes differ widely: "+0.025", "+308.1". */
export function rulePoints(value: number): string {
	return signed(value, Math.abs(value) >= 10 ? 1 : 3);
}

/** A fixed number of decimals, grouped: 1234.5 → "1,234.50". */
export function decimal(value: number, digits = 2): string {
	if (!Number.isFinite(value)) return '–';
	return written(value, digits, digits).replace('-', '−');
}

/** A whole number, grouped: 12345 → "12,345". */
export function whole(value: number): string {
	return decimal(Math.round(value), 0);
}

/** As many decimals as the size asks for, at most 2: 5 → "5", 0.025 → "0.025", 1234.56 → "1,234.6". */
export function plain(value: number): string {
	if (!Number.isFinite(value)) return '–';
	const size = Math.abs(value);
	const most = size >= 10_000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
	return written(value, 0, most).replace('-', '−');
}

/** An amount in the file's own currency: two decimals below 100,000, none above. */
export function money(value: number): string {
	return decimal(value, Math.abs(value) < 100_000 ? 2 : 0);
}

/**
 * "1 customer", "2 customers", "12,345 customers". `one` and `many` name what is counted; the compiler turns them into `forms`, in which # stands for
 * the number, so that other languages have forms of their own.
 */
export function count(value: number, one: string | readonly string[], many = `${String(one)}s`): string {
	const forms = typeof one === 'string' ? [`# ${one}`, `# ${many}`] : one;
	return (forms[pluralForm(value)] ?? forms[0]).replace('#', whole(value));
}

/** The word for what is counted, without the number: `plural(2.5, ['order', 'orders'])`. */
export function plural(value: number, forms: readonly [string, string]): string {
	return forms[pluralForm(value)];
}

/** The form of a counted word, of two: 0 for one, 1 for any other number. */
function pluralForm(value: number): 0 | 1 {
	const { code } = language;
	if (code === 'en') return value === 1 ? 0 : 1;
	let rules = plurals.get(code);
	if (!rules) plurals.set(code, (rules = new Intl.PluralRules(code)));
	return rules.select(value) === 'one' ? 0 : 1;
}

/** "1.2 MB". */
export function bytes(size: number): string {
	const units = ['', 'kB', 'MB', 'GB'];
	let unit = 0;
	let value = size;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	return unit === 0 ? count(value, 'byte') : `${plain(Number(value.toPrecision(2)))} ${units[unit]}`;
}

/** "a, b and c". */
export function list(items: readonly string[]): string {
	if (items.length < 2) return items.join('');
	return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** The first so many of a list that may hold hundreds: "a, b, c and 352 more". */
export function firstOf(items: readonly string[], most = 12): string {
	const left = items.length - most;
	return left < 2 ? list(items) : list([...items.slice(0, most), count(left, ['# more', '# more'])]);
}
