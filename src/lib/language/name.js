/**
 * The name of a text in the catalogues, from its compiled English and its context: FNV-1a over UTF-16 units, 32 bits, in base 36. The page computes it
 * only when it speaks another language, so English costs nothing. Two texts never share a name: a test sees to it.
 * @param {unknown} english
 * @param {string} [context]
 */
export function nameOf(english, context = '') {
	const text = JSON.stringify(english) + context;
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	return (hash >>> 0).toString(36);
}
