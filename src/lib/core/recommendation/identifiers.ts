import { LikelyError } from '../errors.js';

/** A country that telephone numbers without a country code belong to. */
export interface Country {
	/** ISO 3166-1, two letters. */
	readonly id: string;
	readonly name: string;
	/** Country calling code, without the plus sign. */
	readonly code: string;
	/** What is dialled before a number within the country, and left out from abroad; '' where there is none. */
	readonly trunk: string;
}

/** Countries of most web shops, by name. */
export const COUNTRIES: readonly Country[] = (
	[
		['AR', 'Argentina', '54', '0'], ['AU', 'Australia', '61', '0'], ['AT', 'Austria', '43', '0'], ['BE', 'Belgium', '32', '0'],
		['BR', 'Brazil', '55', '0'], ['BG', 'Bulgaria', '359', '0'], ['CA', 'Canada', '1', '1'], ['CL', 'Chile', '56', ''],
		['CN', 'China', '86', '0'], ['CO', 'Colombia', '57', ''], ['HR', 'Croatia', '385', '0'], ['CZ', 'Czechia', '420', ''],
		['DK', 'Denmark', '45', ''], ['EE', 'Estonia', '372', ''], ['FI', 'Finland', '358', '0'], ['FR', 'France', '33', '0'],
		['DE', 'Germany', '49', '0'], ['GR', 'Greece', '30', ''], ['HU', 'Hungary', '36', '06'], ['IN', 'India', '91', '0'],
		['ID', 'Indonesia', '62', '0'], ['IE', 'Ireland', '353', '0'], ['IL', 'Israel', '972', '0'], ['IT', 'Italy', '39', ''],
		['JP', 'Japan', '81', '0'], ['LV', 'Latvia', '371', ''], ['LT', 'Lithuania', '370', '0'], ['LU', 'Luxembourg', '352', ''],
		['MX', 'Mexico', '52', ''], ['NL', 'Netherlands', '31', '0'], ['NZ', 'New Zealand', '64', '0'], ['NO', 'Norway', '47', ''],
		['PL', 'Poland', '48', ''], ['PT', 'Portugal', '351', ''], ['RO', 'Romania', '40', '0'], ['RS', 'Serbia', '381', '0'],
		['SK', 'Slovakia', '421', '0'], ['SI', 'Slovenia', '386', '0'], ['ZA', 'South Africa', '27', '0'], ['KR', 'South Korea', '82', '0'],
		['ES', 'Spain', '34', ''], ['SE', 'Sweden', '46', '0'], ['CH', 'Switzerland', '41', '0'], ['TW', 'Taiwan', '886', '0'],
		['TR', 'Türkiye', '90', '0'], ['UA', 'Ukraine', '380', '0'], ['GB', 'United Kingdom', '44', '0'], ['US', 'United States', '1', '1']
	] as const
).map(([id, name, code, trunk]) => ({ id, name, code, trunk }));

/** A country by its two letters. Throws `audience.country` {country} for one that is not in the list. */
export function countryOf(id: string): Country {
	const found = COUNTRIES.find((country) => country.id === id);
	if (!found) throw new LikelyError('audience.country', { country: id });
	return found;
}

/** An e-mail address in lower case without spaces around it; '' for what is none. */
export function normalEmail(text: string): string {
	const address = text.trim().toLowerCase();
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) ? address : '';
}

/** The same without the dots and the +suffix that Gmail does not tell addresses apart by, as Google matches them. */
export function googleEmail(text: string): string {
	const address = normalEmail(text);
	const [, name, domain] = /^([^@]+)@(gmail\.com|googlemail\.com)$/.exec(address) ?? [];
	return name ? `${name.replace(/\+.*$/, '').replaceAll('.', '')}@${domain}` : address;
}

/**
 * A telephone number in the international form (ITU-T E.164): a plus sign and 8 to 15 digits; '' for what is none.
 * One without + or 00 belongs to the given country: its trunk prefix is dropped. Eleven digits and more that begin with
 * the country's code have it already. Numbers of North America have ten digits after their 1: others without + are of
 * another country, which nothing says.
 */
export function normalPhone(text: string, { code, trunk }: Country): string {
	const written = text.trim().replace(/\(0\)/g, '');
	const digits = written.replace(/\D/g, '');
	if (/[^\d\s()+./-]/.test(written)) return '';
	let number: string;
	if (written.startsWith('+')) number = digits;
	else if (digits.startsWith('00')) number = digits.slice(2);
	else if (trunk !== code && digits.length >= 11 && digits.startsWith(code) && !(trunk && digits.startsWith(trunk))) number = digits;
	else number = code + (trunk && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits);
	if (number.startsWith('1') && number.length !== 11) return '';
	return /^[1-9]\d{7,14}$/.test(number) ? `+${number}` : '';
}
