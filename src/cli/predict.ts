import { Predictor } from '../lib/core/project/predictor.js';
import { predictionAnswer } from '../lib/core/serving/prediction.js';
import type { PredictionAnswer } from '../lib/core/serving/prediction.js';
import type { Command } from './command.js';
import { print, printJson, table } from './output.js';
import { openProject } from './project.js';

export const predict: Command = {
	usage: 'shop.likely --customer AA-10480 [--threshold 0.7] [--product NAME]',
	meaning: "prints a customer's products with their probabilities, which to advertise, and why",
	options: ['customer', 'threshold', 'product', 'passphrase-file'],
	positionals: 1,
	async run({ args }) {
		const customer = args.required('customer');
		const predictor = new Predictor(await openProject(args));
		const threshold = args.text('threshold') === undefined ? undefined : args.threshold;
		const answer = predictionAnswer(predictor, customer, { threshold, product: args.text('product'), explain: true });
		return args.has('json') ? printJson(answer) : print(readable(answer));
	}
};

function readable(answer: PredictionAnswer): string {
	const percent = (p: number) => `${(100 * p).toFixed(1)} %`;
	const rows = answer.products.map(({ product, product_name: name, probability, average, ad, impacts = [] }) => [
		name ? `${product} · ${name}` : product,
		percent(probability),
		percent(average),
		ad ? 'ad' : '',
		impacts
			.filter(({ direction }) => direction !== 'neutral')
			.slice(0, 2)
			.map(({ parameter, impact }) => `${impact > 0 ? '▲' : '▼'} ${parameter}`)
			.join(', ')
	]);
	const head = ['product', 'probability', 'average', '', 'mostly because of'];
	return `${answer.customer_id} as of ${answer.as_of}, ${answer.model}, ads from ${percent(answer.threshold)}\n\n${table([head, ...rows])}`;
}
