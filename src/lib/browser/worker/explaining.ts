import type { AskedValues } from '../../core/history/drift.js';
import type { ScoredFacts } from '../../core/history/scored-facts.js';
import type { PredictionRecord } from '../../core/history/types.js';
import type { Work } from '../../core/progress.js';
import { likenessOfCustomer } from '../../core/project/likeness.js';
import type { Predictor } from '../../core/project/predictor.js';
import { rescore } from '../../core/project/rescore.js';
import type { Project } from '../../core/project/types.js';
import { explainCustomer, WhatIf } from '../../core/project/what-if.js';
import type { CounterfactualRequest, DependenceRequest, Engine, InsightKind, OrderEdit, WhatIfBasis, WhatIfRequest } from './engine.js';
import { driftOf, outcomesOf } from './history-engine.js';
import type { HistoryEngine } from './history-engine.js';
import { Insights } from './insights.js';
import type { InsightEngine } from './insights.js';
import { forPage } from './page-what-if.js';

type Explaining = InsightEngine & Pick<Engine, 'explain' | 'likeness' | 'whatIfStart' | 'whatIf' | 'whatIfInputs' | 'whatIfForPage'>;

/** The part of the engine that answers why and what if, for whatever model answers at the moment. */
export abstract class ExplainingService implements Explaining, HistoryEngine {
	#insights: Insights | undefined;

	/** Throws `project.none_open`, `project.no_model`. */
	protected abstract answers(): Predictor;
	/** Throws `project.none_open`. */
	protected abstract opened(): Project;

	/** Has to be called when another model answers from now on. */
	protected forget(): void {
		this.#insights?.stop();
		this.#insights = undefined;
	}

	async explain(customer: string, limit: number) {
		return explainCustomer(this.answers(), customer, limit, this.#current().whatIf);
	}

	async likeness(customer: string, limit: number) {
		return likenessOfCustomer(this.answers(), customer, limit);
	}

	async whatIfStart(customer?: string, given?: Pick<WhatIfRequest, 'facts' | 'baselineOf'>) {
		return this.#current().whatIf.start(customer, given);
	}

	async whatIf(request: WhatIfRequest) {
		return this.#current().whatIf.answer(request);
	}

	async whatIfInputs(basis: WhatIfBasis) {
		return this.#current().whatIf.answerInputs(basis);
	}

	async whatIfForPage() {
		return forPage(this.#current().whatIf);
	}

	async outcomes(records: readonly ScoredFacts[]) {
		return outcomesOf({ project: this.opened() }, records);
	}

	async historyDrift(asked: AskedValues) {
		return driftOf(this.answers(), asked);
	}

	async rescore(record: PredictionRecord) {
		return rescore(this.answers(), record, () => this.#current().whatIf);
	}

	async orderSheet(customer: string | undefined, facts: readonly OrderEdit[]) {
		return this.#current().orderSheet(customer, facts);
	}

	async dependence(request: DependenceRequest) {
		return this.#current().dependence(request);
	}

	async counterfactuals(request: CounterfactualRequest, report: Work['report']) {
		return this.#current().counterfactuals(request, report);
	}

	async importance(report: Work['report']) {
		return this.#current().importance(report);
	}

	async swarms(product: string, report: Work['report']) {
		return this.#current().swarms(product, report);
	}

	async compareCustomers(a: string, b: string) {
		return this.#current().compareCustomers(a, b);
	}

	async compareModels(a: string, b: string, customer: string | undefined, report: Work['report']) {
		return this.#current().compareModels(a, b, customer, report);
	}

	async stopInsight(kind: InsightKind): Promise<void> {
		await this.#insights?.stopInsight(kind);
	}

	#current(): Insights {
		this.#insights ??= new Insights(new WhatIf(this.answers()));
		return this.#insights;
	}
}
