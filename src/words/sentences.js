import { createHeuristic, defaultHeuristicOpts } from 'wuchale';

/** Attributes that people read or hear, besides the properties of components that are named like them. */
const read = /^(aria-(label|description|roledescription|valuetext|placeholder)|title|alt|placeholder|label|content|name|lead|description|note|reading|text|summary|unit|caption|hint|help|about|who|stage|nothing|yes|no|tab|axis|caption|what|legend|action|empty|heading|low|high|tick|baseline|.*(Label|Title|Name|Text|Unit))$/;
/** Calls whose texts no person reads. */
const silent = new Set(['fetch', 'Error', 'matchMedia', 'querySelector', 'querySelectorAll', 'addEventListener', 'setAttribute', 'createElement', 'createElementNS', 'closest', 'matches', 'setProperty']);
const usual = createHeuristic({ ...defaultHeuristicOpts, ignoreElements: ['script', 'style', 'path', 'code', 'pre', 'kbd'] });

/**
 * Whether a text of the sources is read by people, and so translated: texts and labels in markup; in scripts, inside functions, what begins
 * with a capital letter or has several words. Comments `@wc-ignore` and `@wc-include` decide otherwise.
 * @param {import('wuchale').Message} message
 */
export function isSentence(message) {
	const { scope, attribute, funcName, call, element, insideProgram } = message.details;
	const text = message.msgStr.join('\n');
	if (!/\p{L}/u.test(text.replaceAll(/\{\d+\}/g, ''))) return false;
	if (scope === 'markup') return usual(message);
	if (scope === 'attribute' && attribute === 'value') return /[#{].*\p{L}{2}/u.test(text) ? 'message' : false;
	if (scope === 'attribute') return (attribute && read.test(attribute) && !(element === 'meta' && attribute === 'name')) && /\p{L}{2}|^\p{Lu}/u.test(text) ? 'message' : false;
	if (call && silent.has(call.split('.').pop() ?? '')) return false;
	if (insideProgram && funcName == null && message.details.file.endsWith('.ts')) return false;
	if (message.details.attribute && !read.test(message.details.attribute)) return false;
	return looksRead(text) ? 'message' : false;
}

/**
 * Several words, or one with a capital letter, without the marks of code.
 * @param {string} text
 */
export function looksRead(text) {
	if (/^[a-z-]+(\.[a-z_-]+)+$|^#[\w-]|^[./]|[{}]\s*$|=>|^(https?|data|blob):|^M[\d\s]|;\s*$|\{|^\(/.test(text.replaceAll(/\{\d+\}/g, '#'))) return false;
	if (/^[A-Z]+$|^[A-Z][a-z]+[A-Z]\w*$|^(#|\{\d+\})-[a-z]+$/.test(text)) return false;
	return /^\p{Lu}/u.test(text) || /\p{L}{2,} \p{L}|\p{L}{2,},? .*\p{L}/u.test(text) || /# \p{L}{2}|\p{L}{2} #/u.test(text);
}
