/** Seconds that each fuzzer runs, and the first seed: `npm run fuzz` sets both. */
const seconds = Number(process.env.LIKELY_FUZZ_SECONDS ?? 20);
const first = Number(process.env.LIKELY_FUZZ_FROM ?? 0);

/** How long a test that fuzzes may take, in milliseconds. */
export const fuzzTimeout = (seconds + 90) * 1000;

/** No file may take longer, in milliseconds of the processor, on the slowest machine. */
export const FILE_LIMIT = 20_000;

/** Milliseconds of the processor so far: what a busy machine does not lengthen. */
export const cpuTime = (): number => process.cpuUsage().user / 1000;

/** Seeds one after the other until the time is up, but so many at least. */
export function* fuzzSeeds(atLeast: number): Generator<number> {
	const end = performance.now() + 1000 * seconds;
	for (let i = 0; i < atLeast || performance.now() < end; i++) yield first + i;
}
