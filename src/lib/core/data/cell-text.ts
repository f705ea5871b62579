/** The text of a cell as it is kept: without white space around it (non-breaking spaces and byte order marks too) and without NULs. */
export function cellText(raw: string): string {
	const text = raw.trim();
	return text.includes('\0') ? text.replaceAll('\0', '').trim() : text;
}
