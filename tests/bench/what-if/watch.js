// Runs in the page before anything else: when sliders are moved, when the worker is asked and answers, and when that is on
// the screen. The page answers some models by itself: then it is not busy once the event is handled, and the next frame
// shows the answer. All times are those of performance.now().

/** Milliseconds between two frames of a screen with 60 a second. */
const BEAT = 1000 / 60;

/** @typedef {{ at: number, answered?: number, painted?: number }} Ask */
/** @type {{ at: number, handled: number, frame?: number, painted?: number }[]} */
let inputs = [];
/** @type {Ask[]} */
let asks = [];
let caused = 0;
for (const type of ['pointerdown', 'pointermove', 'keydown']) addEventListener(type, (event) => (caused = event.timeStamp), true);
addEventListener(
	'input',
	({ target, timeStamp }) => {
		const isSlider = target instanceof HTMLInputElement && target.type === 'range';
		if (!isSlider) return;
		/** @type {(typeof inputs)[number]} */
		const input = { at: Math.min(caused || timeStamp, timeStamp), handled: performance.now() };
		inputs.push(input);
		performance.mark('moved', { startTime: input.at });
		requestAnimationFrame((frame) => {
			input.frame = frame;
			if (!asks.some(({ at }) => at >= input.handled)) afterFrame((at) => (input.painted = at));
		});
	},
	true
);

/** Calls back when the frame that shows what the page looks like now has been painted. */
function painted(/** @type {(at: number) => void} */ done) {
	requestAnimationFrame(() => afterFrame(done));
}

/**
 * Calls back when the frame whose callbacks run now has been painted: it is one task, and this is the next but for input.
 * A message would wait behind all that Chromium prefers while a hand moves, for further frames.
 */
function afterFrame(/** @type {(at: number) => void} */ done) {
	const { scheduler } = /** @type {any} */ (globalThis);
	scheduler.postTask(() => done(performance.now()), { priority: 'user-blocking' });
}

window.Worker = class extends Worker {
	constructor(/** @type {string | URL} */ script, /** @type {WorkerOptions | undefined} */ given) {
		super(script, given);
		/** @type {Map<string, Ask>} */
		const asked = new Map();
		const post = /** @type {(message: any, transfer: any) => void} */ (this.postMessage.bind(this));
		this.postMessage = (/** @type {any} */ message, /** @type {any} */ transfer) => {
			if (message?.path?.[0] === 'whatIf') {
				const ask = { at: performance.now() };
				asked.set(message.id, ask);
				asks.push(ask);
			}
			post(message, transfer);
		};
		this.addEventListener('message', ({ data }) => {
			const ask = asked.get(data?.id);
			if (!ask) return;
			ask.answered = performance.now();
			// The page's own listener, and what Svelte does after it, come first.
			setTimeout(() => painted((at) => (ask.painted = at)));
		});
	}
};

/**
 * What happened since the last call. An input that the page answered counts as painted with its own frame, another one
 * with the first answer that was asked for after it.
 */
function takeSeen() {
	const times = inputs.flatMap(({ at, handled, frame = Infinity, painted }) => {
		const shown = painted ?? asks.find((one) => one.at >= handled)?.painted;
		// The very next frame: no beat of the screen between the event and the frame's begin, nor before it is painted.
		return shown ? [{ begun: handled - at, painted: shown - at, next: frame - at <= BEAT && shown - frame <= BEAT }] : [];
	});
	const order = asks.flatMap((ask) => ask.painted ?? []);
	const seen = { times, inputs: inputs.length, asks: asks.length, inOrder: order.every((at, i) => i === 0 || at >= order[i - 1]) };
	inputs = [];
	asks = [];
	return seen;
}

/** Resolves when the answer to the newest input is painted. */
function whenQuiet() {
	const since = performance.now();
	return new Promise((resolve, reject) => {
		const look = () => {
			const newest = asks.at(-1);
			const last = inputs.at(-1);
			const isShown = !last || last.painted || (newest && newest.at >= last.handled);
			const isBusy = document.querySelector('main [aria-busy="true"]') !== null;
			if (isShown && !isBusy && asks.every((ask) => ask.painted)) resolve(undefined);
			else if (performance.now() - since > 20_000) reject(new Error(`not painted: ${JSON.stringify(newest)}`));
			else setTimeout(look, 2);
		};
		look();
	});
}

Object.assign(window, { takeSeen, whenQuiet });
