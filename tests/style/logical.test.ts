import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ui = resolve(import.meta.dirname, '../../src/lib/ui');

/** Declarations that name a side of the screen, where the start or the end of a line is meant. */
const physical = /(?:^|[;{\s])((?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?(?:left|right)(?:-(?:width|style|color))?|border-(?:top|bottom)-(?:left|right)-radius|float|clear)\s*:|(?:text-align|justify-content|to)\s*:?\s+(?:left|right)\b/g;

/** The styles of a component or a style sheet. */
function styleOf(file: string, text: string): string {
	const css = file.endsWith('.css') ? text : (/<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '');
	return css.replace(/\/\*[\s\S]*?\*\//g, '');
}

describe('styles', () => {
	it('name starts and ends of lines, not left and right, so that they hold for scripts that run the other way', () => {
		const files = readdirSync(ui, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(svelte|css)$/.test(file));
		expect(files.length).toBeGreaterThan(100);
		const found = files.flatMap((file) =>
			styleOf(file, readFileSync(join(ui, file), 'utf8'))
				.split('\n')
				.filter((line) => line.search(physical) >= 0)
				.map((line) => `${file}: ${line.trim()}`)
		);
		expect(found).toEqual([]);
	});

	it('are told from each other', () => {
		for (const line of ['	margin-left: 1rem;', 'left: 0;', 'text-align: right;', 'border-top-left-radius: 2px;', 'background: linear-gradient(to right, red, blue);']) expect(line.search(physical)).toBeGreaterThanOrEqual(0);
		for (const line of ['	margin-inline-start: 1rem;', 'inset-inline: 0;', 'text-align: end;', 'border-start-start-radius: 2px;', '.left-out {']) expect(line.search(physical)).toBe(-1);
	});
});
