let waking = true;
const waiting: (() => void)[] = [];

/** Whether what is made at this moment stands on the page already, prerendered; pages that are gone to later are alive as they are made. */
export function isWaking(): boolean {
	return waking;
}

/** Has a part brought to life in its turn. The returned function takes that back. */
export function wake(part: () => void): () => void {
	waiting.push(part);
	return () => {
		const place = waiting.indexOf(part);
		if (place >= 0) waiting.splice(place, 1);
	};
}

/** The end of this task: the browser may answer and paint before the next one. */
export function turn(): Promise<void> {
	return new Promise((done) => setTimeout(done));
}

/** Brings the parts to life: one task each, so that the page goes on answering in between, or all at once. */
export async function awaken(atOnce: boolean): Promise<void> {
	waking = false;
	for (let part = waiting.shift(); part; part = waiting.shift()) {
		if (!atOnce) await turn();
		waking = true;
		part();
		waking = false;
	}
}
