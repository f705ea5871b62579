import { describe, expect, it } from 'vitest';
import { begin, redone, step, undone } from '../../src/lib/state/undo.js';

describe('undo', () => {
	it('goes back and forth through every step, and a new step ends the way forth', () => {
		const at = step(step(begin('a'), 'b'), 'c');
		expect(undone(undone(at)).now).toBe('a');
		expect(undone(undone(undone(at))).now).toBe('a');
		expect(redone(undone(undone(at))).now).toBe('b');
		expect(redone(redone(redone(undone(undone(at))))).now).toBe('c');
		const anew = step(undone(at), 'd');
		expect([redone(anew).now, undone(anew).now]).toEqual(['d', 'b']);
	});

	it('takes small steps about one thing back together, and those after an undo by themselves', () => {
		const dragged = step(step(step(begin(0), 1, 'x'), 2, 'x'), 3, 'x');
		expect(undone(dragged).now).toBe(0);
		const two = step(step(dragged, 4, 'y'), 5, 'x');
		expect(undone(two).now).toBe(4);
		expect(undone(step(undone(two), 6, 'y')).now).toBe(4);
	});
});
