import type { TrainedModel } from '../lib/core/project/types.js';
import { isoDate } from '../lib/core/serving/prediction.js';
import type { Question } from '../lib/core/features/types.js';
import type { Command } from './command.js';
import type { Orders } from './orders.js';
import { print, printJson, table } from './output.js';
import { familiesOf, train, trainingOptions } from './training.js';

export const evaluate: Command = {
	usage: 'FILE [--models popularity,forest,neural] [options]',
	meaning: 'trains models and says how well they do on customers they never saw',
	options: [...trainingOptions, 'models'],
	positionals: 1,
	async run(context) {
		const families = familiesOf(context.args.text('models') ?? 'popularity,forest,neural');
		const { orders, question, models } = await train(context.args.positionals[0], families, context);
		const asked = models.filter((model) => families.includes(model.family));
		if (!context.args.has('json')) return print(readable(orders, asked));
		return printJson({
			data: dataJson(orders),
			question: questionJson(question),
			split: models[0].split,
			references: referencesJson(models[0]),
			models: Object.fromEntries(asked.map((model) => [model.family, modelJson(model)]))
		});
	}
};

/** Counts and dates of what was read. */
export function dataJson({ quality, mapping }: Orders) {
	const { rows, used, rejections, customers, orders, products, from, to } = quality;
	return {
		rows,
		used,
		rejected: rejections.reduce((sum, rejection) => sum + rejection.count, 0),
		rejections: Object.fromEntries(rejections.map(({ code, count }) => [code, count])),
		customers,
		orders,
		products,
		from: Number.isFinite(from) ? isoDate(from) : null,
		to: Number.isFinite(to) ? isoDate(to) : null,
		columns: mapping.columns
	};
}

export function questionJson(question: Question) {
	if (question.kind !== 'next') return { kind: question.kind };
	const { kind, horizon, asOf, snapshots } = question;
	return { kind, horizon_days: horizon, as_of: isoDate(asOf), snapshots };
}

export function modelJson({ seconds, report, verdict, facts }: TrainedModel) {
	return { train_s: round(seconds.train), predict_s: round(seconds.predict), ...report.metrics, base_rate: report.base_rate, verdict, facts };
}

/** How methods of the literature rank the same customers' products; null where a method was left out. */
function referencesJson({ report: { references = [] } }: TrainedModel) {
	return Object.fromEntries(
		references.map(({ name, skipped, parameters, ...metrics }) => [
			name,
			skipped ? null : { 'recall@10': metrics['recall@10'], 'ndcg@10': metrics['ndcg@10'], 'phr@10': metrics['phr@10'], parameters }
		])
	);
}

/** Milliseconds are enough for a time. */
export function round(seconds: number): number {
	return Math.round(seconds * 1000) / 1000;
}

const verdicts: Readonly<Record<TrainedModel['verdict'], string>> = {
	better: 'better than popularity',
	level: 'not told apart from popularity',
	worse: 'worse than popularity'
};

function readable({ quality }: Orders, models: readonly TrainedModel[]): string {
	const number = (value: number, digits = 3) => (Number.isFinite(value) ? value.toFixed(digits) : '-');
	const rows = models.map(({ family, seconds, report: { metrics: m }, verdict }) => [
		family,
		`${seconds.train.toFixed(1)} s`,
		number(m.log_loss),
		`${number(100 * m.skill, 1)} %`,
		`${number(100 * m.skill_low, 1)} to ${number(100 * m.skill_high, 1)} %`,
		number(m.auc_macro),
		number(m.ap_macro),
		number(m.ece),
		number(m.ece_by_chance ?? NaN),
		number(m['recall@10']),
		family === 'popularity' ? '' : verdicts[verdict]
	]);
	const head = ['model', 'training', 'log loss', 'skill', '95 % interval', 'AUC', 'AP', 'ECE', 'by chance', 'recall@10', ''];
	const people = models[0]?.split.test ?? 0;
	const ranking = models[0]?.report.references?.map((row) => [row.name, ...(['recall@10', 'ndcg@10', 'phr@10'] as const).map((name) => number(row[name]))]) ?? [];
	const literature = ranking.length ? `\n\nHow methods of the literature rank the same customers' products\n\n${table([['method', 'recall@10', 'NDCG@10', 'PHR@10'], ...ranking])}` : '';
	return `${quality.used} of ${quality.rows} rows used: ${quality.customers} customers, ${quality.products} products\n\n${table([head, ...rows])}\n\nMeasured on ${people} customers that no model saw.${literature}`;
}
