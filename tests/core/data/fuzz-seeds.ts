/** Tests that draw their seeds here: the time is shared out between them. */
const FUZZERS = 3;
/** Seconds for all of them together, and the first seed: `npm run fuzz` sets both, and wants to hear how it goes. */
const together = Number(process.env.LIKELY_FUZZ_SECONDS ?? 60);
const first = Number(process.env.LIKELY_FUZZ_FROM ?? 0);
const watched = process.env.LIKELY_FUZZ_WATCHED === '1';

const seconds = together / FUZZERS;
const EVERY = 10_000;

/** How long a test that fuzzes may take, in milliseconds. */
export const fuzzTimeout = (seconds + 90) * 1000;

/** No file may take longer, in milliseconds of the processor, on the slowest machine. */
export const FILE_LIMIT = 20_000;

/** Milliseconds of the processor so far: what a busy machine does not lengthen. */
export const cpuTime = (): number => process.cpuUsage().user / 1000;

/** Seeds one after the other until this fuzzer's share of the time is up, but so many at least; `what` is what is damaged. */
export function* fuzzSeeds(what: string, atLeast: number): Generator<number> {
	const start = performance.now();
	let told = start;
	let tried = 0;
	while (tried < atLeast || performance.now() < start + 1000 * seconds) {
		yield first + tried++;
		if (!watched || performance.now() < told + EVERY) continue;
		told = performance.now();
		console.log(`${what}: ${tried} files in ${Math.round((told - start) / 1000)} of ${Math.round(seconds)} s`);
	}
	if (watched) console.log(`${what}: ${tried} files, all came through or were refused with a reason`);
}
