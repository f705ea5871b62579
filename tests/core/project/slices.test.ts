import { expect, it } from 'vitest';
import { SliceTally } from '../../../src/lib/core/evaluation/slices.js';
import { decodeModel } from '../../../src/lib/core/models/decode.js';
import { readProject, writeProject } from '../../../src/lib/core/project/file.js';
import { splitExamples } from '../../../src/lib/core/project/train.js';
import { smallShop } from '../../fixtures/shop.js';
import { trainedProject } from './trained.js';

it('every trained model knows for whom it does worse, and takes that along into a file', async () => {
	const book = smallShop(700);
	const project = await trainedProject(['popularity'], book);
	const { test } = splitExamples(book, project.question, 1);
	for (const { model, report } of project.models) {
		const tally = new SliceTally(test);
		tally.add(decodeModel(model).predict(test));
		expect(report.slices).toEqual(tally.report());
		expect(report.slices?.tested).toBeGreaterThan(5);
		// What everybody is told alike is wrong for those who buy often and for those who do not.
		expect(report.slices?.slices[0].q_value).toBeLessThan(0.01);
	}
	expect(readProject(writeProject(project)).models.map((m) => m.report.slices)).toEqual(project.models.map((m) => m.report.slices));
});
