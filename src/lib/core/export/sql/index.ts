import type { FeatureSet, Question } from '../../features/types.js';
import type { Project, TrainedModel } from '../../project/types.js';
import type { EncodedModel } from '../../models/types.js';
import { knotsSql, probabilitiesSql } from './calibration.js';
import { customerFeaturesSql } from './customer-features.js';
import { dialectOf } from './dialect.js';
import type { Dialect } from './dialect.js';
import { headerSql } from './header.js';
import { linesSql } from './lines.js';
import { takeApart } from './model.js';
import type { TakenApart } from './model.js';
import { columnNames } from './columns.js';
import { networkSql, networkTablesSql } from './network.js';
import { ordersSql } from './orders.js';
import { productFeaturesSql } from './product-features.js';
import { needsModel, productsSql } from './products.js';
import type { DialectName } from './targets.js';
import { highValueSql, knownOrdersSql, snapshotsSql } from './snapshots.js';
import { treeTablesSql, walkSql } from './trees.js';
import { categoriesSql, customerVectorsSql, featureListSql, pairVectorsSql, productVectorsSql } from './vectors.js';

export interface SqlOptions {
	readonly dialect: DialectName;
	/** The shop's own table of order lines; it may name a schema. */
	readonly table?: string;
}

/**
 * A model as SQL scripts by file name, to be run in this order: `1-orders.sql` maps the shop's own table to
 * `likely_orders`, `2-features.sql` computes `likely_customer_features` and `likely_product_features`, `3-model.sql` holds
 * what was learned, `4-predict.sql` computes `likely_probabilities` (customer, product, probability). Throws
 * `export.sql_family`, `export.sql_no_dates`, `export.sql_split`, `export.sql_feature`, `export.sql_name` and
 * `export.sql_dialect` for what SQL cannot say.
 */
export function sqlFiles(
	project: Pick<Project, 'name' | 'mapping' | 'quality' | 'book'>,
	trained: TrainedModel,
	{ dialect, table = 'shop_orders' }: SqlOptions
): Map<string, string> {
	const d = dialectOf(dialect);
	const parts = takeApart(trained.model);
	const { features } = trained.model;
	const { kind } = trained.question;
	const bodies = [
		['1-orders.sql', 'The order lines of the shop, as all else reads them', ordersSql(d, project, features.customer, table)],
		['2-features.sql', 'What is known of each customer, and of each product that they bought', featuresSql(d, kind, features)],
		['3-model.sql', 'What the model has learned', modelSql(d, trained.model, parts)],
		['4-predict.sql', 'The probability that each customer buys each product', predictSql(d, kind, features, parts)]
	] as const;
	return new Map(bodies.map(([name, title, body]) => [name, `${headerSql(d, project, trained, title, table)}\n${body}\n`]));
}

/** From `likely_orders` to `likely_customer_features` and `likely_product_features`. */
export function featuresSql(d: Dialect, kind: Question['kind'], { customer, product }: FeatureSet): string {
	const attributes = columnNames(customer).filter((_, i) => customer[i].kind === 'category');
	return [
		linesSql(d, attributes),
		snapshotsSql(d, kind),
		knownOrdersSql(d, kind),
		...(customer.some(({ name }) => name === 'high_value_customer') ? [highValueSql(d)] : []),
		customerFeaturesSql(d, kind, customer),
		...(product.length ? [productFeaturesSql(d, product)] : [])
	].join('\n\n');
}

/** The tables that hold the model. */
export function modelSql(d: Dialect, { features, products }: Pick<EncodedModel, 'features' | 'products'>, parts: TakenApart): string {
	const { trees, network, calibration } = parts;
	const tables = [productsSql(d, products, parts)];
	if (needsModel(parts)) {
		tables.push(featureListSql(d, features), categoriesSql(d, features));
		if (trees) tables.push(treeTablesSql(d, trees));
		if (network) tables.push(networkTablesSql(d, network));
		if (calibration?.map.knots) tables.push(knotsSql(d, calibration.map.knots));
	}
	return tables.join('\n\n');
}

/** From the features and the model to `likely_probabilities`. */
export function predictSql(d: Dialect, kind: Question['kind'], features: FeatureSet, parts: TakenApart): string {
	const { trees, network, calibration, rates } = parts;
	const steps: string[] = [];
	if (needsModel(parts)) {
		const withoutOwn = kind === 'ever';
		if (trees) steps.push(pairVectorsSql(d, features, withoutOwn), walkSql(d, trees));
		if (network) {
			steps.push(customerVectorsSql(d, features.customer));
			if (features.product.length) steps.push(productVectorsSql(d, features.product));
			steps.push(networkSql(d, network, withoutOwn));
		}
	}
	steps.push(d.createTable('likely_probabilities', rates ? ratesSql(d) : probabilitiesSql(d, calibration)));
	return steps.join('\n\n');
}

const ratesSql = (d: Dialect) => `SELECT s.customer, p.product, CAST(p.rate AS ${d.double}) AS probability
FROM likely_snapshots s
CROSS JOIN likely_products p
WHERE s.without_product = ''`;
