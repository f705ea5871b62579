import type { Failure } from '../lib/core/errors.js';

type Facts = Failure['facts'];
const list = (value: Facts[string]): string => (Array.isArray(value) ? value.slice(0, 12).join(', ') : String(value));

const noTable: Readonly<Record<string, string>> = {
	xlsx: 'is a spreadsheet: save it as CSV first',
	json: 'is JSON: convert it to CSV first',
	html: 'is a web page, not a CSV: download the file itself',
	xml: 'is XML: convert it to CSV first',
	one_column: 'has one column only: a table of orders needs at least customer and product'
};

/** Failures in words for the terminal: what is wrong and what to do. Codes that are not here are printed as they are. */
export const sentences: Readonly<Record<string, (facts: Facts) => string>> = {
	cancelled: () => 'stopped',
	unexpected: (f) => `unexpected failure: ${f.message}`,
	'usage.unknown_command': (f) => `there is no command ${f.command}: use ${list(f.known)}`,
	'usage.unknown_option': (f) => `${f.message}; options: ${(Array.isArray(f.options) ? f.options : []).map((name) => `--${name}`).join(' ')}`,
	'usage.no_file': () => 'say which file: COMMAND FILE; see COMMAND --help',
	'usage.too_many': (f) => `one file at a time: what is ${f.argument}?`,
	'usage.missing': (f) => `--${f.option} is missing; see COMMAND --help`,
	'usage.needs_next': () => '--as-of and --horizon go with --question next only',
	'usage.bad_value': (f) => `--${f.option} ${f.value}: give ${f.expected}`,
	'file.not_found': (f) => `there is no file ${f.path}`,
	'file.not_readable': (f) => `${f.path} cannot be read or written: ${f.message}`,
	'file.empty': () => 'the file is empty: it needs a header line and one line per ordered product',
	'file.header_only': (f) => `the file has a header (${list(f.columns)}) but no rows`,
	'file.not_a_table': (f) => `the file ${noTable[String(f.what)] ?? 'is not a table: give a CSV with one line per ordered product'}`,
	'file.bad_gzip': () => 'the compressed file is damaged: fetch it again, or unpack it first',
	'file.too_large': () => 'the file is too large for the memory there is: keep fewer columns or fewer years',
	'file.too_many_columns': (f) => `the file has ${f.columns} columns, at most ${f.most} are read: keep those for customer, order, date, product and amount`,
	'mapping.no_customer': (f) => `no column says who bought (columns: ${list(f.columns)}): name one Customer ID`,
	'mapping.no_product': (f) => `no column says what was bought (columns: ${list(f.columns)}): choose one with --product-column`,
	'mapping.unknown_column': (f) => `there is no column ${f.column}${f.columns ? `: choose one of ${list(f.columns)}` : ''}`,
	'mapping.same_column': (f) => `the column ${f.column} cannot be both the customer and the product`,
	'data.one_customer': () => 'all orders belong to one customer: learning needs customers to compare',
	'data.one_product': () => 'there is only one product: choose a finer column with --product-column',
	'data.no_dates': (f) => `none of the dates in ${f.column} could be read (${list(f.examples)}): give them as 2017-06-30`,
	'data.no_rows': (f) => `none of the ${f.rows} rows can be used, most because of ${f.reason} (${list(f.examples)})`,
	'data.bad_split': (f) => `the column ${f.role} says ${f.value}: it may say history or future (part), train, val or test (fold)`,
	'returns.no_order_column': (f) => `the file of returns has no order id (columns: ${list(f.columns)})`,
	'demo.unknown': (f) => `there is no demo ${f.name}: use demo:superstore or demo:office-shop`,
	'question.horizon_too_long': (f) => `--horizon ${f.horizon}: the data spans ${f.longest} days only`,
	'question.as_of_out_of_range': (f) => `--as-of has to lie from ${day(f.earliest)} to ${day(f.latest)}, so that there is history before it and a whole horizon after it`,
	'split.too_few_customers': (f) => `${f.customers} customers are too few: at least ${f.needed} are needed to train, validate and test`,
	'train.too_few_customers': () => 'too few customers have orders before the as-of date: choose a later one, or --question next-order',
	'train.nothing_bought': () => 'nobody bought anything in the period to learn from: choose a longer --horizon',
	'model.failed': (f) => `${f.family} could not be trained: ${f.reason}`,
	'model.damaged': (f) => `the model ${f.family ?? ''} is damaged: train it again`,
	'model.unknown_family': (f) => `there is no model ${f.family}: use ${list(f.known)}`,
	'model.unknown_option': (f) => `${f.family} has no option ${f.option}`,
	'blend.too_few': () => 'a blend needs two models to weigh: train, say, --models forest,neighbours,blend',
	'tensorflow.cannot_start': () => 'TensorFlow.js could not start: train forest instead of neural',
	'customer.unknown': (f) => `there is no customer ${f.customer} in this project`,
	'importance.no_test_customers': (f) => `nobody is left to test the model on for ${f.product}: its test customers are not known any more, or were not asked about it`,
	'product.unknown': (f) => `there is no product ${f.product} in this project`,
	'project.no_model': () => 'the project has no trained model: make one with train',
	'project.not_a_project': () => 'the file is no .likely project: make one with train',
	'project.sealed': () => 'the project file is encrypted: say where its passphrase stands with --passphrase-file FILE',
	'lock.wrong_passphrase': () => 'this is not the passphrase of the project file, or the file was changed',
	'lock.too_short': (f) => `the passphrase needs at least ${f.least} characters`,
	'project.newer_version': (f) => `the project was written by a newer version (format ${f.version}, this one reads up to ${f.understood})`,
	'project.damaged': (f) => `the project file is damaged (${f.part || 'archive'}: ${f.reason})`,
	'rank.past_only': (f) => `${f.family} learns from past orders only: leave out --train-future`,
	'rank.no_future': () => '--train-future needs held-out baskets of training customers: columns part (history, future) and fold (train, val, test)',
	'rank.too_few': (f) => `${f.customers} customers with an order to learn from are too few: at least 2 are needed`,
	'rank.next_order_only': (f) => `${f.model} ranks the next order: use it with --question next-order`,
	'export.sql_family': (f) => `${f.family} has no counterpart in SQL: export one of ${list(f.known)} with --model`,
	'export.sql_dialect': (f) => `there is no SQL for ${f.dialect}: use ${list(f.known)}`,
	'export.sql_no_dates': () => 'these orders have no dates of their own, and SQL cannot make them up: train on a file with dates',
	'export.sql_split': () => 'the file says itself which orders are held out (columns part and fold), and SQL knows of no such split: train on it without them',
	'export.sql_feature': (f) => `the parameter ${f.feature} has no counterpart in SQL: train the model again`,
	'export.sql_name': (f) => `the name ${f.name} holds a character that no database can store`,
	'export.sql_number': (f) => `the model holds ${f.value}, which is no number: train it again`,
	'export.no_model': (f) => `the project has no model ${f.model}: it has ${list(f.known)}`,
	'serve.port_taken': (f) => `port ${f.port} is taken: choose another with --port`
};

function day(value: Facts[string]): string {
	return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10);
}
