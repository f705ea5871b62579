import { LikelyError } from '../lib/core/errors.js';
import { heldOutImportance } from '../lib/core/project/held-out-importance.js';
import type { HeldOutImportance } from '../lib/core/project/held-out-importance.js';
import { Predictor } from '../lib/core/project/predictor.js';
import { nameField } from '../lib/core/serving/product-name.js';
import type { Command } from './command.js';
import { print, printJson, table } from './output.js';
import { openProject } from './project.js';

/** Times that a parameter's values are dealt anew. */
const REPEATS = 10;

export const importance: Command = {
	usage: 'shop.likely --product NAME',
	meaning: 'prints how much each parameter matters for a product, on customers that the model did not learn from: by permutation, and of trees by gain and TreeSHAP',
	options: ['product', 'passphrase-file'],
	positionals: 1,
	async run({ args }) {
		const predictor = new Predictor(await openProject(args));
		const name = args.required('product');
		const product = predictor.products.indexOf(name);
		if (product < 0) throw new LikelyError('product.unknown', { product: name });
		const answer = heldOutImportance(predictor, product, REPEATS);
		if (!answer) throw new LikelyError('importance.no_test_customers', { product: name });
		const named = nameField(predictor, name);
		return args.has('json') ? printJson({ ...answer, ...named }) : print(readable(answer, named.product_name));
	}
};

function readable({ product, customers, unit, parameters }: HeldOutImportance, name?: string): string {
	const rows = parameters.map(({ parameter, permutation, deviation, gain, shap }) => [
		parameter,
		`${permutation.toFixed(5)} ± ${deviation.toFixed(5)}`,
		...(gain === undefined || shap === undefined ? [] : [`${(100 * gain).toFixed(1)} %`, shap.toFixed(4)])
	]);
	const head = ['parameter', 'log loss rises by', ...(unit ? ['share of the gain', `mean |SHAP|, ${unit}`] : [])];
	return `${name ? `${product} · ${name}` : product}, ${customers} test customers\n\n${table([head, ...rows])}`;
}
