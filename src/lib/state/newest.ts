/**
 * One request in flight, the newest waits, everything between is dropped: what a live slider needs. `settled` hears
 * of an answer only while no newer request has been made since, unless `interim` answers are wanted too; then each
 * answer is passed on in the order of the requests, which keeps the picture moving while the hand does.
 */
export class Newest<Request, Answer> {
	#running = false;
	#asking = false;
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
		return this.#asking || this.#waiting !== undefined;
	}

	/** May be called while an answer is heard, too: the request then is the next one. */
	request(request: Request): void {
		this.#waiting = { request, ticket: ++this.#ticket };
		if (!this.#running) void this.#run();
	}

	/** Forgets what is waiting and ignores what is on its way. */
	stop(): void {
		this.#epoch++;
		this.#waiting = undefined;
		this.#ticket++;
	}

	async #run(): Promise<void> {
		this.#running = true;
		while (this.#waiting) {
			const { request, ticket } = this.#waiting;
			this.#waiting = undefined;
			const epoch = this.#epoch;
			this.#asking = true;
			try {
				const answer = await this.ask(request);
				this.#asking = false;
				const latest = ticket === this.#ticket;
				if (latest || (this.options.interim && epoch === this.#epoch)) this.settled(answer, request, latest);
			} catch (error) {
				this.#asking = false;
				if (ticket === this.#ticket) this.failed(error, request);
			}
		}
		this.#running = false;
	}
}
