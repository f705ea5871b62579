import type { Component } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { LikelyError } from '../../src/lib/core/errors.js';
import type { ModelCard } from '../../src/lib/core/project/cards.js';
import type { Progress } from '../../src/lib/core/progress.js';
import { App } from '../../src/lib/state/app.svelte.js';
import type { ComputeCard, Engine, InterruptedTraining, TrainResult } from '../../src/lib/state/engine.js';
import ComputeChoice from '../../src/lib/ui/model/ComputeChoice.svelte';
import Interrupted from '../../src/lib/ui/model/Interrupted.svelte';
import ModelView from '../../src/lib/ui/model/ModelView.svelte';
import TrainingView from '../../src/lib/ui/model/TrainingView.svelte';
import { modelCardJson, modelCardMarkdown } from '../../src/lib/ui/words/model-card.js';
import { backendPath } from '../../src/lib/ui/words/training.js';
import { fakeEngine, model, project } from './fake-engine.js';
import { memoryHistory } from './memory-history.js';
import WithApp from './WithApp.svelte';

const compute: ComputeCard = {
	wish: 'automatic',
	measured: [
		{ family: 'neural', backend: 'wasm', rowsPerSecond: 84_244 },
		{ family: 'neural', backend: 'webgpu', rowsPerSecond: 0 },
		{ family: 'transformer', backend: 'wasm', rowsPerSecond: 30_120 },
		{ family: 'transformer', backend: 'webgpu', rowsPerSecond: 0 }
	]
};

async function show<Props extends Record<string, unknown>>(component: Component<Props>, given: Props, overrides: Partial<Engine> = {}) {
	const engine = fakeEngine({ interrupted: async () => undefined, compute: async () => compute, ...overrides });
	const app = new App(async () => engine, async () => memoryHistory());
	app.project.adopt(project);
	app.training.begin();
	const screen = await render(WithApp, { props: { app, Shown: component as unknown as Component<Record<string, unknown>>, given } });
	return { screen, app };
}

/** A training that the test steers. */
function steered() {
	const { promise, resolve } = Promise.withResolvers<TrainResult>();
	let heard: ((progress: Progress) => void) | undefined;
	return {
		report: (progress: Progress) => heard?.(progress),
		started: () => expect(heard).toBeDefined(),
		finish: () => resolve({ project, failed: [] }),
		train: (_: unknown, report: (progress: Progress) => void) => {
			heard = report;
			return promise;
		}
	};
}

describe('Training', () => {
	it('keeps the focus on what was pressed: train, pause and resume', async () => {
		const training = steered();
		const { screen } = await show(ModelView, { card: project }, { train: training.train, pause: async () => undefined, proceed: async () => undefined });
		const press = async (name: RegExp) => {
			const button = screen.getByRole('button', { name });
			await expect.element(button).toBeVisible();
			button.element().focus();
			await userEvent.keyboard('{Enter}');
		};
		await press(/^Train/);
		await vi.waitFor(training.started);
		await expect.element(screen.getByRole('button', { name: /^Train/ })).toHaveFocus();
		await expect.element(screen.getByRole('button', { name: /^Train/ })).toHaveAttribute('aria-disabled', 'true');
		await press(/^Pause/);
		await expect.element(screen.getByRole('button', { name: 'Resume' })).toHaveFocus();
		await userEvent.keyboard('{Enter}');
		await expect.element(screen.getByRole('button', { name: 'Pause' })).toHaveFocus();
		training.finish();
	});

	it('shows speed, backend and the products as they get better, and can be paused and resumed', async () => {
		const training = steered();
		const pause = vi.fn(async () => undefined);
		const proceed = vi.fn(async () => undefined);
		const { screen, app } = await show(TrainingView, {}, { train: training.train, pause, proceed });
		const done = app.training.train(['popularity', 'neural'], 1);
		await vi.waitFor(training.started);
		const epoch = (n: number, ...precision: number[]) =>
			training.report({
				stage: 'neural/epochs',
				done: n,
				total: 10,
				loss: { train: 0.6 - n / 10, validation: 0.62 - n / 10 },
				training: { backend: 'webgl', rowsPerSecond: 12_345, precision: Float32Array.from(precision) }
			});
		epoch(1, 0.25, 0.5);
		epoch(2, 0.5, 0.4);
		await expect.element(screen.getByText('12,345')).toBeVisible();
		await expect.element(screen.getByText('WebGL')).toBeVisible();
		await expect.element(screen.getByRole('listitem').filter({ hasText: 'Ink' })).toHaveTextContent(/Ink.*0\.500.*\+0\.250/);
		await expect.element(screen.getByRole('listitem').filter({ hasText: 'Paper' })).toHaveTextContent(/Paper.*0\.400.*−0\.100/);
		await screen.getByRole('button', { name: 'Pause' }).click();
		expect(pause).toHaveBeenCalledOnce();
		await expect.element(screen.getByText(/^Paused: Neural network/)).toBeVisible();
		await screen.getByRole('button', { name: 'Resume' }).click();
		expect(proceed).toHaveBeenCalledOnce();
		training.finish();
		expect(await done).toBe(true);
		await expect.element(screen.getByRole('slider', { name: 'Loss by Epoch' })).toBeVisible();
	});

	it('does not draw more often than anyone can look', async () => {
		const training = steered();
		const { app } = await show(TrainingView, {}, { train: training.train });
		const done = app.training.train(['popularity', 'neural'], 1);
		await vi.waitFor(training.started);
		for (let n = 1; n <= 500; n++) training.report({ stage: 'neural/epochs', done: n, total: 500, loss: { train: 1 / n, validation: 1 / n } });
		expect(app.training.learning.curve).toHaveLength(0);
		training.finish();
		await done;
		expect(app.training.learning.curve).toHaveLength(500);
	});

	it('says that another tab trains the project, and waits for it when asked to', async () => {
		const train = vi.fn<Engine['train']>(async ({ wait }) => {
			if (!wait) throw new LikelyError('train.elsewhere');
			return { project, failed: [] };
		});
		const { screen, app } = await show(TrainingView, {}, { train });
		expect(await app.training.train(['forest'], 3)).toBe(false);
		await expect.element(screen.getByRole('alert')).toHaveTextContent(/another tab/);
		await screen.getByRole('button', { name: 'Wait for it, then train' }).click();
		await vi.waitFor(() => expect(train).toHaveBeenCalledTimes(2));
		expect(train.mock.calls[1][0]).toMatchObject({ families: ['forest'], seed: 3, wait: true });
	});
});

describe('A training that was interrupted', () => {
	const found: InterruptedTraining = {
		time: '2024-05-01T10:00:00Z',
		families: ['popularity', 'forest', 'neural'],
		question: model.question,
		seed: 1,
		done: ['popularity', 'forest'],
		at: { family: 'neural', epoch: 7 },
		isCurrent: true,
		elsewhere: false
	};

	it('is offered with what it had reached, and goes on', async () => {
		const goOn = vi.fn(async () => ({ project, failed: [] }));
		const ondone = vi.fn();
		const { screen } = await show(Interrupted, { ondone }, { interrupted: async () => found, goOn });
		await expect.element(screen.getByText(/Done: Random forest\. Neural network: it was in epoch 7\. Still to do: Neural network/)).toBeVisible();
		await screen.getByRole('button', { name: 'Go on with it' }).click();
		await vi.waitFor(() => expect(ondone).toHaveBeenCalledOnce());
		expect(goOn).toHaveBeenCalledOnce();
	});

	it('is not offered any more by a look that was under way when it went on', async () => {
		const late = Promise.withResolvers<InterruptedTraining>();
		const looks = [Promise.resolve(found), late.promise];
		const { screen, app } = await show(Interrupted, { ondone: () => {} }, { interrupted: async () => looks.shift(), goOn: async () => ({ project, failed: [] }) });
		await expect.element(screen.getByRole('button', { name: 'Go on with it' })).toBeVisible();
		const look = app.training.lookForInterrupted();
		expect(await app.training.goOn()).toBe(true);
		late.resolve(found);
		await look;
		expect(app.training.interrupted).toBeUndefined();
	});

	it('can only start again where nothing was kept or the orders have changed, and can be discarded', async () => {
		const discardInterrupted = vi.fn(async () => undefined);
		const { screen, app } = await show(Interrupted, { ondone: () => {} }, { interrupted: async () => ({ ...found, isCurrent: false }), discardInterrupted });
		await expect.element(screen.getByText(/The orders have changed since/)).toBeVisible();
		await expect.element(screen.getByRole('button', { name: 'Start it again' })).toBeVisible();
		await screen.getByRole('button', { name: 'Discard it' }).click();
		await expect.element(screen.getByText('A training was interrupted.')).not.toBeInTheDocument();
		app.toasts.undo(app.toasts.items[0].id);
		await screen.getByRole('button', { name: 'Discard it' }).click();
		expect(discardInterrupted).not.toHaveBeenCalled();
		app.toasts.settle();
		await vi.waitFor(() => expect(discardInterrupted).toHaveBeenCalledOnce());
		await expect.element(screen.getByText('A training was interrupted.')).not.toBeInTheDocument();
	});

	it('is only told of while another tab is at it', async () => {
		const { screen } = await show(Interrupted, { ondone: () => {} }, { interrupted: async () => ({ ...found, elsewhere: true }) });
		await expect.element(screen.getByText('This project is being trained in another tab.')).toBeVisible();
		expect(screen.getByRole('button', { name: 'Go on with it' }).elements()).toHaveLength(0);
	});
});

describe('What networks compute with', () => {
	it('shows what was measured, and takes a wish', async () => {
		const computeWith = vi.fn(async (wish: ComputeCard['wish']) => ({ ...compute, wish }));
		const { screen } = await show(ComputeChoice, {}, { computeWith });
		await screen.getByText('Compute with: automatic').click();
		const network = screen.getByRole('table', { name: 'Neural network, measured on this device' });
		await expect.element(network.getByRole('row', { name: /WebAssembly 84,244/ })).toBeVisible();
		await expect.element(network.getByRole('row', { name: /WebGPU does not start here/ })).toBeVisible();
		const transformer = screen.getByRole('table', { name: 'Transformer, measured on this device' });
		await expect.element(transformer.getByRole('row', { name: /WebAssembly 30,120/ })).toBeVisible();
		await screen.getByLabelText('Compute networks with').selectOptions('webgl');
		expect(computeWith).toHaveBeenCalledWith('webgl');
		await expect.element(screen.getByText('Compute with: WebGL')).toBeVisible();
	});

	it('says in words where a training moved from one backend to another', () => {
		expect(backendPath('wasm')).toBe('WebAssembly');
		expect(backendPath('webgl, wasm from epoch 5')).toBe('WebGL, then WebAssembly from epoch 5 on, because the backend before was lost');
	});
});

describe('A model card', () => {
	const card: ModelCard = { ...model, family: 'neural', facts: { backend: 'wasm', stopped: 'loss exploded' }, curve: [{ train: 0.5, validation: 0.6 }, { train: 0.4, validation: 0.55 }] };

	it('says everything in Markdown', () => {
		const text = modelCardMarkdown(card, project);
		for (const part of [/# Model card: Neural network/, /Test shop/, /\| Customers \| 120 to learn from, 40 to check, 40 to test \|/, /\| trees \| 100 \|/, /\| 2 \| 0\.40000 \| 0\.55000 \|/, /best validation loss is at epoch 2/, /Skill against popularity \| \+2\.0%/, /Expected calibration error 1\.00%/, /\| Ink \| 20 of 40 \|/, /`total_orders`/, /got out of hand/])
			expect(text).toMatch(part);
		expect(text).not.toMatch(/undefined|NaN|\[object/);
	});

	it('says the same in JSON, which can be read back', () => {
		const read = JSON.parse(modelCardJson(card, project)) as Record<string, unknown>;
		expect(read).toMatchObject({
			format: 'likely-model-card',
			family: 'neural',
			data: { project: 'Test shop', customers: 200, orders: 400 },
			question: model.question,
			options: { trees: 100 },
			seconds: { train: 1.5 },
			curve: card.curve,
			evaluation: { verdict: 'better', metrics: { skill: 0.02 } }
		});
	});
});
