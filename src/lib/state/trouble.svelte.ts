import { version } from '$app/environment';
import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import { errorReport, surroundings } from './error-report.js';

/** Failures that nobody caught, as the newest report. */
export class TroubleState {
	#failure = $state.raw<Failure>();
	#report = $state('');

	get failure(): Failure | undefined {
		return this.#failure;
	}
	/** What happened, without any data. */
	get report(): string {
		return this.#report;
	}

	note(error: unknown): void {
		this.#failure = toFailure(error);
		this.#report = errorReport(this.#failure, surroundings(version), error instanceof Error ? error.stack : undefined);
	}

	dismiss(): void {
		this.#failure = undefined;
	}

	/** Hears of what nobody caught. The returned function ends it. */
	watch(): () => void {
		const thrown = ({ error }: ErrorEvent) => error && this.note(error);
		const rejected = ({ reason }: PromiseRejectionEvent) => toFailure(reason).code !== 'cancelled' && this.note(reason);
		addEventListener('error', thrown);
		addEventListener('unhandledrejection', rejected);
		return () => {
			removeEventListener('error', thrown);
			removeEventListener('unhandledrejection', rejected);
		};
	}
}
