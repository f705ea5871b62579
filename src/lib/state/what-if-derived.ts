import type { BaselineOf, OrderEdit, OrderSheet, Parameter } from '../core/project/cards.js';
import type { AnswerInputs } from '../core/project/what-if-answers.js';
import type { Engine } from './engine.js';

/** The orders as some facts leave them, and the parameters that follow from them, beside whom they are compared with. */
export interface Derived {
	/** Undefined for an invented one. */
	readonly customer: string | undefined;
	readonly facts: readonly OrderEdit[];
	readonly baselineOf: BaselineOf;
	readonly inputs: AnswerInputs;
	readonly parameters: readonly Parameter[];
	readonly sheet: OrderSheet;
}

/** What follows from a customer's edited orders; undefined stands for an invented one. Throws as the engine does. */
export async function derivedFrom(engine: Engine, customer: string | undefined, facts: readonly OrderEdit[], baselineOf: BaselineOf): Promise<Derived> {
	const [{ parameters }, sheet, inputs] = await Promise.all([
		engine.whatIfStart(customer, { facts, baselineOf }),
		engine.orderSheet(customer, facts),
		engine.whatIfInputs({ customer, facts, baselineOf })
	]);
	return { customer, facts, baselineOf, parameters, sheet, inputs };
}
