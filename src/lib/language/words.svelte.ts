import type { CompiledElement } from 'wuchale';
import toRuntime from 'wuchale/runtime';
import type { Runtime } from 'wuchale/runtime';
import { language } from './language.svelte.js';
import { nameOf } from './name.js';

/** The texts of one source file in English, and by their places the contexts of those that mean several things. */
interface FileWords {
	readonly english: readonly CompiledElement[];
	readonly contexts?: Readonly<Record<number, string>>;
}

const runtimes = new WeakMap<FileWords, { of: unknown; runtime: Runtime }>();

/** A sentence that the core brings along, in the language of the page; one that no catalogue has stays as it is. */
export function ofCore(text: string): string {
	return (language.table?.[nameOf(text)] as string | undefined) ?? text;
}

/** What compiled components and scripts call for their texts, in the language of the page. Read where it is shown, it follows a change. */
export function wordsOf(words: FileWords): Runtime {
	const table = language.table;
	let known = runtimes.get(words);
	if (!known || known.of !== table) {
		const texts = table ? words.english.map((text, i) => table[nameOf(text, words.contexts?.[i])] ?? text) : words.english;
		known = { of: table, runtime: toRuntime({ c: texts as CompiledElement[] }, language.code) };
		runtimes.set(words, known);
	}
	return known.runtime;
}
