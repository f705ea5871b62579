import type { ModelCard, ProjectCard } from '$lib/core/project/cards.js';
import { modelMeaning } from './blend.js';
import { modelFacts } from './model-facts.js';
import { familyNames, signedPercent, verdictSentence } from './models.js';
import { count, decimal, percent, whole } from './numbers.js';
import { questionSentence } from './question.js';
import { meaningOf } from './parameters.js';
import { day, seconds } from './time.js';
import { stepOf } from './training.js';

/** Everything that is known of a model, as plain data. Numbers that are none become null. */
export function modelCardJson(model: ModelCard, project: ProjectCard): string {
	const { question, options, seed, split, seconds: took, facts, curve, validationLogLoss, report, verdict } = model;
	const card = {
		format: 'likely-model-card',
		version: 1,
		id: model.id,
		family: model.family,
		trained: model.time,
		data: { project: project.name, ...dataOf(project) },
		question,
		features: {
			customer: project.features.customer.map(({ name, kind, unit, meaning, source }) => ({ name, kind, unit, meaning, source })),
			product: project.features.product.map(({ name, kind, unit, meaning, source }) => ({ name, kind, unit, meaning, source }))
		},
		options,
		seed,
		split,
		seconds: took,
		facts,
		curve,
		validation: { log_loss: validationLogLoss },
		evaluation: { verdict, ...report }
	};
	return `${JSON.stringify(card, null, '\t')}\n`;
}

/** The same for people, in Markdown. */
export function modelCardMarkdown(model: ModelCard, project: ProjectCard): string {
	const { metrics } = model.report;
	const data = dataOf(project);
	const best = model.curve.reduce((b, point, i) => (point.validation < model.curve[b].validation ? i : b), 0);
	const step = stepOf(model.family);
	return [
		`# Model card: ${familyNames[model.family]}`,
		modelMeaning(model),
		'## Data',
		table(['', ''], [
			['Project', project.name],
			['Customers', whole(data.customers)],
			['Products', whole(data.products)],
			['Orders', whole(data.orders)],
			['Order lines used', `${whole(data.rows_used)} of ${whole(data.rows)}`],
			...(data.from && data.to ? [['From, to', `${data.from}, ${data.to}`]] : [])
		]),
		'## Question',
		questionSentence(model.question),
		'## Training',
		table(['', ''], [
			['Trained', `${model.time}, in ${seconds(model.seconds.train)}`],
			['Customers', `${whole(model.split.train)} to learn from, ${whole(model.split.validation)} to check, ${whole(model.split.test)} to test`],
			['Seed', String(model.seed)],
			...modelFacts(model)
		]),
		'### Settings',
		table(['Setting', 'Value'], Object.entries(model.options).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)])),
		...(model.curve.length > 1
			? [
					'### Learning curve',
					`Log loss; the best validation loss is at ${step.toLowerCase()} ${best + 1}.`,
					table([step, 'Training', 'Validation'], model.curve.map((point, i) => [String(i + 1), decimal(point.train, 5), decimal(point.validation, 5)]))
				]
			: []),
		'## Evaluation',
		`${verdictSentence(model)} Measured on ${count(model.split.test, 'customer')} that were kept apart.`,
		table(['Measure', 'Value'], [
			['Log loss', decimal(metrics.log_loss, 4)],
			['Skill against popularity', `${signedPercent(metrics.skill)} (95 % interval ${signedPercent(metrics.skill_low)} to ${signedPercent(metrics.skill_high)})`],
			['ROC-AUC, pooled', decimal(metrics.auc_micro, 4)],
			['Average precision, pooled', `${decimal(metrics.ap_micro, 4)} (base rate ${decimal(model.report.base_rate, 4)})`],
			['Brier score', decimal(metrics.brier, 4)],
			['Recall in the top 10', percent(metrics['recall@10'])],
			['NDCG in the top 10', percent(metrics['ndcg@10'])]
		]),
		'### Calibration',
		metrics.ece_by_chance === undefined
			? `Expected calibration error ${percent(metrics.ece, 2)}.`
			: `Expected calibration error ${percent(metrics.ece, 2)}; perfectly honest probabilities would show about ${percent(metrics.ece_by_chance, 2)} on as many pairs, by chance.`,
		table(['Pairs', 'Predicted', 'Observed', '95 % interval'], model.report.reliability.map((bin) => [whole(bin.pairs), percent(bin.predicted), percent(bin.observed), `${percent(bin.low)} to ${percent(bin.high)}`])),
		'### Product by product',
		table(['Product', 'Bought', 'Average precision', 'ROC-AUC', 'Skill'], model.report.perProduct.map((p) => [p.product, `${whole(p.positives)} of ${whole(p.asked)}`, decimal(p.ap, 3), decimal(p.auc, 3), signedPercent(p.skill)])),
		'## Features',
		table(['Feature', 'Unit', 'Meaning'], [...project.features.customer, ...project.features.product].map((f) => [`\`${f.name}\`${f.scope === 'product' ? ' (per product)' : ''}`, f.unit, meaningOf(f)])),
		'## Limits',
		'A probability of a purchase is not an effect of an ad. The figures hold for customers like those of this data, at this time.'
	]
		.join('\n\n')
		.concat('\n');
}

function dataOf({ customers, products, quality }: ProjectCard) {
	const dated = Number.isFinite(quality.from) && Number.isFinite(quality.to);
	return {
		customers,
		products: products.length,
		orders: quality.orders,
		rows: quality.rows,
		rows_used: quality.used,
		...(dated && { from: day(quality.from), to: day(quality.to) })
	};
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
	return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
