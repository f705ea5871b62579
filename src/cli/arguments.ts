import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { LikelyError } from '../lib/core/errors.js';
import type { Question } from '../lib/core/features/types.js';
import type { FamilyName } from '../lib/core/models/types.js';

/** Every option there is; each command names those that it takes. */
const definitions = {
	returns: { type: 'string' },
	question: { type: 'string' },
	'as-of': { type: 'string' },
	horizon: { type: 'string' },
	'product-column': { type: 'string' },
	models: { type: 'string' },
	model: { type: 'string' },
	set: { type: 'string', multiple: true },
	threshold: { type: 'string' },
	seed: { type: 'string' },
	out: { type: 'string' },
	customer: { type: 'string' },
	product: { type: 'string' },
	top: { type: 'string' },
	'past-only': { type: 'boolean' },
	'train-future': { type: 'boolean' },
	port: { type: 'string' },
	name: { type: 'string' },
	'passphrase-file': { type: 'string' },
	sql: { type: 'string' },
	onnx: { type: 'boolean' },
	table: { type: 'string' },
	json: { type: 'boolean' },
	quiet: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' }
} satisfies ParseArgsConfig['options'];

export type OptionName = keyof typeof definitions;
type Raw = Partial<Record<OptionName, string | boolean | string[]>>;

/** What was typed after the command, in the types that the commands work with. */
export class Arguments {
	readonly #raw: Raw;
	readonly positionals: readonly string[];

	/** @throws LikelyError `usage.unknown_option`, `usage.no_file`, `usage.too_many` */
	constructor(args: readonly string[], allowed: readonly OptionName[], positionals: number) {
		const common: OptionName[] = ['json', 'quiet', 'help'];
		const names = [...allowed, ...common];
		const options = Object.fromEntries(names.map((name) => [name, definitions[name]]));
		try {
			const parsed = parseArgs({ args: [...args], options, allowPositionals: true });
			this.#raw = parsed.values as Raw;
			this.positionals = parsed.positionals;
		} catch (cause) {
			throw new LikelyError('usage.unknown_option', { message: String((cause as Error).message).split('\n')[0].split('. ')[0], options: names }, { cause });
		}
		if (this.has('help')) return;
		if (this.positionals.length < positionals) throw new LikelyError('usage.no_file');
		if (this.positionals.length > positionals) throw new LikelyError('usage.too_many', { argument: this.positionals[positionals] });
	}

	has(name: OptionName): boolean {
		return this.#raw[name] === true;
	}

	text(name: OptionName): string | undefined {
		const value = this.#raw[name];
		return typeof value === 'string' ? value : undefined;
	}

	/** @throws LikelyError `usage.missing` */
	required(name: OptionName): string {
		const value = this.text(name);
		if (!value) throw new LikelyError('usage.missing', { option: name });
		return value;
	}

	/** @throws LikelyError `usage.bad_value` */
	number(name: OptionName, fallback: number, low: number, high: number, whole = true): number {
		const text = this.text(name);
		if (text === undefined) return fallback;
		const value = Number(text);
		if (text.trim() === '' || !(value >= low && value <= high) || (whole && !Number.isInteger(value)))
			throw new LikelyError('usage.bad_value', { option: name, value: text, expected: `a ${whole ? 'whole ' : ''}number from ${low} to ${high}` });
		return value;
	}

	get threshold(): number {
		return this.number('threshold', 0.7, 0, 1, false);
	}

	get seed(): number {
		return this.number('seed', 1, 0, 2 ** 32 - 1);
	}

	/** Undefined where it was not said. */
	get question(): Question['kind'] | undefined {
		const kind = this.text('question');
		if (kind !== undefined && kind !== 'next' && kind !== 'next-order' && kind !== 'ever')
			throw new LikelyError('usage.bad_value', { option: 'question', value: kind, expected: 'next, next-order or ever' });
		return kind;
	}

	/** Days since 1970-01-01. */
	get asOf(): number | undefined {
		const text = this.text('as-of');
		if (text === undefined) return undefined;
		const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
		if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
			throw new LikelyError('usage.bad_value', { option: 'as-of', value: text, expected: 'a date like 2017-06-30' });
		return time / 86_400_000;
	}

	get horizon(): number | undefined {
		return this.text('horizon') === undefined ? undefined : this.number('horizon', 0, 1, 36_500);
	}

	/** Options for single families: `--set forest.trees=50`, values are JSON or plain words. */
	get settings(): Partial<Record<FamilyName, Record<string, unknown>>> {
		const settings: Record<string, Record<string, unknown>> = {};
		const given = this.#raw.set;
		for (const text of Array.isArray(given) ? given : []) {
			const match = /^(\w+)\.(\w+)=(.+)$/.exec(text);
			if (!match) throw new LikelyError('usage.bad_value', { option: 'set', value: text, expected: 'FAMILY.OPTION=VALUE, like forest.trees=50' });
			const [, family, option, value] = match;
			settings[family] = { ...settings[family], [option]: jsonOrWord(value) };
		}
		return settings;
	}
}

function jsonOrWord(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
