import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import type { OrderBook, Question } from '../../../src/lib/core/features/types.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import type { FamilyName } from '../../../src/lib/core/models/types.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { trainModels } from '../../../src/lib/core/project/train.js';
import type { Project } from '../../../src/lib/core/project/types.js';
import { smallShop } from '../../fixtures/shop.js';

const quality = { rows: 0, used: 0, rejections: [], customers: 0, orders: 0, products: 0, returned: 0, from: 0, to: 0 };
const mapping = { columns: {}, attributes: [], dateOrder: 'ymd' as const, decimalMark: '.' as const };

/** A small shop's project with trained models: popularity and 20 trees per product of each family. */
export async function trainedProject(
	families: readonly FamilyName[],
	book: OrderBook = smallShop(),
	question: Question = defaultQuestion(book)
): Promise<Project> {
	const options = { families, seed: 1, threshold: 0.5, pool: inline(treeTasks), now: '2024-05-01T10:00:00.000Z' };
	const trees = Object.fromEntries(families.map((family) => [family, family === 'popularity' ? {} : { trees: 20 }]));
	const { models, best } = await trainModels(book, question, { ...options, options: trees }, silent);
	return { id: 'p', name: 'p', created: '2024-05-01T10:00:00.000Z', mapping, quality, book, question, seed: 1, threshold: 0.5, models, chosen: best };
}

export async function trainedPredictor(family: FamilyName, book?: OrderBook, question?: Question): Promise<Predictor> {
	return new Predictor(await trainedProject([family], book, question));
}
