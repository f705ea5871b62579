import type { Failure } from '$lib/core/errors.js';
import { fileKinds } from './words/file-kinds.js';
import { bytes, list, whole } from './words/numbers.js';
import { rejectionSentence } from './words/rejections.js';
import { day, days } from './words/time.js';

export interface Sentence {
	/** What happened. */
	readonly what: string;
	/** What to do next. */
	readonly next: string;
}

type Facts = Failure['facts'];

const text = (facts: Facts, name: string): string | undefined => {
	const value = facts[name];
	if (value === undefined) return undefined;
	if (typeof value === 'object') return list(value);
	return typeof value === 'number' ? whole(value) : String(value);
};
/** The first few of a list, as quoted text: “a”, “b”… */
const some = (facts: Facts, name: string, most = 6): string => {
	const value = facts[name];
	const items = Array.isArray(value) ? value : [String(value ?? '')];
	return items.slice(0, most).map((item) => `“${item}”`).join(', ') + (items.length > most ? '…' : '');
};
const size = (facts: Facts, name: string): string => (typeof facts[name] === 'number' ? bytes(facts[name]) : 'too much');

/** Facts that mean "this program erred": shown as they are, because no sentence would help. */
const internal = (facts: Facts): Sentence => ({
	what: 'Something went wrong inside Likely; your data is not the cause.',
	next: `Load the page again and repeat the step. What was stored before is still there.${facts.message ? ` (${facts.message})` : ''}`
});

const formats: Readonly<Record<string, string>> = { zip: 'archive', xlsx: 'workbook', parquet: 'Parquet file' };

const tooFew = (facts: Facts): Sentence => ({
	what: `There are too few customers to learn from (${text(facts, 'customers') ?? 'a handful'}).`,
	next: 'Some must be kept for testing, or no figure could be trusted. Choose an earlier as-of date, ask about the next order instead, or use a file with more customers.'
});

const sentences: Readonly<Record<string, (facts: Facts) => Sentence>> = {
	cancelled: () => ({ what: 'Stopped, as you asked.', next: 'Nothing was changed. Start again whenever you like.' }),
	unexpected: internal,

	'file.empty': () => ({ what: 'This file is empty.', next: 'Choose a file with a header line and one line per ordered product.' }),
	'file.header_only': (f) => ({
		what: `This file has a header${f.columns ? ` (${some(f, 'columns')})` : ''} but no orders under it.`, 
		next: 'Export it again with its rows, then drop it here.'
	}),
	'file.not_a_table': (f) => ({
		what: fileKinds[String(f.what)] ?? 'This does not look like a table.',
		next: 'Export your orders as CSV (comma, semicolon or tab between the columns) and drop that file. Spreadsheet programs call it “Save as CSV”.'
	}),
	'file.not_utf8': (f) => ({
		what: `The letters of this file are not in an encoding that could be recognised${f.line ? ` (first seen on line ${text(f, 'line')})` : ''}.`,
		next: 'Save it as “CSV UTF-8” and drop it again.'
	}),
	'file.bad_gzip': () => ({ what: 'This compressed file is damaged.', next: 'Unpack it on your computer and drop the CSV file itself.' }),
	'file.damaged': (f) => ({
		what: `This ${formats[String(f.format)] ?? /* @wc-include */ 'file'} is damaged or not complete; nothing of it was used.`,
		next: 'Download or export it again. Of a damaged archive, unpack on your computer what can be saved, and drop that.'
	}),
	'file.bad_json': (f) => ({
		what: `This file is not valid JSON${f.line ? ` (from line ${text(f, 'line')})` : ''}; nothing of it was used.`,
		next: 'It may have been cut off. Export it again, or as CSV.'
	}),
	'file.encrypted': () => ({ what: 'This archive is locked with a password.', next: 'Unpack it on your computer and drop the file inside.' }),
	'file.bomb': () => ({
		what: 'This file would become far larger than a table of orders ever is, so it was not opened.',
		next: 'Unpack it on your computer, check what is inside, and drop the table itself.'
	}),
	'file.unsupported_compression': (f) => ({
		what: `This file is packed in a way that is not read here (${text(f, 'method') ?? /* @wc-include */ 'unknown'}).`,
		next: 'Save it again as CSV, or as Parquet with Snappy, gzip or Zstandard.'
	}),
	'file.too_many': (f) => ({ what: `These are too many files at once (${text(f, 'files') ?? /* @wc-include */ 'hundreds'}).`, next: `Take at most ${text(f, 'most') ?? '500'}, or put them together first.` }),
	'file.too_large': (f) => ({
		what: `This file is larger than the browser can hold${f.bytes === undefined ? '' : ` (${size(f, 'bytes')})`}.`,
		next: 'Keep only the columns for customer, order, date, product and amount, or the last two or three years, and try again.'
	}),
	'file.too_many_columns': (f) => ({
		what: `This file has ${text(f, 'columns') ?? 'too many'} columns, more than an order table can have.`,
		next: 'Keep the columns for customer, order, date, product and amount, and try again.'
	}),
	'file.not_readable': () => ({ what: 'The browser could not read this file.', next: 'If it is open in another program, close it there, and choose it again.' }),

	'mapping.no_customer': (f) => ({
		what: `No column says who bought${f.columns ? ` (columns: ${some(f, 'columns')})` : ''}.`, 
		next: 'Point out the customer column in the preview: an id, an e-mail address or a name.'
	}),
	'mapping.no_product': () => ({ what: 'No column says what was bought.', next: 'Point out the product column in the preview.' }),
	'mapping.same_column': (f) => ({
		what: `The column ${text(f, 'column') ?? ''} has two meanings at once.`,
		next: 'Give each meaning a column of its own.'
	}),
	'mapping.unknown_column': (f) => ({ what: `This file has no column ${text(f, 'column') ?? ''}.`, next: 'Choose another column for it.' }),
	'returns.no_order_column': () => ({
		what: 'The file of returns could not be matched: it has no column with the order numbers of the first file.',
		next: 'Check that both files have an order number, or go on without the returns.'
	}),
	'inspect.nothing_open': () => ({ what: 'The file is no longer open.', next: 'Choose it again.' }),
	'data.bad_split': () => ({
		what: 'The columns that say which rows are for training and which for testing do not fit together.',
		next: 'Set those two columns to “Not used”, and the split is made here.'
	}),
	'data.one_customer': () => ({
		what: 'All orders belong to one customer.',
		next: 'Likely learns by comparing customers. Check that the right column is chosen as customer, or use a file with more of them.'
	}),
	'data.one_product': () => ({
		what: 'There is only one product in this file.',
		next: 'Choose another column as the product, a finer one, so that there is something to tell apart.'
	}),
	'data.no_dates': (f) => ({
		what: `None of the dates could be read${f.examples ? `, for example ${some(f, 'examples', 2)}` : ''}.`,
		next: 'Choose another column as the date, or another order of day and month. Without dates, set that column to “Not used”: the next order can still be predicted.'
	}),
	'data.no_rows': (f) => ({
		what: `No row of this file can be used${typeof f.count === 'number' ? `: ${rejectionSentence(String(f.reason), f.count)}${f.examples ? `, for example ${some(f, 'examples', 2)}` : ''}` : ''}.`,
		next: 'Check which column is the customer, the product, the date and the amount, and look again.'
	}),

	'shop.unknown': () => ({ what: 'There is no simulated shop of that name.', next: 'Choose one of the demos under Data.' }),
	'explanation.too_many_columns': () => ({
		what: 'This model has too many parameters to be explained one by one.',
		next: 'Predictions work all the same. For reasons, train a model with fewer customer details.'
	}),
	'model.bad_option': () => ({ what: 'A setting of this model lies outside what it can learn with.', next: 'Choose another value, or train with the settings as they come.' }),
	'model.not_explainable': () => ({
		what: 'This model answers from whole histories of orders, so there is no single parameter to move or to share the answer out over.',
		next: 'Choose a forest, boosted trees or a network on the Model page.'
	}),
	'history.needs_orders': () => ({
		what: 'This model answers from orders, one by one, and there are none to go by: the values of this prediction were edited or invented, or no order of that time is known.',
		next: 'Choose a forest, boosted trees or a network on the Model page: they answer from the values themselves.'
	}),
	'blend.too_few': () => ({ what: 'There are not two models that could be weighed against each other.', next: 'Train two others together with the blend.' }),
	'model.unsuited_question': () => ({
		what: 'This kind of model cannot answer this question.',
		next: 'Ask for the next days or the next order, or choose another model.'
	}),
	'compare.other_question': () => ({
		what: 'These two models answer different questions.',
		next: 'Compare models that were trained on the same question.'
	}),

	'customer.unknown': (f) => ({
		what: `There is no customer “${text(f, 'customer') ?? ''}” in this data.`,
		next: 'Look for the customer in the list; ids count capital letters and leading zeros.'
	}),
	'parameter.not_a_number': (f) => ({ what: `“${text(f, 'value') ?? ''}” is not a number.`, next: `Enter a number for ${text(f, 'parameter') ?? 'this parameter'}.` }),

	'parameter.unknown': (f) => ({ what: `This model knows no parameter “${text(f, 'parameter') ?? ''}”.`, next: 'It was kept with another model. Start again from the customer.' }),
	'product.unknown': (f) => ({ what: `There is no product “${text(f, 'product') ?? ''}” in this data.`, next: 'Choose one from the list.' }),
	'edit.nothing_bought': () => ({ what: 'Nothing is left that this customer bought, so there is nothing to predict from.', next: 'Undo the last change, or add an order.' }),
	'edit.time_out_of_range': () => ({ what: 'That day lies after the end of the data.', next: 'Choose a day that the data covers.' }),
	'baseline.no_customer': () => ({ what: 'There is no customer to compare with.', next: 'Choose another customer as the point of comparison.' }),
	'baseline.not_yet': () => ({ what: 'At that time this customer had not ordered anything yet.', next: 'Choose a later point of comparison, or the typical customer.' }),
	'checkpoint.other': () => ({ what: 'The training that was interrupted was of other data or settings.', next: 'Start the training anew.' }),
	'checkpoint.damaged': () => ({ what: 'What was kept of the interrupted training is damaged.', next: 'Start the training anew.' }),
	'audience.no_hashing': () => ({
		what: 'This page was not opened over a secure connection, and browsers hash nothing there.',
		next: 'Open it over https, or on your own machine as http://localhost, and save the file again.'
	}),
	'campaign.not_a_list': (f) => ({
		what: `This is not a list that was saved on this page: it has no ${text(f, 'missing') ?? /* @wc-include */ 'columns'}.`,
		next: 'Drop the CSV of an audience, with a line per ad or a line per customer, as it was saved.'
	}),
	'campaign.too_early': (f) => ({
		what: `The list is of ${day(Number(f.asOf))}, and the orders end before that, on ${day(Number(f.to))}.`,
		next: 'Load the orders that came since, and drop the list again.'
	}),
	'threshold.out_of_range': () => ({ what: 'A threshold lies between 1% and 99%.', next: 'Choose another one.' }),
	'question.horizon_too_long': (f) => ({
		what: `This data is too short for that horizon${typeof f.longest === 'number' ? `: it spans ${days(f.longest)}` : ''}.`,
		next: 'Choose fewer days.'
	}),
	'question.as_of_out_of_range': (f) => ({
		what: 'On that day there is nothing to learn from, or nothing to test on.',
		next:
			typeof f.earliest === 'number' && typeof f.latest === 'number'
				? `Choose a day from ${day(f.earliest)} to ${day(f.latest)}, so that there is history before it and a whole horizon after it.`
				: 'Choose a day well inside the time that the orders cover.'
	}),
	'split.too_few_customers': (f) => tooFew(f),
	'train.too_few_customers': (f) => tooFew(f),
	'rank.no_future': () => ({
		what: 'The file holds no held-out baskets of training customers to learn from.',
		next: 'Learn from past orders only, or give the file the columns part (history, future) and fold (train, val, test).'
	}),
	'rank.too_few': (f) => ({
		what: `Only ${text(f, 'customers') ?? 'a few'} customers have two orders or more, one to learn from and one before it.`,
		next: 'Use a file that reaches further back, or one with more customers.'
	}),
	'rank.not_yet': () => ({
		what: 'The products have not been ranked for these orders yet.',
		next: 'Rank them on the Customers page, then save the lists.'
	}),
	'train.nothing_bought': () => ({
		what: 'Nobody bought anything in the period that the model should learn from.',
		next: 'Choose a longer horizon or an earlier as-of date.'
	}),
	'transformer.question': () => ({ what: 'The transformer does not answer this question.', next: 'Choose another model for it, or ask what is in the next order.' }),
	'transformer.sizes': () => ({ what: 'These sizes do not make a transformer.', next: 'Go back to the sizes that it came with.' }),
	'train.elsewhere': () => ({
		what: 'This project is being trained in another tab.',
		next: 'Wait until it is done there, or stop it there. Both at once would overwrite each other.'
	}),
	'train.nothing_interrupted': () => ({ what: 'There is no interrupted training to go on with.', next: 'Start the training anew.' }),
	'tensorflow.lost': (f) => ({
		what: `The graphics processor was taken away while the network learned (${text(f, 'backend') ?? 'GPU'}).`,
		next: 'Train again; choose WebAssembly under “Compute with” if it keeps happening.'
	}),
	'model.no_export': () => ({ what: 'Only trees and networks can be written to these formats.', next: 'A project file (.likely) holds every kind of model.' }),
	'export.sql_family': () => ({
		what: 'This model compares customers with each other or reads their orders one by one, which SQL has no words for.',
		next: 'Train a random forest, boosted trees or a neural network, and export that one.'
	}),
	'export.sql_dialect': (f) => ({ what: `There is no SQL for ${text(f, 'dialect') ?? 'this database'}.`, next: 'Choose DuckDB, PostgreSQL or Spark SQL.' }),
	'export.sql_no_dates': () => ({
		what: 'These orders have no dates of their own, and SQL cannot make them up as this page does.',
		next: 'Open a file with a date for every order, train on it, and export again.'
	}),
	'export.sql_split': () => ({
		what: 'This file says itself which orders are held out, and SQL knows of no such split.',
		next: 'Open the orders without the columns that say so, train on them, and export again.'
	}),
	'export.sql_feature': (f) => ({
		what: `The parameter ${text(f, 'feature') ?? 'of this model'} has no counterpart in SQL.`,
		next: 'Train the model again with this version, then export it.'
	}),
	'export.sql_name': (f) => ({
		what: `The name ${some(f, 'name')} holds a character that no database can store.`,
		next: 'Correct the name in your file, open it again, train, and export.'
	}),
	'export.sql_number': () => ({ what: 'The model holds a number that is none, so it was not exported.', next: 'Train it again, then export it.' }),
	'tensorflow.cannot_start': () => ({
		what: 'TensorFlow.js could not start in this browser, so no neural network was trained.',
		next: 'The random forest was trained instead; it needs nothing special and is used for the predictions.'
	}),
	'project.no_model': () => ({ what: 'No model has been trained yet.', next: 'Go to Model and train one; it takes a moment.' }),
	'project.none_open': () => ({ what: 'No data is open.', next: 'Go to Data and choose a file or a demo.' }),
	'live.bad_order': (facts) => ({
		what: `An order of the message does not fit: ${text(facts, 'field') ?? 'its form'}${typeof facts.index === 'number' ? ` of number ${whole(facts.index + 1)}` : ''}.`,
		next: 'None of its orders was taken. Mend it and send them again; those that were taken before count once.'
	}),
	'live.too_many': (facts) => ({
		what: `${text(facts, 'orders') ?? 'So many'} orders in one message are too many.`,
		next: `Send at most ${text(facts, 'most') ?? 'some thousands'} at once.`
	}),
	'live.elsewhere': () => ({ what: 'Another tab watches the orders of this project.', next: 'Go on there, or close it and start here.' }),
	'live.stopped': () => ({ what: 'Nothing listens for orders right now.', next: 'Press “Start” on the Live page first.' }),
	'live.other_origin': (facts) => ({
		what: `“${text(facts, 'address') ?? 'This address'}” is not an address of this site.`,
		next: 'Orders may only come from where this page comes from: give a path like /orders/stream.'
	}),
	'live.no_stream': () => ({ what: 'The simulated stream belongs to the office shop.', next: 'Open the demo “Office shop” and start it there.' }),
	'live.plan_gone': () => ({ what: 'The orders of this file are not in memory any more.', next: 'Choose the file again.' }),
	'live.disconnected': () => ({ what: 'The connection broke.', next: 'The browser tries again by itself; if it does not come back, start the feed again.' }),
	'live.file_gone': () => ({ what: 'The watched file cannot be read right now.', next: 'It is tried again every second. If it was moved, choose it again.' }),
	'live.given_split': () => ({
		what: 'This file says itself what is held out, so it is made for tests and has no “now”.',
		next: 'Open your own orders or a demo to watch new ones come in.'
	}),
	'attribute.unknown': (facts) => ({
		what: `No customer of this data has ${text(facts, 'attribute') ?? 'this detail'} = ${text(facts, 'value') ?? /* @wc-include */ 'that'}.`,
		next: 'Use one of the words that the data has.'
	}),
	'project.unknown': () => ({ what: 'This project is no longer stored here.', next: 'Choose another one under Data.' }),
	'project.not_a_project': () => ({ what: 'This is not a Likely project file.', next: 'Choose a file that ends in .likely, made with “Export” here or by the command line.' }),
	'project.damaged': (f) => ({
		what: `This project is damaged${f.part ? ` (in ${text(f, 'part')})` : ''}; nothing of it was taken over.`,
		next: 'Export it again where it comes from, or start from the original order file.'
	}),
	'project.sealed': () => ({ what: 'This project file is encrypted.', next: 'Type the passphrase that it was exported with.' }),
	'project.newer_version': (f) => ({
		what: `This project file was written by a newer version of Likely (format ${text(f, 'version') ?? ''}; this page knows up to ${text(f, 'understood') ?? ''}).`,
		next: 'Load the page again to get its newest version, and open the file once more.'
	}),
	'demo.missing': () => ({ what: 'The demo data did not arrive.', next: 'Check the connection and try again; your own files need no connection.' }),

	'storage.full': () => ({
		what: 'The browser has no room left to store this.',
		next: 'Remove projects that you no longer need under Data, then try again. What was stored before is complete.'
	}),
	'storage.outdated': () => ({ what: 'Another tab has a newer version of this page open.', next: 'Load this tab again.' }),
	'storage.unavailable': () => ({
		what: 'This browser window does not let pages store anything.',
		next: 'You can go on working, but it is gone when the tab is closed. A normal (not private) window keeps it.'
	}),
	'storage.locked': () => ({ what: 'Your data is locked.', next: 'Load the page again and type the passphrase.' }),
	'lock.wrong_passphrase': () => ({ what: 'This is not the passphrase.', next: 'Nothing was changed. Mind capital letters and the keyboard’s language, and try again.' }),
	'lock.too_short': (f) => ({ what: `A passphrase needs at least ${text(f, 'least') ?? '8'} characters.`, next: 'Four or five words that do not belong together are easy to remember and hard to guess.' }),
	'lock.already_set': () => ({ what: 'There is a passphrase already; another tab may have set it.', next: 'Load the page again and type it.' }),
	'lock.unavailable': () => ({ what: 'This browser cannot encrypt here.', next: 'It keeps nothing in this window, or the page did not come over https. Open it over https, in a window that is not private.' }),
	'storage.missing': () => ({ what: 'This project was removed in another tab.', next: 'Choose another one under Data.' }),
	'storage.failed': internal,
	'worker.busy': () => ({ what: 'Something else is still being computed.', next: 'Wait until it is done, or cancel it, and try again.' }),
	'worker.failed': () => ({
		what: 'The part of the page that does the computing stopped.',
		next: 'Load the page again. If it happens with the same large file, use fewer columns or years: memory may have run out.'
	}),
	'history.not_history': () => ({ what: 'This file is not an exported history.', next: 'Choose a CSV or JSON file made with “Export” on this page.' }),
	'history.damaged': (f) => ({ what: `Prediction ${text(f, 'record') ?? ''} of this file is damaged (${text(f, 'field') ?? ''}); none of it was taken over.`, next: 'Export the history again and import that file.' }),
	'model.damaged': () => ({ what: 'The stored model is damaged.', next: 'Train again on the Model page; the data is still there.' }),
	'model.unknown': () => ({ what: 'This model is no longer there.', next: 'Choose another one on the Model page.' })
};

/** What a failure means and what to do about it. A code without a sentence gets an honest general one. */
export function sentenceOf(failure: Failure): Sentence {
	const sentence = Object.hasOwn(sentences, failure.code) ? sentences[failure.code] : undefined;
	if (sentence) return sentence(failure.facts);
	return {
		what: `This did not work (${failure.code}).`,
		next: 'Try again. If it keeps happening, load the page again; what was stored before is still there.'
	};
}

/** The codes that have a sentence of their own. */
export const knownCodes: readonly string[] = Object.keys(sentences);
