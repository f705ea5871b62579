/** "Reliability of forest" → "reliability-of-forest.csv". */
export function fileName(title: string, extension: string): string {
	const stem = title
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-+|-+$/g, '');
	return `${stem || 'likely'}.${extension}`;
}
