import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Component } from 'svelte';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import { App } from '../../src/lib/state/app.svelte.js';
import { settingsToHash } from '../../src/lib/state/shared-settings.js';
import SealedExport from '../../src/lib/ui/data/SealedExport.svelte';
import SharedLink from '../../src/lib/ui/layout/SharedLink.svelte';
import Toasts from '../../src/lib/ui/layout/Toasts.svelte';
import Trouble from '../../src/lib/ui/layout/Trouble.svelte';
import { fakeEngine, project } from './fake-engine.js';
import WithApp from './WithApp.svelte';

const shown = (component: unknown, app: App, given: Record<string, unknown> = {}) =>
	render(WithApp, { props: { app, Shown: component as Component<Record<string, unknown>>, given } });

describe('a link that brings settings', () => {
	afterEach(() => history.replaceState(null, '', location.pathname + location.search));

	it('shows them, and uses them only at a press', async () => {
		const setThreshold = vi.fn(async (threshold: number) => ({ ...project, threshold }));
		const app = new App(async () => fakeEngine({ setThreshold, resume: async () => project }));
		location.hash = settingsToHash({ threshold: 0.42, theme: 'dark' });
		const screen = await shown(SharedLink, app);
		await expect.element(screen.getByText('This link brings settings along')).toBeVisible();
		await expect.element(screen.getByText(/42\s?%/)).toBeVisible();
		expect([setThreshold.mock.calls, app.preferences.theme]).toEqual([[], 'system']);
		await screen.getByRole('button', { name: 'Use them' }).click();
		await expect.poll(() => setThreshold.mock.calls).toEqual([[0.42]]);
		expect(app.preferences.theme).toBe('dark');
		app.preferences.theme = 'system';
	});

	it('leaves everything as it was at another, and says nothing of a link without any', async () => {
		const setThreshold = vi.fn(async () => project);
		const app = new App(async () => fakeEngine({ setThreshold }));
		location.hash = settingsToHash({ threshold: 0.42 });
		const screen = await shown(SharedLink, app);
		await screen.getByRole('button', { name: 'Leave mine' }).click();
		expect(screen.getByText('This link brings settings along').elements()).toEqual([]);
		expect(setThreshold).not.toHaveBeenCalled();
		location.hash = '#somewhere';
		expect(screen.getByText('This link brings settings along').elements()).toEqual([]);
	});
});

describe('what nobody caught', () => {
	it('is shown with a report without data, and goes when it is dismissed', async () => {
		const app = new App(async () => fakeEngine());
		const screen = await shown(Trouble, app);
		expect(screen.getByRole('alert').elements()).toEqual([]);
		app.trouble.note(new Error('no such customer "Ada Lovelace"'));
		await expect.element(screen.getByRole('alert')).toBeVisible();
		await screen.getByText('The report: what happened, without any of your data').click();
		expect(app.trouble.report).not.toContain('Ada');
		await expect.element(screen.getByText(/no such customer/).last()).toBeVisible();
		await screen.getByRole('button', { name: 'Dismiss' }).click();
		expect(screen.getByRole('alert').elements()).toEqual([]);
	});

	it('is heard of wherever it happens', () => {
		const app = new App(async () => fakeEngine());
		const end = app.trouble.watch();
		dispatchEvent(new ErrorEvent('error', { error: new Error('lost') }));
		expect(app.trouble.failure?.code).toBe('unexpected');
		end();
		app.trouble.dismiss();
		dispatchEvent(new ErrorEvent('error', { error: undefined }));
		expect(app.trouble.failure).toBeUndefined();
	});
});

describe('a passphrase for a file', () => {
	it('is typed twice before anything is written', async () => {
		const onpassphrase = vi.fn();
		const screen = await shown(SealedExport, new App(async () => fakeEngine()), { open: true, name: 'Shop', onpassphrase });
		await userEvent.fill(screen.getByLabelText('Passphrase, at least 8 characters'), 'correct horse');
		await userEvent.fill(screen.getByLabelText('The passphrase once more'), 'correct horsy');
		await expect.element(screen.getByText('The two are not the same.')).toBeVisible();
		await expect.element(screen.getByRole('button', { name: 'Export' })).toBeDisabled();
		await userEvent.fill(screen.getByLabelText('The passphrase once more'), 'correct horse');
		await screen.getByRole('button', { name: 'Export' }).click();
		expect(onpassphrase).toHaveBeenCalledExactlyOnceWith('correct horse');
	});
});

describe('messages at the edge', () => {
	it('are told without their buttons, which are called after what they take back or put away', async () => {
		const app = new App(async () => fakeEngine());
		const screen = await shown(Toasts, app);
		const told = () => [...document.querySelectorAll('[role=status]')].map((place) => place.textContent);
		expect(told()).toEqual(['']);
		const undone: string[] = [];
		for (const name of ['first', 'second']) app.toasts.undoable(`Kept: ${name}.`, () => undone.push(name));
		await expect.poll(told).toEqual(['Kept: first.', 'Kept: second.', '']);
		await screen.getByRole('button', { name: 'Undo: Kept: first.', exact: true }).click();
		await screen.getByRole('button', { name: 'Dismiss: Kept: second.', exact: true }).click();
		await expect.poll(told).toEqual(['']);
		expect(undone).toEqual(['first']);
	});
});
