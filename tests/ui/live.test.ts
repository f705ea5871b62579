import { describe, expect, it } from 'vitest';
import { tick } from 'svelte';
import { render } from 'vitest-browser-svelte';
import ImpactBars from '../../src/lib/ui/charts/ImpactBars.svelte';
import ImpactMatrix from '../../src/lib/ui/charts/ImpactMatrix.svelte';
import ProbabilityBars from '../../src/lib/ui/charts/ProbabilityBars.svelte';
import { choose, say, set, steady } from '../../src/lib/ui/charts/live.js';

const words = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim();

/** What is written while the charts move. */
function changesOf(container: HTMLElement) {
	const changes: MutationRecord[] = [];
	const observer = new MutationObserver((more) => changes.push(...more));
	observer.observe(container, { subtree: true, childList: true, characterData: true, attributes: true });
	return () => changes.splice(0).concat(observer.takeRecords());
}

describe('what moves with a slider', () => {
	const likely = (ink: number, before?: number) => [{ product: 'Ink', probability: ink, before }, { product: 'Paper', probability: 0.2, before }];

	it('is written where it stands: bars of probabilities', async () => {
		const screen = await render(ProbabilityBars, { title: 'Products', rows: likely(0.4), threshold: 0.45 });
		const rows = [...screen.container.querySelectorAll('li')];
		const changes = changesOf(screen.container);
		await screen.rerender({ rows: likely(0.43) });
		expect(words(rows[0])).toContain('43.0%');
		expect(rows[0].querySelector('.mark')?.getAttribute('width')).toBe('86.0%');
		expect(changes().map(({ type, attributeName }) => attributeName ?? type).sort()).toEqual(['characterData', 'width']);
		await screen.rerender({ rows: likely(0.43, 0.3) });
		expect([...screen.container.querySelectorAll('.before')].map((mark) => mark.getAttribute('x'))).toEqual(['60.0%', '60.0%']);
		await screen.rerender({ rows: likely(0.1).toReversed() });
		expect([...screen.container.querySelectorAll('li')]).toEqual(rows.toReversed());
		expect(rows.map(words)).toEqual([expect.stringContaining('10.0%'), expect.stringContaining('20.0%')]);
		expect(rows.map((row) => row.querySelector('.threshold'))).toEqual([null, null]);
	});

	it('is written where it stands: bars of impacts', async () => {
		const row = (impact: number, value = '3') => ({ parameter: 'orders', label: 'Orders', value, baseline: '2', raw: 3, impact, direction: impact > 0 ? ('positive' as const) : ('negative' as const) });
		const given = { title: 'Why', format: (impact: number) => impact.toFixed(2), unit: 'points', atLeast: 1 };
		const screen = await render(ImpactBars, { ...given, rows: [row(0.5)] });
		const item = screen.container.querySelector('li');
		await screen.rerender({ rows: [row(-0.25, '1')] });
		expect(screen.container.querySelector('li')).toBe(item);
		expect(words(item)).toBe('Orders 1 ·\u00a0typical 2 ▼ -0.25 points, lowers it'.replace(/\s+/g, ' '));
		const mark = item?.querySelector('.mark');
		expect([mark?.getAttribute('x'), mark?.getAttribute('width')]).toEqual(['37.5%', '12.5%']);
		expect([mark, item?.querySelector('.value')].map((part) => ['positive', 'negative', 'neutral'].filter((name) => part?.classList.contains(name)))).toEqual([['negative'], ['negative']]);
	});

	it('is written where it stands: cells of impacts, and what is read of them follows', async () => {
		const parameters = [{ name: 'orders', label: 'Orders' }];
		const rows = (impact: number) => [{ product: 'Ink', probability: 0.5 + impact, cells: [{ impact }] }];
		const screen = await render(ImpactMatrix, { title: 'All', reading: 'Points.', parameters, rows: rows(0.1), signed: true });
		const cell = screen.container.querySelector('td[role=gridcell]');
		await screen.rerender({ rows: rows(-0.2) });
		expect(screen.container.querySelector('td[role=gridcell]')).toBe(cell);
		expect(words(cell)).toBe('▼ −20.0');
		expect(['up', 'down', 's4'].filter((name) => cell?.classList.contains(name))).toEqual(['down', 's4']);
		expect(words(screen.container.querySelector('th[scope=row]'))).toBe('Ink30.0%');
		await expect.element(screen.getByRole('gridcell', { name: 'Ink, Orders: −20.0 points' })).toBeVisible();
		await screen.rerender({ rows: rows(0) });
		expect(['up', 'down', 'none', 's0', 's4'].filter((name) => cell?.classList.contains(name))).toEqual(['none']);
	});

	it('is never read aloud as what it was: cells say their figure until their sentence follows', async () => {
		const [orders, returns] = ['Orders', 'Returns'].map((label) => ({ name: label.toLowerCase(), label }));
		const rows = (...impacts: number[]) => [{ product: 'Ink', cells: impacts.map((impact) => ({ impact })) }, { product: 'Paper', cells: impacts.map((impact) => ({ impact: impact / 2 })) }];
		const screen = await render(ImpactMatrix, { title: 'All', reading: 'Points.', parameters: [orders, returns], rows: rows(0.1, 0.1), signed: true });
		const cells = () => [...screen.container.querySelectorAll('td[role=gridcell]')];
		const heads = () => [...screen.container.querySelectorAll('thead th')].map(words);
		const told = () => cells().filter((cell) => cell.hasAttribute('aria-label'));
		/** Labels that name another column or figure than the one that is seen. */
		const wrong = () =>
			told().flatMap((cell) => {
				const [head, figure] = [heads()[[...(cell.parentElement?.children ?? [])].indexOf(cell) - 1], words(cell)?.replace(/^\S /, '')];
				const label = cell.getAttribute('aria-label');
				return label?.includes(`, ${head}: ${figure} points`) ? [] : [`${label} at ${head}: ${figure}`];
			});
		expect([told().length, wrong()]).toEqual([4, []]);
		for (const given of [{ rows: rows(0.1, -0.2) }, { parameters: [returns, orders], rows: rows(0.1, -0.2) }, { parameters: [orders, returns], rows: rows(0.2, 0.2).toReversed() }, { parameters: [returns, orders], rows: rows(0.2, 0.2) }]) {
			await screen.rerender(given);
			expect(wrong()).toEqual([]);
			await expect.poll(() => told().length).toBe(4);
			expect(wrong()).toEqual([]);
		}
	});

	it('follows when it rests where it is out of sight, and at once where it is in sight', async () => {
		const screen = await render(ProbabilityBars, { title: 'Products', rows: likely(0.4) });
		const figure = () => words(screen.container.querySelector('.value'));
		screen.container.style.marginBlockStart = '9000px';
		const told = () => new Promise<void>((done) => new IntersectionObserver((_, observer) => (observer.disconnect(), done())).observe(screen.container));
		// Observers of one frame are told in any order: when one is told in the next, all have been.
		const observed = async () => (await told(), await told());
		await observed();
		const moved = screen.rerender({ rows: likely(0.41) });
		await tick();
		expect(figure()).toBe('40.0%');
		await moved;
		await expect.poll(figure).toBe('41.0%');
		screen.container.style.marginBlockStart = '0';
		await observed();
		await screen.rerender({ rows: likely(0.42) });
		expect(figure()).toBe('42.0%');
	});
});

describe('writing', () => {
	it('keeps a list whose items have the same fields', () => {
		const kept = steady<{ name: string; isAd: boolean }>();
		const first = kept([{ name: 'Ink', isAd: false }]);
		expect(kept([{ name: 'Ink', isAd: false }])).toBe(first);
		expect(kept([{ name: 'Ink', isAd: true }])).toEqual([{ name: 'Ink', isAd: true }]);
		expect(kept([])).toEqual([]);
	});

	it('touches nothing that is as it is to be', () => {
		const part = document.createElement('p');
		say(part, 'one');
		const changes = changesOf(part);
		say(part, 'one');
		set(part, {});
		choose(part, ['a', 'b'], '');
		say(undefined, 'none');
		expect(changes().filter(({ type }) => type !== 'attributes')).toEqual([]);
		say(part, 'two');
		set(part, { title: 'here' });
		choose(part, ['a', 'b'], 'a');
		choose(part, ['a', 'b'], 'b');
		expect([part.textContent, part.title, part.className]).toEqual(['two', 'here', 'b']);
	});
});
