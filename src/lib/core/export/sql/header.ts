import type { Project, TrainedModel } from '../../project/types.js';
import { crc32 } from '../../project/crc32.js';
import { comment } from './dialect.js';
import type { Dialect } from './dialect.js';

/** What stands at the head of each script: which model, of which data, as of when, and how to run it. */
export function headerSql(
	d: Dialect,
	{ name, book, quality }: Pick<Project, 'name' | 'book' | 'quality'>,
	{ family, id, time, seed, question }: TrainedModel,
	title: string,
	table: string
): string {
	const asked = {
		next: question.kind === 'next' ? `what each customer buys within ${question.horizon} days` : '',
		'next-order': 'what each customer buys with the next order',
		ever: 'what each customer buys at all'
	}[question.kind];
	const run = {
		duckdb: "duckdb shop.duckdb -bail -f FILE for each file, in the order of their numbers",
		postgres: 'psql -v ON_ERROR_STOP=1 -d shop -f FILE for each file, in the order of their numbers',
		spark: 'spark-sql -f FILE for each file, in the order of their numbers'
	}[d.name];
	const lines = [
		`${title}. SQL for ${d.title}, written by Likely.`,
		'',
		`project    ${name}`,
		`model      ${family}, ${id}, trained ${time}, seed ${seed}`,
		`question   ${asked}`,
		`data       ${quality.used} lines, ${book.customers.length} customers, ${book.products.length} products, ${day(book.from)} to ${day(book.to)}, version ${dataVersion(book)}`,
		`as of      ${question.kind === 'next-order' ? 'the day after the last order of each customer' : `the day after the last order, with the same data ${day(book.to + 1)}`}`,
		`reads      the table ${table}, one row per order line, with a column line_no that numbers the lines`,
		`run        ${run}`
	];
	return lines.map((line) => `-- ${comment(line)}`.trimEnd()).join('\n') + '\n';
}

const day = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);

/** The same for the same order lines: a checksum (CRC-32) of who bought what, when and for how much. */
function dataVersion({ customerOrders, orderLines, orderTime, lineProduct, lineAmount }: Project['book']): string {
	const parts = [customerOrders, orderLines, orderTime, lineProduct, lineAmount];
	const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
	let at = 0;
	for (const { buffer, byteOffset, byteLength } of parts) {
		bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
		at += byteLength;
	}
	return crc32(bytes).toString(16).padStart(8, '0');
}
