import { COUNTRIES } from '$lib/core/recommendation/identifiers.js';
import { language } from '$lib/language/language.svelte.js';

/** Countries with their calling codes to choose from, by their names in the language of the page. */
export function countries(): { readonly value: string; readonly label: string }[] {
	const names = new Intl.DisplayNames([language.code], { type: 'region' });
	return COUNTRIES.map(({ id, name, code }) => ({ value: id, name: names.of(id) ?? name, code }))
		.sort((a, b) => a.name.localeCompare(b.name, language.code))
		.map(({ value, name, code }) => ({ value, label: `${name} (+${code})` }));
}

/** The country that a browser's languages speak of first, of those in the list: "de-AT" is Austria, "de" Germany. The United States where they name none. */
export function ownCountry(languages: readonly string[] = typeof navigator === 'undefined' ? [] : navigator.languages): string {
	const regions = languages.map((tag) => new Intl.Locale(tag).maximize().region);
	return regions.find((region) => COUNTRIES.some(({ id }) => id === region)) ?? 'US';
}
