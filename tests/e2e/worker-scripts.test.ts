import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const workers = resolve(import.meta.dirname, '../../build/_app/immutable/workers');
const scripts = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.js'));

describe('the scripts of workers', () => {
	// WebKit runs a worker's own script again for whoever imports it: two engines would answer the page.
	it('are imported by no module', () => {
		const own = scripts(workers);
		expect(own).toHaveLength(2);
		const modules = scripts(join(workers, 'chunks'));
		expect(modules.length).toBeGreaterThan(10);
		const importing = modules.filter((name) => {
			const text = readFileSync(join(workers, 'chunks', name), 'utf8');
			const imported = [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*["'`]\.\.\/([^"'`]+)/g)].map(([, script]) => script);
			return own.some((script) => imported.includes(script));
		});
		expect(importing).toEqual([]);
	});
});
