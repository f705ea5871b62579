/** Days from 1970-01-01 to day 0 of the two calendars of spreadsheets: 1899-12-30 and 1904-01-01. */
const DAY_0 = -25_569;
const DAY_0_1904 = -24_107;

/** Whether a number format shows dates: built in (ECMA-376 part 1, 18.8.30), or a code with a year or a day in it. */
export function serialIsDate(format: number, code: string | undefined): boolean {
	if (code === undefined) return (format >= 14 && format <= 17) || format === 22 || (format >= 27 && format <= 36) || (format >= 50 && format <= 58);
	const bare = code
		.split(';', 1)[0]
		.replace(/"[^"]*"|\\.|_.|\*./g, '')
		.replace(/\[[^\]]*\]/g, '');
	return /y|d/i.test(bare) && !/[#0?]/.test(bare.replace(/s\.0+/i, 's'));
}

/** The ISO date, with the time to the second where there is one, of a serial day; undefined beyond the year 9999. */
export function serialDate(serial: number, epoch1904: boolean): string | undefined {
	const days = serial + (epoch1904 ? DAY_0_1904 : DAY_0) + (!epoch1904 && serial < 60 ? 1 : 0);
	if (!(serial >= 0 && days < 2_932_897)) return undefined;
	const text = new Date(Math.round(days * 86_400) * 1000).toISOString();
	return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}
