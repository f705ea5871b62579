import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ToastsState } from '../../src/lib/state/toasts.svelte.js';

describe('ToastsState', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('makes a removal final after a while, but not while a hand rests on it', () => {
		const toasts = new ToastsState(100, 200);
		const commit = vi.fn();
		toasts.undoable('removed', () => undefined, commit);
		const [{ id }] = toasts.items;
		vi.advanceTimersByTime(150);
		toasts.hold(id);
		vi.advanceTimersByTime(1000);
		expect(commit).not.toHaveBeenCalled();
		toasts.release(id);
		vi.advanceTimersByTime(201);
		expect(commit).toHaveBeenCalledOnce();
		expect(toasts.items).toEqual([]);
	});

	it('undoes once, and then never commits', () => {
		const toasts = new ToastsState(100, 200);
		const undo = vi.fn();
		const commit = vi.fn();
		toasts.undoable('removed', undo, commit);
		const [{ id }] = toasts.items;
		toasts.undo(id);
		toasts.undo(id);
		vi.advanceTimersByTime(1000);
		toasts.settle();
		expect([undo.mock.calls.length, commit.mock.calls.length]).toEqual([1, 0]);
	});

	it('gives way to a newer message about the same, and then neither undoes nor commits', () => {
		const toasts = new ToastsState(100, 200);
		const commit = vi.fn();
		toasts.undoable('trained', () => undefined, commit, 'project');
		const [{ id }] = toasts.items;
		toasts.undoable('other', () => undefined);
		toasts.undoable('trained again', () => undefined, undefined, 'project');
		expect(toasts.items.map(({ text }) => text)).toEqual(['other', 'trained again']);
		toasts.undo(id);
		vi.advanceTimersByTime(1000);
		expect(commit).not.toHaveBeenCalled();
	});

	it('settles everything when the page goes', () => {
		const toasts = new ToastsState();
		const commit = vi.fn();
		toasts.undoable('a', () => undefined, commit);
		toasts.undoable('b', () => undefined, commit);
		toasts.say('c');
		toasts.settle();
		expect(commit).toHaveBeenCalledTimes(2);
		expect(toasts.items).toEqual([]);
	});
});
