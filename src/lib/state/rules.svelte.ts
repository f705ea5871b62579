import { productRules, ruleSetSchema } from '../core/explanation/rules.js';
import type { Rule, RuleSet } from '../core/explanation/types.js';
import { read, write } from './preferences.svelte.js';
import { begin, step, undone } from './undo.js';
import type { Undoable } from './undo.js';

const key = 'likely.rules';

/** The fixed-weight rules as the visitor wants them; the published ones until they are edited. */
export class RulesState {
	#rules = $state.raw(begin<RuleSet>(productRules));
	readonly edited: boolean = $derived(this.#rules.now !== productRules);
	readonly canUndo: boolean = $derived(this.#rules.past.length > 0);

	get current(): RuleSet {
		return this.#rules.now;
	}

	/** Takes over what was stored, if it still is a rule set. */
	load(): void {
		const text = read(key);
		if (text === undefined) return;
		try {
			const result = ruleSetSchema['~standard'].validate(JSON.parse(text));
			if (!(result instanceof Promise) && !result.issues) this.#rules = begin(result.value);
		} catch {
			write(key, undefined);
		}
	}

	/** Replaces one rule by its place. */
	set(index: number, change: Partial<Pick<Rule, 'weight' | 'baseline'>>): void {
		this.#take(step(this.#rules, { ...this.current, rules: this.current.rules.map((rule, i) => (i === index ? { ...rule, ...change } : rule)) }));
	}

	/** Back to the published weights. */
	reset(): void {
		this.#take(step(this.#rules, productRules));
	}

	/** Takes the last change back. */
	undo(): void {
		this.#take(undone(this.#rules));
	}

	#take(rules: Undoable<RuleSet>): void {
		this.#rules = rules;
		write(key, this.edited ? JSON.stringify(rules.now) : undefined);
	}
}
