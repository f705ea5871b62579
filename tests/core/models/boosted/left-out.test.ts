import { describe, expect, it } from 'vitest';
import { calibrationFolds } from '../../../../src/lib/core/evaluation/calibration.js';
import { defaultQuestion } from '../../../../src/lib/core/features/questions.js';
import { labelMatrix } from '../../../../src/lib/core/features/table.js';
import type { Examples } from '../../../../src/lib/core/features/types.js';
import { boosted } from '../../../../src/lib/core/models/boosted/index.js';
import { stoppedByOthers } from '../../../../src/lib/core/models/boosted/left-out.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { TreeModel } from '../../../../src/lib/core/models/trees/model.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { splitExamples } from '../../../../src/lib/core/project/train.js';
import { Random } from '../../../../src/lib/core/random.js';
import { smallShop } from '../../../fixtures/shop.js';

const book = smallShop(150, 4);
const split = splitExamples(book, defaultQuestion(book), 1);
const products = book.products.length;
const foldOf = calibrationFolds(split.validation, { seed: 1 });

async function fit(train: Examples, validation: Examples): Promise<TreeModel> {
	const { model } = await boosted.fit(train, { ...boosted.defaults, trees: 80 }, { seed: 1, validation, report: () => {}, pool: inline(treeTasks) });
	if (!(model instanceof TreeModel)) throw new Error('no trees');
	return model;
}

/** Labels of some rows, each pair drawn anew by `draw`. */
function relabelled(examples: Examples, draw: (row: number, product: number, label: number) => number): Examples {
	const before = labelMatrix(examples);
	const start = [0];
	const product: number[] = [];
	for (let row = 0; row < examples.rows; row++) {
		for (let p = 0; p < products; p++) if (draw(row, p, before[row * products + p])) product.push(p);
		start.push(product.length);
	}
	return { ...examples, labels: { start: Int32Array.from(start), product: Int32Array.from(product) } };
}

describe('boosted trees, stopped by others', () => {
	it('answer a customer the same whatever the customer bought', async () => {
		const model = await fit(split.train, split.validation);
		const rowsOf = (fold: number) => [...split.validation.customer.keys()].filter((row) => foldOf[split.validation.customer[row]] === fold);
		const told = stoppedByOthers(model, split.validation, foldOf)(split.validation);
		let moved = 0;
		for (let fold = 0; fold < 5; fold++) {
			const opposite = relabelled(split.validation, (row, _, label) => (foldOf[split.validation.customer[row]] === fold ? 1 - label : label));
			const again = stoppedByOthers(model, opposite, foldOf)(split.validation);
			for (let other = 0; other < 5; other++)
				for (const row of rowsOf(other)) {
					const [a, b] = [told, again].map((p) => p.slice(row * products, (row + 1) * products));
					if (other === fold) expect(b).toEqual(a);
					else if (b.some((p, i) => p !== a[i])) moved++;
				}
		}
		expect(moved).toBeGreaterThan(0);
	});

	it('are those of the model for everybody who did not watch', async () => {
		const model = await fit(split.train, split.validation);
		expect(stoppedByOthers(model, split.validation, foldOf)(split.test)).toEqual(model.predict(split.test));
	});

	it('grow only for products that histories tell something of', async () => {
		const random = new Random('noise');
		// The last two products are bought by chance.
		const noisy = (examples: Examples) => relabelled(examples, (_, p, label) => (p < 2 ? label : random.next() < 0.2 ? 1 : 0));
		const grown = [0, 0];
		for (let time = 0; time < 8; time++) {
			const { first } = (await fit(noisy(split.train), noisy(split.validation))).parts;
			for (let p = 0; p < products; p++) if (first[p + 1] > first[p]) grown[p < 2 ? 0 : 1]++;
		}
		expect(grown[0]).toBe(16);
		expect(grown[1]).toBeLessThanOrEqual(6);
	});
});
