import { beforeAll, describe, expect, it } from 'vitest';
import { catalogues, readCatalogue } from '../../src/words/catalogue.js';
import { extract, idOf } from '../../src/words/extract.js';
import { faults } from '../../src/words/faults.js';
import { countedForms, lazyTables } from '../../src/words/rewrite.js';
import type { Entry } from '../../src/words/catalogue.js';
import { textsOfSources } from '../../src/words/sources.js';

const from = { runtime: 'runtime', words: 'words' };
const textsOf = async (code: string, file = 'src/lib/ui/a.ts') => ((await extract(code, file, from))?.messages ?? []).map(({ forms }) => forms.join(' | '));

describe('the catalogues', () => {
	let texts: Awaited<ReturnType<typeof textsOfSources>>;
	beforeAll(async () => {
		texts = await textsOfSources();
	}, 60_000);

	it.each(Object.entries(catalogues))('%s has every text of the sources with its placeholders, and no other (else: npm run words)', (_, file) => {
		expect(texts.size).toBeGreaterThan(1500);
		expect(faults(texts, readCatalogue(file))).toEqual([]);
	});

	it('know each text by a name of its own', () => {
		const all = [...texts.values()];
		expect(new Set(all.map(({ forms, context }) => idOf(forms, context))).size).toBe(new Set(all.map(({ forms, context }) => `${forms.join('\n')} ${context}`)).size);
	});

	it('say what is missing', () => {
		const entry = (text: string, ...translation: string[]): [string, Entry] => [idOf([text], undefined), { forms: [text], context: undefined, translation, files: [], notes: [] }];
		const texts = new Map([entry('A {0}'), entry('B {0} <0>b</0>'), entry('C')]);
		const catalogue = new Map([entry('A {0}', 'A'), entry('B {0} <0>b</0>', '<0>b</0> B {0}'), entry('D', 'D')]);
		expect(faults(texts, catalogue)).toEqual([
			{ text: 'A {0}', fault: 'placeholders differ' },
			{ text: 'C', fault: 'untranslated' },
			{ text: 'D', fault: 'not in the sources' }
		]);
	});
});

describe('the extraction', () => {
	it('takes sentences, labels and counted words, and leaves code alone', async () => {
		expect(
			await textsOf(
				'<script lang="ts">const kind = "next-order"; function f(key: string) { if (key === \'Enter\') return `${key} of ${kind}`; }</script><p class="big wide" title="Say more">There are {count(n, \'order\')} <b>here</b>.</p>',
				'src/lib/ui/A.svelte'
			)
		).toEqual(['{0} of {1}', 'Say more', '# order | # orders', 'There are {0} <0>here</0>.']);
	});

	it('reads tables of a module anew each time, so that a change of language reaches them', async () => {
		expect(lazyTables("const names = { forest: 'Random forest', n: 1 };")).toBe("const names = { get forest() { return /* @wc-include */ 'Random forest'; }, n: 1 };");
		expect(await textsOf("const names: Readonly<Record<string, string>> = { a: 'bought', 'no b': 'not bought' };")).toEqual(['bought', 'not bought']);
	});

	it('writes out the forms of what is counted', () => {
		expect(countedForms("count(list(a, b).length, 'order')")).toBe("count(list(a, b).length, ['# order', '# orders'])");
		expect(countedForms("count(n, 'e-mail address', 'e-mail addresses')")).toBe("count(n, ['# e-mail address', '# e-mail addresses'])");
		expect(countedForms('account(n); count(x, forms)')).toBe('account(n); count(x, forms)');
	});
});
