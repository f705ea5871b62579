import { dirname, relative, resolve, sep } from 'node:path';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const lib = resolve(import.meta.dirname, 'src/lib');

/** Who may import what: our own layers, and packages. `types` lists layers that may be imported for their types only. */
const layers = {
	core: { own: ['core'], packages: ['d3-array', 'papaparse', 'valibot', '@tensorflow/tfjs-core', 'fflate', 'fzstd', 'hyparquet'] },
	browser: { own: ['core', 'browser'], packages: ['comlink', 'dexie', 'papaparse', 'fflate', '@tensorflow/'] },
	cli: { own: ['core', 'cli'], packages: ['node:', '@tensorflow/', 'sirv', 'valibot', 'vite'] },
	language: { own: ['language'], packages: ['wuchale', 'virtual:words/'] },
	state: { own: ['core', 'browser', 'language', 'state'], packages: ['svelte', '$app/', 'comlink'] },
	ui: { own: ['core', 'language', 'state', 'ui'], packages: ['svelte', '$app/', 'd3-', 'bits-ui'] },
	routes: { own: ['language', 'state', 'ui'], types: ['core'], packages: ['svelte', '$app/', './$types'] },
	worker: { own: ['core', 'browser'], packages: ['$service-worker'] }
};

/** The layer that a file belongs to, or undefined outside src. */
function layerOf(file) {
	const path = relative(resolve(import.meta.dirname, 'src'), file).split(sep);
	if (path[0] === 'lib') return path[1];
	if (path[0].startsWith('service-worker')) return 'worker';
	return path[0];
}

const importTable = {
	meta: { type: 'problem', schema: [] },
	create(context) {
		const from = layerOf(context.filename);
		const allowed = layers[from];
		if (!allowed) return {};
		const check = (node) => {
			const name = node.source?.value;
			if (typeof name !== 'string') return;
			const own = name.startsWith('.') || name.startsWith('$lib/') || name.startsWith('#');
			if (own && !name.startsWith('./$types')) {
				const target = name.startsWith('$lib/') ? resolve(lib, name.slice(5)) : resolve(dirname(context.filename), name);
				const to = layerOf(target);
				const typeOnly = node.importKind === 'type' || node.exportKind === 'type';
				if (!allowed.own.includes(to) && to !== from && !(typeOnly && allowed.types?.includes(to)))
					context.report({ node, message: `${from} may not import ${to} (${name}): see the import table in README.md` });
			} else if (!allowed.packages.some((p) => name === p || name.startsWith(p.endsWith('/') || p.endsWith('-') || p.endsWith(':') ? p : `${p}/`)))
				context.report({ node, message: `${from} may not import the package ${name}: see the import table in README.md` });
		};
		return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
	}
};

export default tseslint.config(
	{ ignores: ['build/', '.svelte-kit/', 'node_modules/', 'static/'] },
	...tseslint.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { parserOptions: { extraFileExtensions: ['.svelte'] } },
		plugins: { likely: { rules: { 'import-table': importTable } } },
		rules: {
			'likely/import-table': 'error',
			'no-undef': 'off',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Take a seeded Random from core/random.ts.' }],
			'svelte/no-at-html-tags': 'error',
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: tseslint.parser } }
	},
	{ files: ['**/*.d.ts'], rules: { 'no-var': 'off' } }
);
