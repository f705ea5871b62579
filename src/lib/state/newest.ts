/**
 * One request in flight, the newest waits, everything between is dropped: what a live slider needs. `settled` hears
 * of an answer only while no newer request has been made since, unless `interim` answers are wanted too; then each
 * answer is passed on in the order of the requests, which keeps the picture moving while the hand does.
 */
export class Newest<Request, Answer> {
	#busy = false;
	#waiting: { readonly request: Request; readonly ticket: number } | undefined;
	#ticket = 0;
	/** Counts the stops: what was asked before the last one is of no interest any more. */
	#epoch = 0;

	constructor(
		private readonly ask: (request: Request) => Promise<Answer>,
		private readonly settled: (answer: Answer, request: Request, latest: boolean) => void,
		private readonly failed: (error: unknown, request: Request) => void,
		private readonly options: { readonly interim?: boolean } = {}
	) {}

	/** Whether an answer is still to come. */
	get pending(): boolean {
		return this.#busy;
	}

	request(request: Request): void {
		this.#waiting = { request, ticket: ++this.#ticket };
		if (!this.#busy) void this.#run();
	}

	/** Forgets what is waiting and ignores what is on its way. */
	stop(): void {
		this.#epoch++;
		this.#waiting = undefined;
		this.#ticket++;
	}

	async #run(): Promise<void> {
		this.#busy = true;
		while (this.#waiting) {
			const { request, ticket } = this.#waiting;
			this.#waiting = undefined;
			const epoch = this.#epoch;
			try {
				const answer = await this.ask(request);
				const latest = ticket === this.#ticket;
				if (latest) this.#busy = this.#waiting !== undefined;
				if (latest || (this.options.interim && epoch === this.#epoch)) this.settled(answer, request, latest);
			} catch (error) {
				if (ticket === this.#ticket) this.failed(error, request);
			}
		}
		this.#busy = false;
	}
}
