import { describe, expect, it } from 'vitest';
import { Course } from '../../src/lib/core/course.js';
import type { Progress } from '../../src/lib/core/progress.js';

function heard() {
	const told: Progress[] = [];
	return { told, work: { report: (progress: Progress) => void told.push(progress) }, last: () => told.at(-1)?.whole };
}

describe('a course of parts', () => {
	it('moves one bar forward by what each part weighs', () => {
		const { work, last } = heard();
		const course = new Course(work, 10);
		course.part(2).report({ stage: 'a', done: 1, total: 2 });
		expect(last()).toBeCloseTo(0.1);
		const second = course.part(8);
		second.report({ stage: 'b', done: 0, total: 4 });
		expect(last()).toBeCloseTo(0.2);
		second.report({ stage: 'b', done: 4, total: 4 });
		expect(last()).toBeCloseTo(1);
	});

	it('counts a part that ended early as done, and never goes back', () => {
		const { work, told, last } = heard();
		const course = new Course(work, 4);
		for (let k = 0; k < 3; k++) {
			const part = course.part(1);
			for (const done of [0, 10, 20]) part.report({ stage: 'trees', done, total: 500 });
		}
		course.expect(2);
		const rest = course.part(2);
		for (const done of [1, 0, 2]) rest.report({ stage: 'trees', done, total: 2 });
		const shares = told.map(({ whole = NaN }) => whole);
		expect(shares).toEqual([...shares].sort((a, b) => a - b));
		expect(shares[3]).toBeCloseTo(0.25);
		expect(last()).toBeCloseTo(1);
	});

	it('tells stages side by side by one name, as far as all of them are', () => {
		const { work, told, last } = heard();
		const part = new Course(work, 1).part(1, { stages: 2, as: 'fitting' });
		part.report({ stage: 'trees', done: 1, total: 2 });
		part.report({ stage: 'networks', done: 0, total: 2 });
		expect(last()).toBeCloseTo(0.25);
		part.report({ stage: 'networks', done: 2, total: 2 });
		expect(last()).toBeCloseTo(0.75);
		expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(['fitting']));
	});

	it('lies within a part of another', () => {
		const { work, last } = heard();
		const outer = new Course(work, 2);
		outer.part(1);
		const inner = new Course(outer.part(1), 2);
		inner.part(1).report({ stage: 'a', done: 1, total: 1 });
		expect(last()).toBeCloseTo(0.75);
	});

	it('hands the signal on', () => {
		const { signal } = new AbortController();
		expect(new Course({ report: () => {}, signal }, 1).part(1).signal).toBe(signal);
	});
});
