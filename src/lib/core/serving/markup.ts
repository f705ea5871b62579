/** Text as it may stand in markup, inside elements and quoted attributes. */
export function escaped(text: string): string {
	const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return text.replace(/[&<>"']/g, (sign) => signs[sign]);
}
