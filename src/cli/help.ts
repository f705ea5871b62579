import type { OptionName } from './arguments.js';
import type { Command } from './command.js';

const meanings: Readonly<Record<OptionName, readonly [value: string, meaning: string]>> = {
	returns: ['FILE', 'a second file that names the returned orders'],
	question: ['KIND', 'next (what is bought within the horizon; the default where there are dates), next-order, or ever'],
	'as-of': ['DATE', 'the day from which the question looks ahead, like 2017-06-30 (default: the last with a full horizon)'],
	horizon: ['DAYS', 'how far it looks ahead (default: from the rhythm of the orders)'],
	'product-column': ['NAME', 'the column that says what was bought (default: the one with the best support)'],
	models: ['LIST', 'popularity, forest, boosted, renewal, neighbours, neural, transformer, blend (of the others in the list), separated by commas'],
	model: ['NAME', 'one of them, blend being of all that can be trained; for train also auto: the best of all on validation customers; for rank also boosted-pairs'],
	set: ['F.O=V', 'an option of a model, like forest.trees=50; can be repeated'],
	threshold: ['P', 'probability from which a product is an ad (default: 0.7)'],
	seed: ['N', 'seed of every random draw (default: 1)'],
	out: ['PATH', 'where to write'],
	customer: ['ID', 'whose products to predict'],
	product: ['NAME', 'only this product'],
	top: ['N', 'products a customer (default: 20)'],
	'past-only': ['', 'learn only from orders before each last known one'],
	'train-future': ['', "learn from the training customers' held-out baskets too, where the file marks them"],
	port: ['N', 'where to listen (default: 8000; 0: any free one)'],
	name: ['TEXT', 'what the project is called (default: the name of the file)'],
	sql: ['DIALECT', 'the database: duckdb, postgres or spark'],
	onnx: ['', 'the model as an .onnx file: trees with their calibration, networks before it'],
	table: ['NAME', "the shop's own table of order lines; it may name a schema (default: shop_orders)"],
	'passphrase-file': ['FILE', 'a file whose first line is the passphrase of the project file'],
	json: ['', 'print one JSON object'],
	quiet: ['', 'no progress on standard error'],
	help: ['', 'print this']
};

/** The page that `likely --help` prints. */
export function helpForAll(commands: Readonly<Record<string, Command>>): string {
	const rows = Object.entries(commands).map(([name, { usage, meaning }]) => `  ${name} ${usage}\n      ${meaning}`);
	return `usage: npm run --silent likely -- COMMAND …

${rows.join('\n')}

FILE is a CSV (also .gz), or demo:superstore or demo:office-shop. Options: COMMAND --help`;
}

/** The page of one command. */
export function helpFor(name: string, { usage, meaning, options }: Command): string {
	const rows = [...options, 'json' as const, 'quiet' as const, 'help' as const].map((option) => {
		const [value, words] = meanings[option];
		return [`  --${option}${value && ` ${value}`}`, words];
	});
	const width = Math.max(...rows.map(([left]) => left.length));
	return `usage: npm run --silent likely -- ${name} ${usage}\n${meaning}\n\n${rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`).join('\n')}`;
}
