import { fileKinds } from '../words/file-kinds.js';
import { rejectionSentence } from '../words/rejections.js';
import { size, some, text } from './facts.js';
import type { Sentences } from './facts.js';

const formats: Readonly<Record<string, string>> = { zip: 'archive', xlsx: 'workbook', parquet: 'Parquet file' };

/** Of files, columns and rows. */
export const fileSentences: Sentences = {
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
	})
};
