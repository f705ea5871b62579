import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { expect, it } from 'vitest';
import Later from '../../src/lib/ui/base/Later.svelte';

it('draws its part in a task of its own, and not where it is gone by then', async () => {
	const drawn: string[] = [];
	const part = (name: string) => createRawSnippet(() => ({ render: () => `<p>${name}</p>`, setup: () => void drawn.push(name) }));
	const target = document.createElement('div');
	const [first, second] = ['first', 'second'].map((name) => mount(Later, { target, props: { children: part(name) } }));
	flushSync();
	await Promise.resolve();
	expect([drawn, target.textContent]).toEqual([[], '']);
	void unmount(second);
	await expect.poll(() => target.textContent).toBe('first');
	await new Promise((done) => setTimeout(done, 20));
	expect(drawn).toEqual(['first']);
	void unmount(first);
});
