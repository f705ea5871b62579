import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import EmbedPage from '../../src/lib/ui/api/EmbedPage.svelte';

it('a card for a frame: the markup to take along is one frame, whatever the customer is called', async () => {
	const screen = await render(EmbedPage);
	const evil = '"></iframe><img src=x onerror=alert(1)>&amp;';
	await userEvent.fill(screen.getByLabelText('Customer'), evil);
	const markup = screen.container.querySelector('pre')?.textContent ?? '';
	const { body } = new DOMParser().parseFromString(markup, 'text/html');
	expect(body.querySelectorAll('*')).toHaveLength(1);
	const frame = body.querySelector('iframe');
	expect(frame?.title).toContain(evil);
	expect(new URL(frame?.src ?? '').searchParams.get('customer_id')).toBe(evil);
});
