import type { Failure } from '../lib/core/errors.js';
import type { Progress } from '../lib/core/progress.js';

/** Writes all of a text to standard output before the process may end. */
export function print(text: string): Promise<void> {
	return new Promise((resolve, reject) => {
		process.stdout.write(`${text}\n`, (error) => (error ? reject(error) : resolve()));
	});
}

/** One JSON object; what JSON has no word for (NaN) is null. */
export function printJson(value: unknown): Promise<void> {
	return print(JSON.stringify(value));
}

/** A note for the person at the terminal, apart from the result. */
export function note(text: string): void {
	process.stderr.write(`${text}\n`);
}

/**
 * Progress on standard error: one line that renews itself on a terminal, a line at the start of each stage and every
 * ten seconds elsewhere.
 */
export function progressOn(stream: NodeJS.WriteStream): (progress: Progress) => void {
	let shown = { stage: '', at: 0 };
	return ({ stage, done, total, whole, loss }) => {
		const now = performance.now();
		if (stage === shown.stage && now - shown.at < (stream.isTTY ? 100 : 10_000)) return;
		shown = { stage, at: now };
		const part = whole ?? (total > 1 ? done / total : undefined);
		const share = part === undefined ? '' : ` ${Math.floor(100 * part)} %`;
		const losses = loss ? `, loss ${loss.train.toFixed(4)} / ${loss.validation.toFixed(4)}` : '';
		const line = `${stage.replace('/', ': ')}${share}${losses}`;
		stream.write(stream.isTTY ? `\r\x1b[2K${line}` : `${line}\n`);
	};
}

/** Ends the renewing line, so that what follows starts at the margin. */
export function endProgress(stream: NodeJS.WriteStream): void {
	if (stream.isTTY) stream.write('\r\x1b[2K');
}

/** Columns of text, right-aligned but for the first. */
export function table(rows: readonly (readonly string[])[]): string {
	const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
	return rows
		.map((row) => row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  ').trimEnd())
		.join('\n');
}

/** A failure as one line: what is wrong and what to do. */
export function failureLine(failure: Failure, sentences: Readonly<Record<string, (facts: Failure['facts']) => string>>): string {
	const sentence = Object.hasOwn(sentences, failure.code) ? sentences[failure.code](failure.facts) : plain(failure);
	return `likely: ${sentence.replace(/\s+/g, ' ')}`;
}

function plain({ code, facts }: Failure): string {
	const list = Object.entries(facts).map(([name, value]) => `${name} ${Array.isArray(value) ? value.slice(0, 8).join(', ') : value}`);
	return `${code.replace(/[._-]/g, ' ')}${list.length ? ` (${list.join('; ')})` : ''}`;
}
