/** One event of a stream. `id`: where the stream can be taken up again after it; undefined where it says nothing of that. */
export interface StreamEvent {
	readonly id: string | undefined;
	readonly data: string;
}

/** Characters of an event at most. */
const largest = 20_000_000;

/** Server-Sent Events out of text that comes in pieces (WHATWG HTML, 9.2.6); those with a name of their own are left out. */
export class EventStream {
	#rest = '';
	#data: string[] = [];
	#id: string | undefined;
	#name = '';

	/** The events that end in this piece. Throws a RangeError where one does not end at all. */
	push(piece: string): StreamEvent[] {
		const text = this.#rest + piece;
		// A carriage return at the very end may be the first half of an end of line.
		const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
		const lines = whole.split(/\r\n|\r|\n/);
		this.#rest = (lines.pop() ?? '') + text.slice(whole.length);
		const events = lines.flatMap((line) => this.#take(line) ?? []);
		if (this.#rest.length + this.#data.reduce((sum, { length }) => sum + length, 0) > largest) throw new RangeError('an event without an end');
		return events;
	}

	#take(line: string): StreamEvent | undefined {
		if (line === '') return this.#end();
		const [, field, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
		if (field === 'data') this.#data.push(value ?? '');
		if (field === 'event') this.#name = value ?? '';
		if (field === 'id' && !value?.includes('\0')) this.#id = value ?? '';
		return undefined;
	}

	#end(): StreamEvent | undefined {
		const [id, data, name] = [this.#id, this.#data, this.#name];
		this.#data = [];
		this.#name = '';
		return data.length && (name === '' || name === 'message') ? { id, data: data.join('\n') } : undefined;
	}
}
