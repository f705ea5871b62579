import { afterEach, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { openApi } from '../../src/lib/core/serving/openapi.js';
import { ownExample } from '../../src/lib/state/api.svelte.js';
import TryOperation from '../../src/lib/ui/api/TryOperation.svelte';

afterEach(() => vi.unstubAllGlobals());

/** A project that has these customers. */
function answering(ids: readonly string[]): void {
	vi.stubGlobal('fetch', async (address: string) => {
		const url = new URL(address);
		const search = url.searchParams.get('search') ?? '';
		const customers = ids.filter((id) => id.includes(search)).map((customer_id) => ({ customer_id, last_order: '2024-12-30' }));
		return Response.json(url.pathname.endsWith('/products') ? { products: ['Coffee', 'Toner', 'Pens'].map((product) => ({ product })) } : { customers });
	});
}

it('is of the open project, where that does not have the customer who is named', async () => {
	answering(['C-0001', 'C-0002']);
	expect(await ownExample('AA-10480')).toEqual({ customer: 'C-0001', products: ['Coffee', 'Toner'], day: '2024-12-30' });
	answering(['AA-10480']);
	expect(await ownExample('AA-10480')).toBeUndefined();
	vi.stubGlobal('fetch', async () => Response.json({}, { status: 409 }));
	expect(await ownExample('AA-10480')).toBeUndefined();
});

it('stands in the fields, but never in place of what a person wrote', async () => {
	const own = { customer: 'C-0001', products: ['Coffee', 'Toner'], day: '2024-12-30' };
	const operation = openApi.paths['/predict'].post;
	if (!operation) throw new Error('no operation');
	const props = { path: '/predict', method: 'post' as const, operation };
	const screen = await render(TryOperation, { props });
	const body = screen.getByRole('textbox', { name: 'Body of /predict' });
	await expect.element(body).toHaveValue(JSON.stringify(operation.requestBody?.content['application/json'].example, null, 2));
	await screen.rerender({ ...props, own });
	expect(JSON.parse((body.element() as HTMLTextAreaElement).value).orders).toEqual([{ date: '2024-12-30', lines: [{ product: 'Coffee' }, { product: 'Toner' }] }]);
	await body.fill('{}');
	await screen.rerender({ ...props, own: { ...own, customer: 'C-0002' } });
	await expect.element(body).toHaveValue('{}');
});
