import { audienceInTurns } from '../../core/project/audience.js';
import { audienceFile } from '../../core/project/audience-file.js';
import { CustomerList } from '../../core/project/customer-list.js';
import type { Predictor } from '../../core/project/predictor.js';
import type { Progress, Work } from '../../core/progress.js';
import type { Platform } from '../../core/recommendation/match-file.js';
import { campaignOf, hashedList } from './audiences.js';
import type { AudienceAnswer, AudienceFileKind, AudienceRequest, CustomerQuery } from './engine.js';
import { Preparation } from './preparation.js';
import { PrivateService } from './private.js';

/** The part of the engine whose answers need everybody's probabilities: lists, averages and audiences. */
export abstract class EverybodyService extends PrivateService {
	protected readonly preparation = new Preparation(this.storage, undefined, this.pool);
	#list: CustomerList | undefined;

	async onPreparation(report: (progress: Progress | undefined) => void): Promise<void> {
		this.preparation.onProgress(report);
	}

	async stopPreparation(): Promise<void> {
		this.preparation.cancel();
	}

	async customers(query: CustomerQuery) {
		const predictor = await this.#prepared();
		if (this.#list?.predictor !== predictor) this.#list = new CustomerList(predictor);
		return this.#list.query(query, this.opened().threshold);
	}

	async predict(customer: string, threshold?: number) {
		const predictor = await this.#prepared();
		return predictor.predict(customer, threshold ?? this.opened().threshold);
	}

	async audience(request: AudienceRequest): Promise<AudienceAnswer> {
		for (;;) {
			const predictor = this.answers();
			const answer = await this.preparation.counted(predictor, (work) => audienceInTurns(predictor, request, work));
			if (answer && predictor === this.answers()) return answer;
		}
	}

	async audienceFile(request: AudienceRequest, kind: AudienceFileKind) {
		return audienceFile(await this.#prepared(), request, kind);
	}

	async audienceMatch(request: AudienceRequest, platform: Platform, country: string) {
		return this.work(() => {}, async (work) => hashedList(await this.#prepared(), request, platform, country, work));
	}

	async measureCampaign(list: File) {
		return this.work(() => {}, (work) => campaignOf(list, this.opened().book, work));
	}

	protected override work<T>(report: Work['report'], run: (work: Work) => Promise<T>): Promise<T> {
		return this.preparation.waitFor(() => super.work(report, run));
	}

	/** Has to be called when another model answers from now on. */
	protected override forget(): void {
		super.forget();
		this.#list = undefined;
	}

	/** What answers, with everybody's probabilities: others got their turn while they were worked out. */
	async #prepared(): Promise<Predictor> {
		for (;;) {
			const predictor = this.answers();
			await this.preparation.everybody(predictor);
			if (predictor === this.answers()) return predictor;
		}
	}
}
