/**
 * A finite number as `Intl.NumberFormat('en')` writes it, with at least `least` and at most `most` decimals, its decimal point moved `shift` places to
 * the right (2 for percent). Halves of the shortest decimal form round away from zero. The browser's own formats take a phone 200 ms to set up, before
 * the first number can be shown.
 */
export function englishNumber(value: number, least: number, most: number, shift = 0): string {
	const scaled = Math.abs(value) * 10 ** (most + shift);
	const below = Math.floor(scaled);
	// Where the half is not near, the last digit is sure without looking at the others.
	if (scaled + 1 < 10 ** (most + 3) && scaled < 1e9 && Math.abs(scaled - below - 0.5) > 1e-4) return short(value, scaled > below + 0.5 ? below + 1 : below, least, most);
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

/** A whole number of last digits with its decimal point and sign. */
function short(value: number, last: number, least: number, most: number): string {
	const digits = String(last).padStart(most + 1, '0');
	let end = digits.length;
	const point = end - most;
	while (end > point + least && digits.charCodeAt(end - 1) === 48) end--;
	const sign = value < 0 || Object.is(value, -0) ? '-' : '';
	return `${sign}${digits.slice(0, point)}${end > point ? '.' : ''}${digits.slice(point, end)}`;
}
