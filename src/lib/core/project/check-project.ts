import * as v from 'valibot';
import { LikelyError } from '../errors.js';
import { checkQuestion } from '../features/questions.js';
import type { OrderBook, Question } from '../features/types.js';
import { checkBook } from './check-book.js';
import { projectSchema } from './schema.js';
import type { Project } from './types.js';

/**
 * A plain value as the Project it claims to be: shapes, sizes, codes, dates, and models that answer for its products.
 * Weights are for the families' `decode`. Throws `project.damaged` with what does not fit.
 */
export function checkProject(value: unknown): Project {
	const result = v.safeParse(projectSchema, value, { abortEarly: true });
	if (!result.success) throw misfit(v.getDotPath(result.issues[0]) ?? '', 'shape');
	const project: Project = result.output;
	const { book, models, chosen } = project;
	checkBook(book);
	checkDates('question', book, project.question);
	models.forEach((model, i) => {
		checkDates(`models/${i}`, book, model.question);
		const { products } = model.model;
		if (products.length !== book.products.length || products.some((name, p) => name !== book.products[p]))
			throw misfit(`models/${i}`, 'products');
	});
	if (chosen !== undefined && !models.some((model) => model.id === chosen)) throw misfit('chosen', 'value');
	return project;
}

function checkDates(part: string, book: OrderBook, question: Question): void {
	try {
		checkQuestion(book, question);
	} catch (cause) {
		throw new LikelyError('project.damaged', { part, reason: 'question' }, { cause });
	}
}

function misfit(part: string, reason: string): LikelyError {
	return new LikelyError('project.damaged', { part, reason });
}
