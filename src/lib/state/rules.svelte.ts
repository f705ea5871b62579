import { productRules, ruleSetSchema } from '../core/explanation/rules.js';
import type { Rule, RuleSet } from '../core/explanation/types.js';
import { read, write } from './preferences.svelte.js';

const key = 'likely.rules';

/** The fixed-weight rules as the visitor wants them; the published ones until they are edited. */
export class RulesState {
	#rules = $state.raw<RuleSet>(productRules);
	readonly edited: boolean = $derived(this.#rules !== productRules);

	get current(): RuleSet {
		return this.#rules;
	}

	/** Takes over what was stored, if it still is a rule set. */
	load(): void {
		const text = read(key);
		if (text === undefined) return;
		try {
			const result = ruleSetSchema['~standard'].validate(JSON.parse(text));
			if (!(result instanceof Promise) && !result.issues) this.#rules = result.value;
		} catch {
			write(key, undefined);
		}
	}

	/** Replaces one rule by its place. */
	set(index: number, change: Partial<Pick<Rule, 'weight' | 'baseline'>>): void {
		this.#rules = { ...this.#rules, rules: this.#rules.rules.map((rule, i) => (i === index ? { ...rule, ...change } : rule)) };
		write(key, JSON.stringify(this.#rules));
	}

	/** Back to the published weights; gives what takes that back. */
	reset(): () => void {
		const before = this.#rules;
		this.#rules = productRules;
		write(key, undefined);
		return () => {
			this.#rules = before;
			write(key, JSON.stringify(before));
		};
	}
}
