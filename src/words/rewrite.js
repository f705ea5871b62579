import { parseScript } from 'wuchale/adapter-vanilla';

/** @typedef {{ type: string, start: number, end: number, [key: string]: unknown }} Node */

/**
 * Makes texts that a script computes once, when it is loaded, come anew each time they are read, in the language of that moment: in tables of the
 * module, `name: 'Random forest'` becomes a getter. Only properties of object literals; a list of plain texts has to be a function.
 * @param {string} content
 */
export function lazyTables(content) {
	const [program] = parseScript(content);
	/** @type {{ start: number, end: number, text: string }[]} */
	const edits = [];
	/** @param {unknown} node */
	const visit = (node) => {
		if (Array.isArray(node)) return node.forEach(visit);
		if (!node || typeof node !== 'object' || !('type' in node)) return;
		const { type } = /** @type {Node} */ (node);
		if (/Function|Class|TSTypeAlias|TSInterface|Import/.test(type)) return;
		const { key, value, computed, shorthand, start, end } = /** @type {Node & { key?: Node, value?: Node }} */ (node);
		if (type === 'Property' && key && value && isText(value) && !computed && !shorthand && !code.has(content.slice(key.start, key.end)))
			edits.push({ start, end, text: `get ${content.slice(key.start, key.end)}() { return /* @wc-include */ ${content.slice(value.start, value.end)}; }` });
		else Object.values(node).forEach(visit);
	};
	visit(program.body);
	return edits.reduceRight((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), content);
}

/** Properties that no person reads. */
const code = new Set(['value', 'path', 'kind', 'id', 'code', 'type', 'href', 'sort']);

/** @param {Node} value */
const isText = ({ type, value }) => type === 'Literal' && typeof value === 'string' && /\p{L}{2}/u.test(value);

/**
 * Keeps texts that are compared with, and quoted names of properties, as they are.
 * @param {string} content
 */
export function comparedTexts(content) {
	return content
		.replace(/([!=]==|\bcase) ('[^'\n]+')/g, '$1 /* @wc-ignore */ $2')
		.replace(/^(\s*)('[^'\n]* [^'\n]*'):/gm, '$1[/* @wc-ignore */ $2]:');
}

/**
 * Writes out both forms of what is counted: `count(n, 'order')` becomes `count(n, ['# order', '# orders'])`, which other languages translate as one.
 * @param {string} content
 */
export function countedForms(content) {
	let result = '';
	let from = 0;
	for (const { index, 0: call } of content.matchAll(/(?<![\w.])count\(/g)) {
		const args = argumentsFrom(content, index + call.length);
		const [, one, many] = args.map(({ start, end }) => /^\s*'([^'\\]+)'\s*$/.exec(content.slice(start, end))?.[1]);
		if (one === undefined || args.length > 3) continue;
		const last = args[args.length - 1];
		result += `${content.slice(from, args[1].start)} ['# ${one}', '# ${many ?? `${one}s`}']`;
		from = last.end;
	}
	return result + content.slice(from);
}

/**
 * The places of the arguments of a call whose bracket was opened just before `start`.
 * @param {string} content
 * @param {number} start
 */
function argumentsFrom(content, start) {
	const args = [];
	let depth = 0;
	let quote = '';
	let begin = start;
	for (let i = start; i < content.length; i++) {
		const c = content[i];
		if (quote) {
			if (c === quote) quote = '';
			continue;
		}
		if (c === "'" || c === '"' || c === '`') quote = c;
		else if (c === '(' || c === '[' || c === '{') depth++;
		else if (depth > 0 && (c === ')' || c === ']' || c === '}')) depth--;
		else if (depth === 0 && (c === ',' || c === ')')) {
			args.push({ start: begin, end: i });
			begin = i + 1;
			if (c === ')') return args;
		}
	}
	return [];
}
