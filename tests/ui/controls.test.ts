import { createRawSnippet } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import Combobox from '../../src/lib/ui/base/Combobox.svelte';
import FileDrop from '../../src/lib/ui/base/FileDrop.svelte';
import Hint from '../../src/lib/ui/base/Hint.svelte';
import Slider from '../../src/lib/ui/base/Slider.svelte';
import Table from '../../src/lib/ui/base/Table.svelte';
import VirtualList from '../../src/lib/ui/base/VirtualList.svelte';
import { percent } from '../../src/lib/ui/words/numbers.js';

describe('Slider', () => {
	const props = (oninput: (value: number) => void) => ({
		label: 'Threshold',
		value: 0.7,
		min: 0.01,
		max: 0.99,
		step: 0.01,
		scale: 100,
		unit: '%',
		format: (v: number) => percent(v, 0),
		oninput
	});

	it('moves with the keys and says the value', async () => {
		const heard = vi.fn();
		const screen = await render(Slider, props(heard));
		const slider = screen.getByRole('slider', { name: 'Threshold' });
		await expect.element(slider).toHaveAttribute('aria-valuetext', '70%');
		slider.element().focus();
		await userEvent.keyboard('{ArrowRight}{ArrowRight}');
		expect(heard).toHaveBeenLastCalledWith(0.72);
		await expect.element(slider).toHaveAttribute('aria-valuetext', '72%');
		await expect.element(screen.getByRole('spinbutton')).toHaveValue(72);
		await userEvent.keyboard('{Home}');
		expect(heard).toHaveBeenLastCalledWith(0.01);
	});

	it('takes a number, within its bounds, and nothing that is none', async () => {
		const heard = vi.fn();
		const screen = await render(Slider, props(heard));
		const field = screen.getByRole('spinbutton', { name: 'Threshold, %' });
		await field.fill('45');
		expect(heard).toHaveBeenLastCalledWith(0.45);
		await field.fill('400');
		expect(heard).toHaveBeenLastCalledWith(0.99);
		heard.mockClear();
		await field.fill('');
		expect(heard).not.toHaveBeenCalled();
	});
});

describe('VirtualList', () => {
	const row = createRawSnippet<[number]>((index) => ({ render: () => `<a href="#${index()}">Row ${index()}</a>` }));

	it('holds 100,000 rows with a few dozen in the page, and scrolls to any of them', async () => {
		const screen = await render(VirtualList, { label: 'Everyone', total: 100_000, rowHeight: 40, height: '400px', row });
		const list = screen.getByRole('list', { name: 'Everyone' });
		expect(list.element().querySelectorAll('[role=listitem]').length).toBeLessThan(40);
		list.element().scrollTop = 40 * 76_543;
		await expect.element(screen.getByRole('link', { name: 'Row 76543' })).toBeVisible();
		expect(list.element().querySelectorAll('[role=listitem]').length).toBeLessThan(40);
		await expect.element(screen.getByRole('listitem').first()).toHaveAttribute('aria-setsize', '100000');
	});

	it('is walked with the keys from end to end, the focus in sight', async () => {
		const screen = await render(VirtualList, { label: 'Everyone', total: 5000, rowHeight: 40, height: '400px', row });
		screen.getByRole('link', { name: 'Row 0', exact: true }).element().focus();
		await userEvent.keyboard('{ArrowDown}{ArrowDown}');
		await expect.element(screen.getByRole('link', { name: 'Row 2', exact: true })).toHaveFocus();
		await userEvent.keyboard('{End}');
		await expect.element(screen.getByRole('link', { name: 'Row 4999' })).toHaveFocus();
		await userEvent.keyboard('{PageUp}');
		await expect.element(screen.getByRole('link', { name: 'Row 4990' })).toHaveFocus();
		await userEvent.keyboard('{Home}');
		await expect.element(screen.getByRole('link', { name: 'Row 0', exact: true })).toHaveFocus();
	});

	it('asks for the rows in sight', async () => {
		const onrange = vi.fn();
		const screen = await render(VirtualList, { label: 'Everyone', total: 1000, rowHeight: 40, height: '400px', row, onrange });
		screen.getByRole('list').element().scrollTop = 20_000;
		await vi.waitFor(() => {
			const [first, end] = onrange.mock.lastCall ?? [];
			expect(first).toBeLessThanOrEqual(500);
			expect(end).toBeGreaterThanOrEqual(510);
		});
	});
});

describe('Hint', () => {
	it('explains on focus, and goes away on Escape and with the focus', async () => {
		const screen = await render(Hint, { term: 'skill', about: 'Skill' });
		const button = screen.getByRole('button', { name: 'What is Skill?' });
		const bubble = () => screen.container.querySelector('[role=tooltip]');
		const shows = () => bubble()?.matches(':popover-open');
		expect(shows()).toBe(false);
		button.element().focus();
		await expect.poll(shows).toBe(true);
		await userEvent.keyboard('{Escape}');
		await expect.poll(shows).toBe(false);
		await expect.element(button).toHaveAccessibleDescription(/log loss/);
		await button.click();
		await expect.poll(shows).toBe(true);
		await userEvent.tab();
		await expect.poll(shows).toBe(false);
	});

	it('stays within the window, also where letters are large and the question mark stands at its edge', async () => {
		document.documentElement.style.fontSize = '200%';
		try {
			const screen = await render(Hint, { term: 'certainty', about: 'it' });
			screen.container.style.cssText = 'position: fixed; inset: auto 0 0 auto';
			const button = screen.getByRole('button', { name: 'What is it?' });
			button.element().focus();
			const bubble = screen.container.querySelector('[role=tooltip]') as Element;
			await expect.poll(() => bubble.getBoundingClientRect().width).toBeGreaterThan(100);
			const { left, right, top, bottom } = bubble.getBoundingClientRect();
			expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
			expect(right).toBeLessThanOrEqual(innerWidth);
			expect(bottom).toBeLessThanOrEqual(button.element().getBoundingClientRect().top);
		} finally {
			document.documentElement.style.fontSize = '';
		}
	});
});

describe('Table', () => {
	it('sorts by a column, numbers the large ones first', async () => {
		const rows = [
			{ name: 'a', n: 2 },
			{ name: 'b', n: 10 },
			{ name: 'c', n: NaN }
		];
		const columns = [
			{ label: 'Name', value: (r: (typeof rows)[number]) => r.name },
			{ label: 'Count', value: (r: (typeof rows)[number]) => r.n }
		];
		const screen = await render(Table, { caption: 'Things', columns: columns as never, rows, sortable: true });
		const names = () => [...screen.container.querySelectorAll('tbody th')].map((th) => th.textContent);
		await screen.getByRole('button', { name: 'Count' }).click();
		expect(names()).toEqual(['b', 'a', 'c']);
		await expect.element(screen.getByRole('columnheader', { name: /Count/ })).toHaveAttribute('aria-sort', 'descending');
		await screen.getByRole('button', { name: 'Count' }).click();
		expect(names()).toEqual(['a', 'b', 'c']);
	});
});

describe('FileDrop', () => {
	it('takes a file that is dropped, and rows that are pasted anywhere', async () => {
		const files: File[] = [];
		const screen = await render(FileDrop, { label: 'Choose', wholeWindow: true, onfile: (file: File) => files.push(file) });
		const data = new DataTransfer();
		data.items.add(new File(['a,b\n1,2'], 'orders.csv'));
		screen.getByText('Choose').element().dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
		const clipboard = new DataTransfer();
		clipboard.setData('text/plain', 'customer\tproduct\nA\tInk');
		window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true }));
		await vi.waitFor(() => expect(files.map((f) => f.name)).toEqual(['orders.csv', 'pasted.csv']));
		expect(await files[1].text()).toContain('Ink');
	});

	it('leaves what is pasted into a field alone', async () => {
		const files: File[] = [];
		await render(FileDrop, { label: 'Choose', wholeWindow: true, onfile: (file: File) => files.push(file) });
		const field = document.createElement('textarea');
		document.body.append(field);
		const clipboard = new DataTransfer();
		clipboard.setData('text/plain', 'a\nb');
		field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true }));
		field.remove();
		expect(files).toEqual([]);
	});
});

describe('Combobox', () => {
	const names = ['Ada', 'Alan', 'Grace'];
	const find = async (text: string) => names.filter((name) => name.toLowerCase().includes(text.toLowerCase()));

	it('finds by typing and picks by keys, naming the active option', async () => {
		const onpick = vi.fn();
		const screen = await render(Combobox, { label: 'Customer', value: 'Grace', find, nothing: 'Nobody', onpick });
		const box = screen.getByRole('combobox', { name: 'Customer' });
		await box.click();
		await expect.element(screen.getByRole('option', { name: 'Grace' })).toHaveAttribute('aria-selected', 'true');
		await userEvent.keyboard('a');
		await expect.poll(() => screen.container.querySelectorAll('[role=option]').length).toBe(3);
		await userEvent.keyboard('l');
		await expect.element(screen.getByRole('option')).toHaveTextContent('Alan');
		const option = screen.getByRole('option', { name: 'Alan' }).element();
		await expect.element(box).toHaveAttribute('aria-activedescendant', option.id);
		await userEvent.keyboard('{Enter}');
		expect(onpick).toHaveBeenCalledWith('Alan');
		await expect.element(box).toHaveAttribute('aria-expanded', 'false');
	});

	it('picks what was typed, even if Enter comes before the answer to it', async () => {
		const onpick = vi.fn();
		const asked: { text: string; answer: () => void }[] = [];
		const later = (text: string) => new Promise<readonly string[]>((resolve) => asked.push({ text, answer: () => void find(text).then(resolve) }));
		const screen = await render(Combobox, { label: 'Customer', value: undefined, find: later, nothing: 'Nobody', onpick });
		const box = screen.getByRole('combobox', { name: 'Customer' });
		await box.fill('a');
		asked[0].answer();
		await expect.element(screen.getByRole('option', { name: 'Grace' })).toBeVisible();
		await userEvent.keyboard('ce{Enter}');
		expect([onpick.mock.calls, asked.map(({ text }) => text)]).toEqual([[], ['a', 'ac', 'ace']]);
		asked[2].answer();
		asked[1].answer();
		await vi.waitFor(() => expect(onpick).toHaveBeenCalledExactlyOnceWith('Grace'));
		await box.fill('a');
		asked[3].answer();
		await expect.poll(() => screen.container.querySelectorAll('[role=option]').length).toBe(3);
		await userEvent.keyboard('l{ArrowDown}{Enter}');
		expect(onpick).toHaveBeenLastCalledWith('Alan');
		await userEvent.keyboard('x{Enter}{Escape}');
		asked[5].answer();
		await new Promise((done) => setTimeout(done));
		expect(onpick).toHaveBeenCalledTimes(2);
	});

	it('walks the list, says when nothing matches, and forgets what was typed on Escape', async () => {
		const onpick = vi.fn();
		const screen = await render(Combobox, { label: 'Customer', value: 'Ada', find, nothing: 'Nobody', onpick });
		const box = screen.getByRole('combobox');
		await box.fill('zz');
		await expect.element(screen.getByText('Nobody')).toBeVisible();
		await userEvent.keyboard('{Enter}{Escape}');
		await expect.element(box).toHaveValue('Ada');
		expect(onpick).not.toHaveBeenCalled();
		await userEvent.keyboard('{ArrowDown}');
		await expect.poll(() => screen.container.querySelectorAll('[role=option]').length).toBe(3);
		await screen.getByRole('option', { name: 'Grace' }).click();
		expect(onpick).toHaveBeenCalledWith('Grace');
	});
});
