/** What a column of numbers says about its decimal mark. */
export interface MarkEvidence {
	readonly mark: '.' | ',';
	/** All that speaks is groups of three (1,234), which could be thousands or decimals. */
	readonly ambiguous: boolean;
	/** Share of the values that are numbers with this mark. */
	readonly readable: number;
}

const MOST_VALUES = 20_000;
const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const spaces = /[\s\u00a0\u202f\u2009'’`_]/g;
/** Currency codes and short forms, and units that follow a quantity. */
const units =
	'usd|eur|gbp|chf|jpy|cny|rmb|inr|brl|cad|aud|nzd|sek|nok|dkk|isk|pln|czk|huf|ron|bgn|try|rub|uah|zar|mxn|ars|clp|cop|pen|' +
	'krw|twd|sgd|hkd|thb|idr|myr|php|vnd|aed|sar|ils|egp|ngn|kes|us|r|rs|rp|rm|kr|zl|zł|kč|kc|ft|lei|tl|fr|sfr|dm|руб|р|грн|' +
	'pcs|pc|pce|ea|st|stk|stck|szt|ks|un|uds|units|unit|x|kg|g|l|ml|lb|lbs|oz';
const before = new RegExp(`^(?:(?:${units})?\\p{Sc}|(?:${units})\\.?)`, 'iu');
const behind = new RegExp(`(?:\\p{Sc}|(?:${units})\\.?)$`, 'iu');

/**
 * Decides the decimal mark of a column from all its values (distinct is enough): 1.234,56 and 12,5 say comma, 1,234.56
 * and 12.5 say point; of two marks in one number the last is the decimal one.
 */
export function detectDecimalMark(values: readonly string[]): MarkEvidence {
	const step = Math.max(1, Math.ceil(values.length / MOST_VALUES));
	let point = 0;
	let comma = 0;
	let groups = 0;
	const sample: string[] = [];
	for (let i = 0; i < values.length; i += step) {
		sample.push(values[i]);
		const digits = values[i].replace(/[^\d.,]/g, '');
		const lastPoint = digits.lastIndexOf('.');
		const lastComma = digits.lastIndexOf(',');
		if (lastPoint < 0 && lastComma < 0) continue;
		const mark = lastPoint > lastComma ? '.' : ',';
		const both = lastPoint >= 0 && lastComma >= 0;
		const many = digits.indexOf(mark) !== digits.lastIndexOf(mark);
		const after = digits.length - 1 - Math.max(lastPoint, lastComma);
		if (many) {
			if (both) continue;
			if (mark === '.') comma++;
			else point++;
		} else if (both || after !== 3 || /^0[.,]/.test(digits)) {
			if (mark === '.') point++;
			else comma++;
		} else groups += mark === '.' ? 1 : -1;
	}
	const ambiguous = point === 0 && comma === 0 && groups !== 0;
	const mark = comma > point ? ',' : '.';
	const readable = sample.filter((value) => !Number.isNaN(parseAmount(value, mark))).length;
	return { mark, ambiguous, readable: sample.length ? readable / sample.length : 0 };
}

/**
 * A number as people and their programs write it; NaN if it is none. Takes off currency signs and codes, thousands
 * marks (in groups of three, or two and three as in India), spaces and apostrophes; negative with a minus on either
 * side or in parentheses; a percentage is a hundredth. What can only be right with the other mark (12,5 among points) is
 * read with that.
 */
export function parseAmount(text: string, mark: '.' | ','): number {
	if (mark === '.' && plain.test(text)) return finite(Number(text));
	if (text.length > 64 || !/\p{Nd}/u.test(text)) return NaN;
	let rest = text.normalize('NFKC').replace(/[−–—]/g, '-').replace(spaces, '');
	let sign = 1;
	const bracketed = /^\((.*)\)$|^(.*)-$/.exec(rest);
	if (bracketed) {
		sign = -1;
		rest = bracketed[1] ?? bracketed[2];
	}
	const percent = rest.endsWith('%');
	if (percent) rest = rest.slice(0, -1);
	const signed = /^([+-])(.*)$/.exec(rest.replace(/^(\D+?)([+-])(?=[\d.,])/, '$2$1'));
	if (signed) {
		if (signed[1] === '-') sign = -sign;
		rest = signed[2];
	}
	rest = rest.replace(before, '').replace(behind, '');
	const after = /^([+-])(.*)$/.exec(rest);
	if (after && !signed) {
		if (after[1] === '-') sign = -sign;
		rest = after[2];
	}
	const value = fromDigits(rest, mark);
	const number = sign * (Number.isNaN(value) ? fromDigits(rest, mark === '.' ? ',' : '.') : value);
	return finite(percent ? number / 100 : number);
}

/** NaN in place of what is larger than any number: sums and means go on from it. */
export const finite = (number: number) => (Number.isFinite(number) ? number : NaN);

function fromDigits(digits: string, mark: '.' | ','): number {
	const thousands = mark === '.' ? ',' : '.';
	const at = digits.indexOf(mark);
	const whole = at < 0 ? digits : digits.slice(0, at);
	const fraction = at < 0 ? '' : digits.slice(at + 1);
	if (!/^\d*(e[+-]?\d{1,3})?$/i.test(fraction)) return NaN;
	const groups = whole.split(thousands);
	if (groups.length > 1) {
		const last = groups[groups.length - 1];
		const fits = groups.slice(1, -1).every((group) => group.length === 3) || groups.slice(1, -1).every((group) => group.length === 2);
		if (last.length !== 3 || !fits || groups[0].length < 1 || groups[0].length > 3) return NaN;
	}
	const joined = groups.join('');
	if (!/^\d*(e[+-]?\d{1,3})?$/i.test(joined) || (joined === '' && fraction === '') || /^e|^$/i.test(joined + fraction)) return NaN;
	if (!/\d/.test(joined + fraction)) return NaN;
	return Number(`${joined || '0'}${fraction ? `.${fraction}` : ''}`);
}
