/**
 * A finite number as `Intl.NumberFormat('en')` writes it, with at least `least` and at most `most` decimals, its decimal point moved `shift` places to
 * the right (2 for percent). Halves of the shortest decimal form round away from zero. The browser's own formats take a phone 200 ms to set up, before
 * the first number can be shown.
 */
export function englishNumber(value: number, least: number, most: number, shift = 0): string {
	const [mantissa, exponent] = Math.abs(value).toExponential().split('e');
	const digits = mantissa.replace('.', '');
	const point = Number(exponent) + 1 + shift;
	const kept = Math.max(0, Math.min(digits.length, point + most));
	const cut = digits.slice(0, kept);
	const isUp = point + most >= 0 && digits[kept] >= '5';
	const rounded = isUp ? String(BigInt(cut || '0') + 1n) : cut;
	const start = point + rounded.length - cut.length;
	const whole = start > 0 ? rounded.slice(0, start).padEnd(start, '0').replace(/^0+(?=\d)/, '') : '0';
	const decimals = (start > 0 ? rounded.slice(start) : '0'.repeat(-start) + rounded).slice(0, most);
	const fraction = decimals.replace(/0+$/, '').padEnd(least, '0');
	const sign = value < 0 || Object.is(value, -0) ? '-' : '';
	return `${sign}${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}${fraction && '.'}${fraction}`;
}
