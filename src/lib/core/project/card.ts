import { customerFeatures, productFeatures } from '../features/registry.js';
import type { ProjectCard } from './cards.js';
import type { Project } from './types.js';

/** What screens need of a project: everything but the orders and the weights. */
export function projectCard(project: Project): ProjectCard {
	const { book, models, ...rest } = project;
	return {
		...rest,
		customers: book.customers.length,
		products: book.products,
		...(book.productNames && { productNames: book.productNames }),
		features: {
			customer: customerFeatures(book, project.question),
			product: productFeatures(book, project.question)
		},
		models: models.map(({ model: _, ...card }) => card)
	};
}
