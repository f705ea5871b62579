import { describe, expect, it } from 'vitest';
import { addBag, newBag } from '../../../../src/lib/core/models/trees/bag.js';
import { baseMargin, boostRows, boostTable } from '../../../../src/lib/core/models/trees/boost-rows.js';
import { joinTrees } from '../../../../src/lib/core/models/trees/builder.js';
import { GatheredTrees } from '../../../../src/lib/core/models/trees/gathered.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { difference } from '../../../difference.js';
import { sample } from './tables.js';

const { binned, label } = sample(120, 3);

/** More than one kernel's bag holds. */
const trees = 120;
const options = { trees, depth: 6, minLeaf: 2, columnsPerNode: 2 };
const grown = (from: number, to: number) => treeTasks['trees.forest']({ binned, label, options, seed: 'a', from, to });
const parts = [grown(0, 7), grown(7, 8), grown(8, trees)];
const whole = grown(0, trees);

describe('parts of a forest', () => {
	it('are the forest, with what it says out of bag, to the bit', () => {
		expect(difference(joinTrees(parts.map((part) => part.trees)), whole.trees)).toBeUndefined();
		const said = newBag(binned.rows);
		for (const { outOfBag } of parts) if (outOfBag) addBag(said, outOfBag);
		expect(difference(said.sum, whole.outOfBag?.sum)).toBeUndefined();
		expect(difference(said.count, whole.outOfBag?.count)).toBeUndefined();
	});

	it('hold trees that differ', () => {
		const { start, value } = whole.trees;
		const each = Array.from({ length: trees }, (_, t) => value.subarray(start[t], start[t + 1]).join());
		expect(new Set(each).size).toBeGreaterThan(trees / 2);
	});

	it('are gathered in their order, whatever the order in which they come', () => {
		const gathered = new GatheredTrees(trees);
		for (const place of [2, 0, 1]) gathered.add(place, parts[place].trees);
		expect(difference(gathered.finish(), whole.trees)).toBeUndefined();
	});

	it('are refused where one comes twice or not at all', () => {
		const refused = expect.objectContaining({ code: 'model.damaged', facts: { buffer: 'parts' } });
		const gathered = new GatheredTrees(trees);
		gathered.add(2, parts[2].trees);
		expect(() => gathered.add(2, parts[2].trees)).toThrow(refused);
		gathered.add(0, parts[0].trees);
		expect(() => gathered.add(0, parts[0].trees)).toThrow(refused);
		expect(() => gathered.finish()).toThrow(refused);
	});
});

describe('parts of boosting', () => {
	it('are the whole, to the bit, where each goes on from the margins of the one before', () => {
		const boosting = { trees: 6, rate: 0.3, depth: 3, lambda: 1, minChild: 0.5, minGain: 0, rowShare: 0.7, columnShare: 0.6, patience: 0 };
		const fresh = () => boostRows(boostTable([binned]), { label }, undefined, baseMargin(label));
		const run = (steps: readonly (readonly [number, number])[]) => {
			const rows = fresh();
			const own = steps.map(([from, to]) => {
				const part = treeTasks['trees.boosted']({ rows, options: boosting, seed: 'a', from, to });
				if (part.margin) rows.margin.set(part.margin);
				return part.trees;
			});
			return [joinTrees(own), rows.margin];
		};
		expect(difference(run([[0, 1], [1, 4], [4, 6]]), run([[0, 6]]))).toBeUndefined();
	});
});
