import type { FeatureSet } from '../features/types.js';
import { decodeModel } from '../models/decode.js';
import { inputFeatures } from '../models/inputs.js';
import { CustomerList } from '../project/customer-list.js';
import type { Predictor } from '../project/predictor.js';
import { misnamed, wholeOf } from './query.js';
import type { Query } from './query.js';
import { isoDate } from './prediction.js';
import { nameField } from './product-name.js';
import { json } from './reply.js';
import type { Reply } from './reply.js';

/** Everybody's rows are made once for each predictor. */
const lists = new WeakMap<Predictor, CustomerList>();

/** `GET /customers[?search=][&offset=][&limit=]`: by id; `total` counts all that match. */
export function listCustomers(predictor: Predictor, query: Query): Reply {
	const wrong = misnamed(query, ['search', 'offset', 'limit']);
	if (wrong) return wrong;
	const offset = wholeOf(query, 'offset', 0, 1e9);
	if (typeof offset !== 'number') return offset;
	const limit = wholeOf(query, 'limit', 100, 10_000);
	if (typeof limit !== 'number') return limit;
	let list = lists.get(predictor);
	if (!list) lists.set(predictor, (list = new CustomerList(predictor)));
	const [search = ''] = query.getAll('search');
	const { total, rows } = list.query({ search, sort: 'id', descending: false, offset, limit }, predictor.project.threshold);
	const name = (product: string) => nameField(predictor, product).product_name;
	return json({
		total,
		offset,
		customers: rows.map((row) => ({
			customer_id: row.id,
			orders: row.orders,
			spent: Number.isNaN(row.spent) ? null : row.spent,
			last_order: isoDate(row.lastOrder),
			top_product: row.topProduct,
			...(name(row.topProduct) && { top_product_name: name(row.topProduct) }),
			top_probability: row.topProbability,
			ads: row.ads
		}))
	});
}

/** `GET /products`: each with the model's mean probability over all customers. */
export function listProducts(predictor: Predictor, query: Query): Reply {
	const averages = predictor.averages();
	return misnamed(query, []) ?? json({ products: predictor.products.map((product, k) => ({ product, ...nameField(predictor, product), average: averages[k] })) });
}

/** `GET /models`: what was trained, how it did on customers it never saw, and what it answers from. */
export function listModels(predictor: Predictor, query: Query): Reply {
	const { project, card } = predictor;
	return (
		misnamed(query, []) ??
		json({
			project: project.name,
			threshold: project.threshold,
			models: project.models.map(({ id, family, time, seed, question, verdict, report, model }) => ({
				id,
				model: family,
				time,
				seed,
				question: { kind: question.kind, ...(question.kind === 'next' && { horizon_days: question.horizon }) },
				answers: id === card.id,
				verdict,
				skill: report.metrics.skill,
				log_loss: report.metrics.log_loss,
				parameters: parametersOf(inputFeatures(id === card.id ? predictor.model : decodeModel(model)))
			}))
		})
	);
}

/** What can be set, by name. */
function parametersOf({ customer, product }: FeatureSet): { readonly customer: readonly string[]; readonly product: readonly string[] } {
	return { customer: customer.filter(({ fixed }) => !fixed).map(({ name }) => name), product: product.map(({ name }) => name) };
}
